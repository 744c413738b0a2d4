import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Graphed, graphOverDemo } from './support.ts';

let demo: Graphed;
beforeAll(async () => {
  demo = await graphOverDemo('2026-11-21');
}, 240_000);
afterAll(() => demo?.close());

/** The first list of the answer. */
async function listed(query: string): Promise<Record<string, unknown>[]> {
  const { data, errors } = await demo.ask(query, {});
  expect(errors).toBeUndefined();
  return (Object.values(data!)[0] as { nodes: Record<string, unknown>[] }).nodes;
}

describe('What banks and guarantors state of the demo', () => {
  test('one account has a gap of one booking, the others none', async () => {
    const accounts = await listed(
      '{ specialWageAccounts(first: 200) { nodes { lastSerial missingSerials { count highest } emptyDays { totalCount } } } }',
    );
    const counts = accounts.map(({ missingSerials }) => (missingSerials as { count: number }).count);
    expect(counts.filter((count) => count > 0)).toEqual([1]);
    expect(accounts.some(({ emptyDays }) => (emptyDays as { totalCount: number }).totalCount > 0)).toBe(true);
  });

  test('a wage that came back names the booking that it undoes', async () => {
    const returns = await listed(
      '{ accountFlows(filter: { kinds: [RETURN] }) { nodes { amount undoes { kind amount undoneBy { kind } } } } }',
    );
    expect(returns.length).toBeGreaterThan(0);
    for (const { amount, undoes } of returns)
      expect(undoes).toEqual({ kind: 'WAGE', amount, undoneBy: [{ kind: 'RETURN' }] });
  });

  test('every deposit stands beside the amount that the rule asks for, and the demo’s are as it asks', async () => {
    const deposits = await listed(
      '{ guaranteeDeposits(first: 200) { nodes { required requiredByRule { amount ground isModelled } nameCheck } } }',
    );
    expect(deposits.length).toBeGreaterThan(0);
    for (const { required, requiredByRule } of deposits)
      expect(requiredByRule).toMatchObject({ amount: required, ground: 'BASE' });
  });

  test('payment guarantees and a freeze that was lifted are found below their projects', async () => {
    const [freeze] = await listed(
      '{ accountFreezes { nodes { cause liftedOn versions { version } project { name accountFreezes { id } } account { freezes { totalCount } } } } }',
    );
    expect(freeze).toMatchObject({
      cause: 'OTHER',
      liftedOn: expect.any(String),
      versions: [{ version: 2 }, { version: 1 }],
      project: { name: expect.any(String), accountFreezes: [{ id: expect.any(String) }] },
      account: { freezes: { totalCount: 1 } },
    });
    const guarantees = await listed(
      '{ paymentGuarantees { nodes { owner { name } beneficiary { name } project { paymentGuarantees { guaranteeNo } } } } }',
    );
    expect(guarantees[0]).toMatchObject({
      owner: { name: expect.any(String) },
      beneficiary: { name: expect.any(String) },
    });
  });
});
