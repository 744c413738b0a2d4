import { readSm2PrivateKey, sm2PublicKeyOf, sm2RawPublicKey, sm2Sign } from '../../../kernel/crypto/sm2.ts';
import type { Keyring } from '../../../kernel/keyring.ts';
import { keyIdOf } from './rules/move.ts';

/** The hub's own signature (枢纽代证), for organisations that have no key at the hub. */
export interface Attestor {
  readonly keyId: string;
  /** The SM2 point 04‖x‖y in hexadecimal. */
  readonly publicKey: string;
  sign(text: string): Buffer;
}

/**
 * The attestor of a keyring under one of its names. Its SM2 key is derived, so that every process of the hub has the same
 * one and a restored keyring has it again: d = 1 + (secret mod (n − 2)), the secret being the keyring's 32 bytes of that name.
 */
export function attestorOf(keyring: Keyring, name = 'attest/provincial'): Attestor {
  // The keyring gives the same object for the same name.
  const secret = keyring.secret(name);
  let attestor = known.get(secret);
  if (attestor === undefined) {
    attestor = attestorWith(secret);
    known.set(secret, attestor);
  }
  return attestor;
}

const known = new WeakMap<Buffer, Attestor>();

/** n, the order of sm2p256v1 (GB/T 32918.5); a private key is a number from 1 to n − 2. */
const ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;

function attestorWith(secret: Buffer): Attestor {
  const d = (BigInt(`0x${secret.toString('hex')}`) % (ORDER - 2n)) + 1n;
  const privateKey = readSm2PrivateKey(Buffer.from(d.toString(16).padStart(64, '0'), 'hex'));
  const publicKey = sm2PublicKeyOf(privateKey);
  return {
    keyId: keyIdOf(publicKey),
    publicKey: `04${sm2RawPublicKey(publicKey).toString('hex')}`,
    sign: (text) => sm2Sign(text, privateKey),
  };
}
