import { expect, test } from '@jest/globals';
import { randomPool } from '../../ledger/random-pool.ts';

test('every draw has its length, no two are the same, and later draws leave earlier ones as they were', () => {
  const draw = randomPool();
  const drawn = Array.from({ length: 5_000 }, () => draw(16));
  const texts = drawn.map((one) => Buffer.from(one).toString('hex'));
  expect(drawn.every((one) => one.length === 16)).toBe(true);
  expect(new Set(texts).size).toBe(5_000);
  draw(8_192);
  expect(drawn.map((one) => Buffer.from(one).toString('hex'))).toEqual(texts);
});

test('a draw larger than the pool is drawn by itself', () => {
  expect(randomPool()(100_000)).toHaveLength(100_000);
});
