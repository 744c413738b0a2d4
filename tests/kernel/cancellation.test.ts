import { describe, expect, test } from '@jest/globals';
import { Cancellation } from '../../kernel/cancellation.ts';

describe('A cancellation', () => {
  test('tells every listener once, in the order in which they came', () => {
    const told: string[] = [];
    const cancellation = new Cancellation();
    cancellation.listen(() => told.push('first'));
    cancellation.listen(() => told.push('second'));
    expect(cancellation.isCancelled).toBe(false);
    cancellation.cancel();
    cancellation.cancel();
    expect(told).toEqual(['first', 'second']);
    expect(cancellation.isCancelled).toBe(true);
  });

  test('tells at once who comes too late', () => {
    const cancellation = new Cancellation();
    cancellation.cancel();
    let told = 0;
    cancellation.listen(() => {
      told += 1;
    });
    expect(told).toBe(1);
  });

  test('tells nobody who wants to know it no more', () => {
    const cancellation = new Cancellation();
    const listener = () => {
      throw new Error('told all the same');
    };
    cancellation.listen(listener);
    cancellation.forget(listener);
    expect(() => cancellation.cancel()).not.toThrow();
  });
});
