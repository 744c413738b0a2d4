import { expect, test } from '@jest/globals';
import { differential } from './differential.ts';

test('the hub’s engine answers random operations over a hundred generated graphs as a monolith does', async () => {
  const findings = await differential(400, { firstWorld: 100, operationsPerWorld: 4 });
  expect(findings.differences).toEqual([]);
  expect(findings.worlds).toBe(100);
  expect(findings.withErrors).toBeGreaterThan(10);
  // What is listed must stay rare, or the list hides more than it names.
  expect(listed(findings.known)).toBeLessThan(20);
}, 240_000);

test('the reference engine answers as the monolith does, listed differences aside', async () => {
  const findings = await differential(100, { firstWorld: 300, operationsPerWorld: 10, engine: 'apollo' });
  expect(findings.differences).toEqual([]);
  expect(listed(findings.known)).toBeLessThan(40);
}, 120_000);

function listed(known: Readonly<Record<string, number>>): number {
  return Object.values(known).reduce((sum, count) => sum + count, 0);
}
