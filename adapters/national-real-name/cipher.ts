import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import type { RealNameSettings } from './ports.ts';

/** Reads and writes the encrypted fields of one client (字段加密). */
export interface FieldCipher {
  encrypt(plain: string): string;
  /** Undefined when the text is not cipher text under this key; why is not told, so that nobody learns from asking. */
  decrypt(text: string): string | undefined;
}

/**
 * AES-256-CBC with PKCS#7, key = the 32 characters of the secret, IV = its first 16, as base64 on one line; for
 * Henan AES-128 with the first 16 characters as both. The IV never changes, so equal numbers give equal text: the hub
 * never uses this text as an index of its own.
 */
export function fieldCipher(secret: string, kind: RealNameSettings['cipher'] = 'AES-256'): FieldCipher {
  const iv = Buffer.from(secret.slice(0, 16), 'latin1');
  const bytes = kind === 'AES-128' ? iv : Buffer.from(secret.slice(0, 32), 'latin1');
  // Made once: a key as bytes is made anew for every field, which takes longer than the field.
  let made: KeyObject | undefined;
  const key = () => {
    made ??= createSecretKey(bytes);
    return made;
  };
  const name = kind === 'AES-128' ? 'aes-128-cbc' : 'aes-256-cbc';
  return {
    encrypt(plain) {
      const cipher = createCipheriv(name, key(), iv);
      return Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]).toString('base64');
    },
    decrypt(text) {
      if (!BASE64.test(text) || text.length % 4 !== 0 || text.length > LONGEST) return undefined;
      try {
        const decipher = createDecipheriv(name, key(), iv);
        return utf8.decode(Buffer.concat([decipher.update(text, 'base64'), decipher.final()]));
      } catch {
        return undefined;
      }
    },
  };
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** The longest encrypted field has 50 characters. */
const LONGEST = 400;
const utf8 = new TextDecoder('utf-8', { fatal: true });
