import { hkdfSync } from 'node:crypto';
import { faults } from './faults.ts';

/**
 * Where keys come from. Names are `purpose/subgraph`: `seal/banking`, `index/banking`, `assertion/banking`.
 * Every key has 32 bytes; the same name gives the same Buffer object, which nobody changes.
 * A certified device (密码机) can stand behind this interface.
 */
export interface Keyring {
  /** A key that rotation leaves alone: index keys (a new one means a new index) and assertion keys. */
  secret(name: string): Buffer;
  /** The key new values are sealed under, with the id that is stored beside them. */
  current(name: string): { id: string; key: Buffer };
  /** @throws Fault `KEY_UNKNOWN` */
  byId(name: string, id: string): Buffer;
}

/** One generation of the master secret: at least 32 random bytes. */
export interface MasterSecret {
  id: string;
  secret: Uint8Array;
}

/** A keyring that derives every key by HKDF-SM3 from its masters, oldest first: the first gives `secret`, the last `current`. */
export function derivedKeyring(masters: readonly MasterSecret[]): Keyring {
  const [first, last] = [masters[0], masters.at(-1)];
  if (first === undefined || last === undefined) throw faults.KEYRING_UNSAFE('it holds no master secret');
  for (const { id, secret } of masters) {
    if (!/^[a-z0-9-]{1,32}$/.test(id))
      throw faults.KEYRING_UNSAFE('a key id is not 1 to 32 of a-z, 0-9 and -');
    if (secret.length < 32) throw faults.KEYRING_UNSAFE(`master secret ${id} is shorter than 32 bytes`);
  }
  const byMaster = new Map(masters.map((master) => [master.id, deriver(master.secret)]));
  if (byMaster.size !== masters.length) throw faults.KEYRING_UNSAFE('two master secrets have one id');
  const byId = (name: string, id: string): Buffer => {
    const derive = byMaster.get(id);
    if (derive === undefined) throw faults.KEY_UNKNOWN(`${name}#${id}`);
    return derive(`rotating/${name}`);
  };
  return {
    secret: (name) => byMaster.get(first.id)!(`fixed/${name}`),
    current: (name) => ({ id: last.id, key: byId(name, last.id) }),
    byId,
  };
}

/** A keyring over one master secret, kept in memory only. */
export function memoryKeyring(master: Uint8Array): Keyring {
  return derivedKeyring([{ id: '1', secret: master }]);
}

const SALT = Buffer.from('guixin-hub keyring v1');

// Names come from the code, not from callers, so the cache stays small.
function deriver(master: Uint8Array): (info: string) => Buffer {
  const secret = Buffer.from(master);
  const known = new Map<string, Buffer>();
  return (info) => {
    let key = known.get(info);
    if (key === undefined) {
      key = Buffer.from(hkdfSync('sm3', secret, SALT, info, 32));
      known.set(info, key);
    }
    return key;
  };
}
