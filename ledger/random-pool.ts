import { randomBytes } from 'node:crypto';

const POOL = 8_192;

/**
 * Random bytes for ids and seeds, drawn from the system in pools: a draw for each costs more than the rest of a record's
 * preparation. Every byte is given out once; a pool that is used up is left to whoever holds parts of it.
 */
export function randomPool(): (bytes: number) => Uint8Array {
  let pool: Uint8Array = new Uint8Array(0);
  let at = 0;
  return (bytes) => {
    if (bytes > POOL) return randomBytes(bytes);
    if (at + bytes > pool.length) {
      pool = randomBytes(POOL);
      at = 0;
    }
    at += bytes;
    return pool.subarray(at - bytes, at);
  };
}
