import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';

export type Sm4Mode = 'ctr' | 'cbc' | 'ecb';

/** How a text is enciphered with SM4 (GB/T 32907, modes of GB/T 17964). None of the modes notices tampering. */
export interface Sm4Setting {
  mode: Sm4Mode;
  /** 16 bytes. A key that is used often goes as a key object: made of bytes each time, it takes longer than a short text. */
  key: Uint8Array | KeyObject;
  /** 16 bytes for CTR and CBC, never used twice with one key in CTR; absent for ECB. */
  iv?: Uint8Array;
  /** PKCS#7 filling of the last block, for CBC and ECB. Without it the length must be a multiple of 16. */
  padding?: boolean;
}

export function sm4Encrypt(plain: Uint8Array, { mode, key, iv, padding = true }: Sm4Setting): Buffer {
  const cipher = createCipheriv(`sm4-${mode}`, key, iv ?? null).setAutoPadding(padding);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}

/** @throws Error of the runtime when length or filling is wrong; CTR never fails */
export function sm4Decrypt(enciphered: Uint8Array, { mode, key, iv, padding = true }: Sm4Setting): Buffer {
  const decipher = createDecipheriv(`sm4-${mode}`, key, iv ?? null).setAutoPadding(padding);
  return Buffer.concat([decipher.update(enciphered), decipher.final()]);
}
