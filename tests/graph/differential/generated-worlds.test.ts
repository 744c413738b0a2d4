import { expect, test } from '@jest/globals';
import { differential } from './differential.ts';

test('the hub’s engine answers random operations over a hundred generated graphs as a monolith does', async () => {
  const findings = await differential(300, { firstWorld: 100, operationsPerWorld: 3 });
  expect(findings.differences).toEqual([]);
  expect(findings.worlds).toBe(100);
  expect(findings.withErrors).toBeGreaterThan(10);
  // What is listed must stay rare, or the list hides more than it names.
  expect(listed(findings.known)).toBeLessThan(15);
}, 240_000);

test('the reference engine answers as the monolith does, listed differences aside', async () => {
  const findings = await differential(60, { firstWorld: 300, operationsPerWorld: 10, engine: 'apollo' });
  expect(findings.differences).toEqual([]);
  expect(listed(findings.known)).toBeLessThan(24);
}, 120_000);

function listed(known: Readonly<Record<string, number>>): number {
  return Object.values(known).reduce((sum, count) => sum + count, 0);
}
