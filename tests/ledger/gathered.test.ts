import { describe, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { gathered } from '../../ledger/gathered.ts';

describe('What is asked for by many at the same moment', () => {
  test('goes together, and everybody gets the answer to his own question', async () => {
    const batches: number[][] = [];
    const double = gathered(async (items: readonly number[]) => {
      batches.push([...items]);
      return items.map((item) => item * 2);
    });
    expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6]);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  test('waits while a batch is under way, and the next batch takes all that came meanwhile', async () => {
    const batches: number[][] = [];
    const ask = gathered(async (items: readonly number[]) => {
      batches.push([...items]);
      await pause(20);
      return items;
    });
    const first = ask(1);
    await pause(5);
    await Promise.all([first, ask(2), ask(3)]);
    expect(batches).toEqual([[1], [2, 3]]);
  });

  test('is asked for one by one when the batch fails, so that nobody gets the fault of another', async () => {
    const ask = gathered(async (items: readonly number[]) => {
      if (items.includes(13)) throw new Error('unlucky');
      return items;
    });
    const answers = await Promise.allSettled([12, 13, 14].map(ask));
    expect(answers).toEqual([
      { status: 'fulfilled', value: 12 },
      { status: 'rejected', reason: new Error('unlucky') },
      { status: 'fulfilled', value: 14 },
    ]);
    expect(await ask(15)).toBe(15);
  });

  test('is parted where a batch would grow too long or too heavy', async () => {
    const sizes: number[] = [];
    const ask = gathered(
      async (items: readonly number[]) => {
        sizes.push(items.length);
        return items;
      },
      { most: 3, weightOf: (item) => item, mostWeight: 10 },
    );
    await Promise.all([1, 1, 1, 1, 100, 4, 7].map(ask));
    expect(sizes).toEqual([3, 1, 1, 1, 1]);
  });
});
