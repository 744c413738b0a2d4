import { expect, test } from '@jest/globals';
import { differenceAt, differential } from './differential.ts';

test('the hub’s engine answers random operations over fifty generated graphs as a monolith does', async () => {
  const findings = await differential(200, { firstWorld: 100, operationsPerWorld: 4 });
  expect(findings.differences).toEqual([]);
  expect(findings.worlds).toBe(50);
  expect(findings.withErrors).toBeGreaterThan(10);
  // What is listed must stay rare, or the list hides more than it names.
  expect(listed(findings.known)).toBeLessThan(3);
}, 240_000);

// World and operation, and what the native planner would do.
test.each([
  [1035, 24, 'asks for an external field on a way on which it is not given along'],
  [1061, 22, 'gets a key by the key itself'],
  [1071, 21, 'has a fragment that nothing can meet'],
  [1071, 23, 'ends its process, and the other one tells nothing for a computed field'],
  [1082, 3, 'ends its process'],
  [1098, 0, 'asks for an external field, and a field is computed from the null that comes'],
  [1138, 18, 'finds no way through a chain of computed fields'],
  [1158, 30, 'asks for one key in two forms'],
  [1000, 7, 'knows no way from an interface object to its types'],
  [1024, 15, 'asks about objects of another type without a key'],
  [1246, 0, 'has a named fragment that nothing can meet'],
])('world %i, operation %i is answered, though the planner %s', async (world, operation) => {
  expect(await differenceAt(world, operation)).toBeUndefined();
});

test('the reference engine answers as the monolith does, listed differences aside', async () => {
  const findings = await differential(60, { firstWorld: 300, operationsPerWorld: 10, engine: 'apollo' });
  expect(findings.differences).toEqual([]);
  expect(listed(findings.known)).toBeLessThan(24);
}, 120_000);

function listed(known: Readonly<Record<string, number>>): number {
  return Object.values(known).reduce((sum, count) => sum + count, 0);
}
