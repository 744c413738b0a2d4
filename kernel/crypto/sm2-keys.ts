import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { BadInput } from '../refusals.ts';

export interface Sm2KeyPair {
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** A new SM2 key pair (GB/T 32918). */
export function generateSm2KeyPair(): Sm2KeyPair {
  const generated = generateKeyPairSync('ec', { namedCurve: 'SM2' });
  // The runtime calls its own new key an EC key and would sign ECDSA with it; one that was imported is an SM2 key.
  const privateKey = readSm2PrivateKey(generated.privateKey.export({ type: 'pkcs8', format: 'der' }));
  return { privateKey, publicKey: sm2PublicKeyOf(privateKey) };
}

/**
 * Reads a private key: PEM text, PKCS#8 DER, or the 32 bytes of the number itself.
 * @throws BadInput `SM2_KEY_INVALID`
 */
export function readSm2PrivateKey(source: string | Uint8Array): KeyObject {
  const bytes = typeof source === 'string' ? source : Buffer.from(source);
  const key = attempt('private', () => {
    if (typeof bytes === 'string') return createPrivateKey(bytes);
    const der = bytes.length === 32 ? Buffer.concat([PKCS8_WITHOUT_POINT, bytes]) : bytes;
    // Imported and exported once more: a PKCS#8 without its point gains it.
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  });
  return createPrivateKey({ key: withPoint(key), format: 'der', type: 'pkcs8' });
}

/**
 * Reads a public key: PEM text, SPKI DER, the raw 64 bytes x‖y, or the 65 bytes 04‖x‖y.
 * @throws BadInput `SM2_KEY_INVALID`, also for a point that is not on the curve
 */
export function readSm2PublicKey(source: string | Uint8Array): KeyObject {
  const bytes = typeof source === 'string' ? source : Buffer.from(source);
  const key = attempt('public', () => {
    if (typeof bytes === 'string') return createPublicKey(bytes);
    const isPoint = bytes.length === 65 && bytes[0] === 4;
    const raw = isPoint ? bytes.subarray(1) : bytes;
    const der = raw.length === 64 ? Buffer.concat([SPKI_PREFIX, raw]) : raw;
    return createPublicKey({ key: der, format: 'der', type: 'spki' });
  });
  sm2RawPublicKey(key);
  return key;
}

export function sm2PublicKeyOf(privateKey: KeyObject): KeyObject {
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return readSm2PublicKey(der);
}

/** The 64 bytes x‖y of a public key. */
export function sm2RawPublicKey(publicKey: KeyObject): Buffer {
  const der = publicKey.export({ type: 'spki', format: 'der' });
  if (der.length !== SPKI_PREFIX.length + 64 || !der.subarray(0, SPKI_PREFIX.length).equals(SPKI_PREFIX))
    throw notSm2('public');
  return der.subarray(-64);
}

/** PEM text of a key: PKCS#8 or SPKI. */
export function sm2Pem(key: KeyObject): string {
  const type = key.type === 'private' ? 'pkcs8' : 'spki';
  return key.export({ type, format: 'pem' }).toString();
}

// SEQUENCE { SEQUENCE { id-ecPublicKey, sm2p256v1 (1.2.156.10197.1.301) }, BIT STRING 04‖x‖y }
const SPKI_PREFIX = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d03420004', 'hex');
const PKCS8_WITHOUT_POINT = Buffer.from(
  '3041020100301306072a8648ce3d020106082a811ccf5501822d042730250201010420',
  'hex',
);

function withPoint(key: KeyObject): Buffer {
  sm2RawPublicKey(createPublicKey(key));
  return key.export({ type: 'pkcs8', format: 'der' });
}

function attempt(which: string, read: () => KeyObject): KeyObject {
  try {
    return read();
  } catch {
    // The runtime's message may quote what it read; it stays out.
    throw notSm2(which);
  }
}

function notSm2(which: string): BadInput {
  return new BadInput(
    'SM2_KEY_INVALID',
    `expected an SM2 ${which} key on sm2p256v1 with its point uncompressed`,
  );
}
