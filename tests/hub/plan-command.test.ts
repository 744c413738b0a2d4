import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { planOf } from '../../hub/wiring/plan-of.ts';
import { committedSupergraph } from '../../hub/wiring/supergraph.ts';
import { readConfig } from '../../kernel/config.ts';
import { surroundings } from '../support/surroundings.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/hub.mjs', import.meta.url));

function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { ...surroundings(), HUB_DATA_DIR: '/proc/none' };
  return new Promise((resolve) => {
    execFile(process.execPath, [LAUNCHER, 'plan', ...words], { env }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

const ACCOUNTS = `query Accounts($first: Int) {
  projects(first: $first) { nodes { code specialWageAccounts { bankName } } }
}`;

const plan = (query: string, first?: number, role?: string) =>
  planOf({
    supergraphSdl: committedSupergraph(),
    config: readConfig({}),
    query,
    variables: first === undefined ? {} : { first },
    role,
  });

describe('hub plan', () => {
  test('prints plan, fetches, cost and, for the role that is named, what the gate would do', async () => {
    const { code, out } = await run(ACCOUNTS, '--variables', '{"first": 5}', '--as', 'vendor');
    expect(code).toBe(0);
    expect(out).toMatch(/^QueryPlan \{/);
    expect(out).toMatch(/\n2 fetches:\n {2}provincial: .*\n {2}banking: /);
    expect(out).toMatch(/\ncost \d+\n/);
    expect(out).toMatch(/\nas vendor {2}refused: FORBIDDEN, .*account:read/);
  }, 120_000);

  test('ends with 2 when the variables are no JSON object', async () => {
    expect(await run('{ __typename }', '--variables', '[1]')).toMatchObject({
      code: 2,
      err: expect.stringContaining('expected a JSON object'),
    });
  }, 120_000);

  test('tells of every role when none is named', async () => {
    const { verdicts, plan: planned } = await plan(ACCOUNTS, 5);
    const outcomes = Object.fromEntries(verdicts.map(({ role, refused }) => [role, refused?.code]));
    expect(outcomes).toMatchObject({ 'province-hr': undefined, bank: undefined, vendor: 'FORBIDDEN' });
    expect(planned.fetches.map(({ subgraph }) => subgraph)).toEqual(['provincial', 'banking']);
  }, 60_000);

  test('the cost follows the variables, and what is too much is refused to everybody', async () => {
    const costs = await Promise.all([5, 50].map(async (first) => (await plan(ACCOUNTS, first)).cost));
    expect(costs[1]).toBeGreaterThan(Number(costs[0]));
    const { cost, verdicts } = await plan(ACCOUNTS, 100_000, 'province-hr');
    expect(cost).toMatchObject({ code: 'PAGE_TOO_LARGE' });
    expect(verdicts).toEqual([
      { role: 'province-hr', refused: expect.objectContaining({ code: 'PAGE_TOO_LARGE' }) },
    ]);
  }, 60_000);

  test('says everything that is wrong with a query, and which roles there are', async () => {
    await expect(plan('{ none other }')).rejects.toThrow(/"none"[\s\S]*"other"/);
    await expect(plan('{ __typename }', undefined, 'nobody')).rejects.toThrow(
      /no role nobody; there are province-hr/,
    );
  }, 60_000);
});
