import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { turns } from '../../gateway/turns.ts';

// The clock stands but for what the tests take.
let now = 0;
const take = (ms: number) => {
  now += ms;
};
beforeEach(() => {
  jest.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => void jest.restoreAllMocks());

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('Requests that begin in one turn of the event loop', () => {
  test('are so many; the others begin in the turns after it, in the order in which they came', async () => {
    const begin = turns(2);
    const begun: number[] = [];
    const all = Array.from({ length: 7 }, async (_, place) => {
      await begin();
      begun.push(place);
    });
    await Promise.resolve();
    expect(begun).toEqual([0, 1]);
    await nextTurn();
    expect(begun).toEqual([0, 1, 2, 3]);
    await nextTurn();
    expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
    await Promise.all(all);
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('who comes when few have begun waits for nothing', async () => {
    const begin = turns(2);
    expect(begin()).toBeUndefined();
    expect(begin()).toBeUndefined();
    const third = begin();
    expect(third).toBeInstanceOf(Promise);
    await third;
    // The third took one of the two places of this turn.
    expect(begin()).toBeUndefined();
    expect(begin()).toBeInstanceOf(Promise);
    await nextTurn();
    await nextTurn();
    expect(begin()).toBeUndefined();
  });

  test('nobody who came later goes before one who waits', async () => {
    const begin = turns(1);
    const begun: string[] = [];
    const enter = async (name: string) => {
      await begin();
      begun.push(name);
    };
    const first = ['a', 'b', 'c'].map(enter);
    await nextTurn();
    const later = ['d', 'e'].map(enter);
    await Promise.all([...first, ...later]);
    expect(begun).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('who begins late in a turn that took long waits for the next one', async () => {
    const begin = turns(8);
    expect(begin()).toBeUndefined();
    take(5);
    const late = begin();
    expect(late).toBeInstanceOf(Promise);
    await late;
    expect(begin()).toBeUndefined();
  });

  test('of those who wait each does what it does at once before the next begins, and a long one ends the turn', async () => {
    const begin = turns(2);
    const told: string[] = [];
    const work = async (name: string, ms: number) => {
      await begin();
      told.push(`${name} begins`);
      await Promise.resolve();
      take(ms);
      told.push(`${name} has read`);
    };
    const ends: Promise<void>[] = [];
    ends.push(work('a', 0), work('b', 0), work('c', 5), work('d', 0));
    const seen: string[][] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      await nextTurn();
      seen.push([...told]);
    }
    await Promise.all(ends);
    expect(told.slice(-4)).toEqual(['c begins', 'c has read', 'd begins', 'd has read']);
    expect(seen.some((at) => at.at(-1) === 'c has read')).toBe(true);
  });

  test('in a crowd nobody begins while turns are busy; who has waited long begins all the same', async () => {
    let isCrowded = false;
    const begin = turns(8, { isCrowded: () => isCrowded });
    expect(begin()).toBeUndefined();
    isCrowded = true;
    const begun: string[] = [];
    const all = ['a', 'b'].map(async (name) => {
      await begin();
      begun.push(name);
    });
    const busyTurn = async (ms: number) => {
      take(ms);
      await nextTurn();
    };
    await busyTurn(2);
    await busyTurn(2);
    expect(begun).toEqual([]);
    await busyTurn(120);
    expect(begun).toEqual(['a']);
    isCrowded = false;
    await Promise.all(all);
    expect(begun).toEqual(['a', 'b']);
  });

  test('in a crowd that only waits for subgraphs the next one begins at once', async () => {
    const begin = turns(8, { isCrowded: () => true });
    const waited = begin();
    expect(waited).toBeInstanceOf(Promise);
    await waited;
  });
});
