import { describe, expect, test } from '@jest/globals';
import { Bookings } from '../../../subgraphs/banking/rules/bookings.ts';

const of = (amountFen: bigint, undoes: string | null = null, at = 10) => ({
  amountFen,
  direction: 'OUT',
  occurredAt: new Date(Date.UTC(2026, 1, 28, at)),
  undoes,
});
const bookings = (stated: Record<string, ReturnType<typeof of>>): Bookings => {
  const all = new Bookings();
  for (const [name, one] of Object.entries(stated)) all.put(name, one);
  return all;
};

describe('What undoes a booking (退汇、冲正)', () => {
  test.each([
    ['all of it', { a: of(5n) }, 'b', of(5n, 'a'), true],
    ['more than it', { a: of(5n) }, 'b', of(6n, 'a'), false],
    ['more together with another', { a: of(5n), b: of(3n, 'a') }, 'c', of(3n, 'a'), false],
    [
      'as much, another being undone itself',
      { a: of(5n), b: of(5n, 'a'), c: of(5n, 'b') },
      'd',
      of(5n, 'a'),
      true,
    ],
    [
      'more, what undid another being less now',
      { a: of(5n), b: of(5n, 'a'), c: of(5n, 'b'), d: of(5n, 'a') },
      'c',
      of(4n, 'b'),
      false,
    ],
    [
      'nothing any more, since it moves to another',
      { a: of(5n), b: of(5n, 'a'), e: of(9n) },
      'b',
      of(9n, 'e'),
      true,
    ],
    [
      'what is too much already and is no more now',
      { a: of(5n), b: of(5n, 'a'), c: of(5n, 'a') },
      'c',
      of(5n, 'a'),
      true,
    ],
    [
      'another than before, which leaves more undone of what is above that',
      { a: of(5n), b: of(3n, 'a'), c: of(3n, 'b'), d: of(5n, 'a'), e: of(9n) },
      'c',
      of(3n, 'e'),
      false,
    ],
    ['a booking that is not on record', {}, 'b', of(5n, 'a'), true],
    ['a booking that comes back smaller than what undoes it', { b: of(5n, 'a') }, 'a', of(4n), false],
    [
      'one of two that undo each other in a ring, which ends',
      { a: of(5n, 'b'), b: of(5n, 'a') },
      'c',
      of(5n, 'a'),
      false,
    ],
  ])('%s', (_name, stated, name, one, isTaken) => {
    const all = bookings(stated as Record<string, ReturnType<typeof of>>);
    const before = all.get(name);
    expect(all.takes(name, one)).toBe(isTaken);
    expect(all.get(name)).toEqual(isTaken ? one : before);
  });

  test.each([
    ['what undoes an undoing', ['c'], ['c']],
    ['it with what came after it', ['c', 'd'], []],
    ['it with all it was one of', ['c', 'a', 'b'], []],
    ['it with what has nothing to do with it', ['e', 'c'], ['c']],
    ['what undoes the booking', ['b'], []],
    ['the booking alone', ['a'], []],
  ])('is taken away unless more would be undone: %s', (_name, names, staying) => {
    const all = { a: of(5n), b: of(3n, 'a'), c: of(3n, 'b'), d: of(5n, 'a'), e: of(9n) };
    expect(bookings(all).drops(names)).toEqual(staying);
  });

  test('is not turned against, unless it was before', () => {
    const out = { ...of(5n), direction: 'IN' };
    expect(bookings({ a: out, b: of(5n, 'a') }).wouldTurn('a', 'OUT')).toBe(true);
    expect(bookings({ a: out, b: of(5n, 'a') }).wouldTurn('a', 'IN')).toBe(false);
    expect(bookings({ b: of(5n, 'a') }).wouldTurn('a', 'OUT')).toBe(true);
    expect(bookings({ a: of(5n), b: of(5n, 'a') }).wouldTurn('a', 'OUT')).toBe(false);
  });

  test('stands after it, whichever of the two is stated later', () => {
    expect(bookings({ a: of(5n), b: of(5n, 'a', 9) }).isOutOfTime('b')).toBe(true);
    expect(bookings({ a: of(5n), b: of(5n, 'a', 9) }).isOutOfTime('a')).toBe(true);
    expect(bookings({ a: of(5n), b: of(5n, 'a', 10) }).isOutOfTime('b')).toBe(false);
    expect(bookings({ b: of(5n, 'a', 9) }).isOutOfTime('b')).toBe(false);
  });
});
