import { createSecretKey, hkdfSync, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import { type HmacSm3Key, hmacSm3, hmacSm3Key } from './crypto/sm3.ts';
import { sm4CtrOpener, sm4Encrypt } from './crypto/sm4.ts';
import { faults } from './faults.ts';
import type { Keyring } from './keyring.ts';
import { BadInput } from './refusals.ts';

/** Where a sealed value stands. It opens nowhere else. `dataset` is the same for table, partitions and history. */
export interface SealedPlace {
  dataset: string;
  column: string;
  /** Stable over the versions of a record. */
  recordId: string;
}

export interface Sealer {
  /** Seals a text under the current key. Sealing twice gives two different values. */
  seal(plain: string, place: SealedPlace): Buffer;
  /** @throws Fault `SEALED_VALUE_INVALID` when altered or moved, `KEY_UNKNOWN` when its key is gone */
  open(sealed: Uint8Array, place: SealedPlace): string;
  /**
   * The blind index that finds a sealed text: keyed SM3 under the subgraph's own key, 32 bytes.
   * `kind` keeps a card number from matching an account number. The caller passes the one normal form of the text.
   */
  index(plain: string, kind: string): Buffer;
}

/** The codec of sealed columns: SM4-CTR, then HMAC-SM3 over place, key id, counter block and enciphered text. */
export function sealer(keyring: Keyring, subgraph: string): Sealer {
  const name = `seal/${subgraph}`;
  // A fixed key: an index of one day must be found on every other.
  let indexKey: HmacSm3Key | undefined;
  const pairs = new Map<string, KeyPair>();
  const pairOf = (id: string, key: Buffer): KeyPair => {
    const pair = pairs.get(id) ?? splitKey(key);
    pairs.set(id, pair);
    return pair;
  };
  return {
    seal(plain, place) {
      if (!plain.isWellFormed())
        throw new BadInput('TEXT_MALFORMED', 'the text to seal is not well-formed Unicode', {
          expected: 'Unicode text',
        });
      const { id, key } = keyring.current(name);
      const { cipherKey, macKey } = pairOf(id, key);
      const iv = randomBytes(IV_LENGTH);
      const enciphered = sm4Encrypt(Buffer.from(plain), { mode: 'ctr', key: cipherKey, iv });
      const body = Buffer.concat([Buffer.from([FORMAT, id.length]), Buffer.from(id), iv, enciphered]);
      return Buffer.concat([body, macOf(macKey, place, body)]);
    },
    open(sealed, place) {
      const { id, iv, enciphered, body, mac } = take(Buffer.from(sealed), place);
      const { opener, macKey } = pairOf(id, keyring.byId(name, id));
      if (!timingSafeEqual(mac, macOf(macKey, place, body))) throw invalid(place);
      return opener(enciphered, iv).toString();
    },
    index(plain, kind) {
      indexKey ??= hmacSm3Key(keyring.secret(`index/${subgraph}`));
      return hmacSm3(indexKey, framed(kind, plain));
    },
  };
}

interface KeyPair {
  cipherKey: KeyObject;
  opener: ReturnType<typeof sm4CtrOpener>;
  macKey: HmacSm3Key;
}

// format ‖ length of key id ‖ key id ‖ counter block ‖ enciphered text ‖ HMAC-SM3
const FORMAT = 1;
const IV_LENGTH = 16;
const MAC_LENGTH = 32;

// One key, one use: enciphering and authenticating never share bytes.
function splitKey(key: Buffer): KeyPair {
  const bytes = Buffer.from(hkdfSync('sm3', key, '', 'sealing sm4-ctr hmac-sm3', 48));
  const cipherKey = createSecretKey(bytes.subarray(0, 16));
  return { cipherKey, opener: sm4CtrOpener(cipherKey), macKey: hmacSm3Key(bytes.subarray(16)) };
}

function macOf(key: HmacSm3Key, { dataset, column, recordId }: SealedPlace, body: Buffer): Buffer {
  return hmacSm3(key, Buffer.concat([framed(dataset, column, recordId), body]));
}

// Lengths before the words, so that two places never run together into the same bytes.
function framed(...words: readonly string[]): Buffer {
  const lengths = words.map((word) => Buffer.byteLength(word));
  const bytes = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + length, 0));
  let at = 0;
  for (const [place, word] of words.entries()) {
    at = bytes.writeUInt32BE(lengths[place]!, at);
    at += bytes.write(word, at);
  }
  return bytes;
}

function take(sealed: Buffer, place: SealedPlace) {
  const idEnd = 2 + (sealed[1] ?? 0);
  const textEnd = sealed.length - MAC_LENGTH;
  if (sealed[0] !== FORMAT || textEnd < idEnd + IV_LENGTH) throw invalid(place);
  return {
    id: sealed.toString('latin1', 2, idEnd),
    iv: sealed.subarray(idEnd, idEnd + IV_LENGTH),
    enciphered: sealed.subarray(idEnd + IV_LENGTH, textEnd),
    body: sealed.subarray(0, textEnd),
    mac: sealed.subarray(textEnd),
  };
}

function invalid({ dataset, column }: SealedPlace) {
  return faults.SEALED_VALUE_INVALID(`${dataset}.${column}`);
}
