import { createPublicKey, createSign, createVerify, type KeyObject } from 'node:crypto';
import { sm2RawPublicKey } from './sm2-keys.ts';
import { sm3 } from './sm3.ts';

export * from './sm2-keys.ts';
export { derOfRawSignature, rawOfDerSignature } from './sm2-signature.ts';

/** The user id everybody signs under unless agreed otherwise (GB/T 35276). */
export const SM2_DEFAULT_USER_ID = '1234567812345678';

/** SM2 signature with SM3 (GB/T 32918.2), as DER SEQUENCE{r, s} (GB/T 35276). A string is taken as UTF-8. */
export function sm2Sign(
  message: string | Uint8Array,
  privateKey: KeyObject,
  userId: string = SM2_DEFAULT_USER_ID,
): Buffer {
  return createSign('sm3').update(sm2Z(privateKey, userId)).update(message).sign(privateKey);
}

/** Whether `signature` (strict DER) is of this message under this key and user id. Anything malformed is `false`. */
export function sm2Verify(
  message: string | Uint8Array,
  signature: Uint8Array,
  publicKey: KeyObject,
  userId: string = SM2_DEFAULT_USER_ID,
): boolean {
  return createVerify('sm3').update(sm2Z(publicKey, userId)).update(message).verify(publicKey, signature);
}

/**
 * Z, the digest of user id, curve and public key that stands before the message (GB/T 32918.2, 5.5).
 * The runtime's own one-call form signs under an empty user id; hashing Z ‖ message as a stream and signing that
 * digest is the standard's signature.
 */
export function sm2Z(key: KeyObject, userId: string = SM2_DEFAULT_USER_ID): Buffer {
  if (userId !== SM2_DEFAULT_USER_ID) return computeZ(key, userId);
  let z = knownZ.get(key);
  if (z === undefined) {
    z = computeZ(key, userId);
    knownZ.set(key, z);
  }
  return z;
}

const knownZ = new WeakMap<KeyObject, Buffer>();

// a ‖ b ‖ Gx ‖ Gy of sm2p256v1, GB/T 32918.5
const CURVE = Buffer.from(
  'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc' +
    '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93' +
    '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7' +
    'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
  'hex',
);

function computeZ(key: KeyObject, userId: string): Buffer {
  // An EC key would sign and verify ECDSA without complaint, and nobody else would accept it.
  if (key.asymmetricKeyType === 'ec')
    throw new TypeError('the key was not read by readSm2PrivateKey or readSm2PublicKey');
  const id = Buffer.from(userId);
  if (id.length > 8191) throw new RangeError('an SM2 user id has at most 8191 bytes');
  const bits = Buffer.alloc(2);
  bits.writeUInt16BE(id.length * 8);
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return sm3(Buffer.concat([bits, id, CURVE, sm2RawPublicKey(publicKey)]));
}
