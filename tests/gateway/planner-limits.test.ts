import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from '@jest/globals';

/** Back and forth between a project and what other departments hold of it. */
const rounds = (steps: readonly string[], count: number): string =>
  count === 0 ? 'code' : `${steps[count % steps.length]!.replace('…', rounds(steps, count - 1))}`;
const ask = (inner: string) => `{ projects(first: 1) { nodes { ${inner} } } }`;
const ACCOUNTS = ['specialWageAccounts { nameCheck project { … } }'];
const OFFICERS = [...ACCOUNTS, 'wageOfficers { project { … } }'];
const NAMES = ['specialWageAccounts { project { name … } }'];

const bombs = [rounds(ACCOUNTS, 4), rounds(ACCOUNTS, 6), rounds(OFFICERS, 5), rounds(NAMES, 5)];
const harmless = [rounds(ACCOUNTS, 1), rounds(ACCOUNTS, 2), rounds(ACCOUNTS, 3), rounds(OFFICERS, 3)];
const wide = Array.from({ length: 10 }, (_, n) => `a${n}: ${rounds(ACCOUNTS, 2)}`).join(' ');
const QUESTIONS = globSync('examples/questions/*.graphql').length;
const QUERIES = [...bombs, ...harmless, wide].map(ask);

interface Outcome {
  asked: { status: number; error?: { message: string; extensions: Record<string, unknown> } }[];
  examples: { file: string; fetches: number }[];
}

// Planning may take all memory without ever pausing: the child is small and its time is bounded.
async function planned(engine: 'hub' | 'apollo'): Promise<Outcome> {
  const flags = ['--max-old-space-size=512', 'tests/gateway/support/planning-child.ts'];
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...flags, JSON.stringify(QUERIES), engine],
    {
      timeout: 80_000,
      killSignal: 'SIGKILL',
    },
  );
  return JSON.parse(stdout);
}

test('The hub’s own engine plans all of it, however often the query goes back and forth', async () => {
  const { asked, examples } = await planned('hub');
  // The departments are down here: that somebody was asked means that there was a plan.
  for (const { status, error } of asked) {
    expect({ status, code: error?.extensions.code }).toEqual({ status: 200, code: 'SUBGRAPH_UNAVAILABLE' });
  }
  expect(examples).toHaveLength(QUESTIONS);
  for (const { fetches } of examples) expect(fetches).toBeGreaterThan(0);
}, 90_000);

describe('The stock planner ends early, over the committed supergraph', () => {
  let outcome: Outcome;
  beforeAll(async () => {
    outcome = await planned('apollo');
  }, 90_000);

  test.each(bombs.map((query, place) => [place, query] as const))(
    'refuses what has too many ways (%i): %s',
    (place) => {
      const { status, error } = outcome.asked[place]!;
      expect({ status, code: error?.extensions.code }).toEqual({
        status: 400,
        code: 'QUERY_PLAN_TOO_COMPLEX',
      });
      expect(error!.extensions.remedy).toEqual(expect.any(String));
      expect(error!.message).not.toContain('specialWageAccounts');
    },
  );

  test.each(harmless.map((query, place) => [place, query] as const))(
    'plans a reasonable query (%i): %s',
    (place) => {
      const { status, error } = outcome.asked[bombs.length + place]!;
      // The departments are down here: that somebody was asked means that there was a plan.
      expect({ status, code: error?.extensions.code }).toEqual({ status: 200, code: 'SUBGRAPH_UNAVAILABLE' });
    },
  );

  test('weighs a bounded number of plans where many small choices multiply', () => {
    expect(outcome.asked.at(-1)!.status).toBe(200);
  });

  test('plans every example question', () => {
    expect(outcome.examples).toHaveLength(QUESTIONS);
    for (const { fetches } of outcome.examples) expect(fetches).toBeGreaterThan(0);
  });
});
