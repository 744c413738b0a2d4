import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { type Caller, hubCaller } from '../../../kernel/caller.ts';
import { frozenClock } from '../../../kernel/clock.ts';
import type { Fact } from '../../../ledger/fact.ts';
import { backfillTally, followTally } from '../../../ledger/tallies/tally.ts';
import type { RecordVerdict } from '../../../ledger/verdict.ts';
import { Session } from '../../../subgraphs/session.ts';
import type { Department } from './department.ts';
import { official } from './department.ts';

/** One record as a test states it; the key is that of its fact. */
export interface Stating {
  readonly content: Record<string, unknown>;
  readonly occurredAt?: Date;
  readonly withdrawn?: boolean;
}

const AT = new Date('2026-02-20T09:00:00+08:00');
/** Every version that was recorded is still the one of this instant: whoever asks as of it is answered by counting. */
export const LATER = '2100-01-01T00:00:00Z';

/** Writes in a transaction of its own, as a submission does, and as the seeds do: no receipt is in the order. */
export function state(
  { store }: Department,
  fact: Fact,
  source: string,
  version: number,
  records: readonly Stating[],
): Promise<RecordVerdict[]> {
  const provenance = {
    sourceSystem: source,
    receiptId: randomUUID(),
    receivedAt: AT,
    assurance: 'UNSIGNED',
  } as const;
  const writer = store.writer(fact, frozenClock(AT));
  return new Session(store.pool, hubCaller('tests'), null).write((db) =>
    writer.write(
      db,
      records.map(({ content, occurredAt = AT, withdrawn = false }) => ({
        content,
        occurredAt,
        withdrawn,
        sourceVersion: BigInt(version),
      })),
      provenance,
    ),
  );
}

/** All followers of a department go on until they have nothing to do. */
export async function caughtUp({ store }: Department): Promise<void> {
  for (const tally of store.tallies) {
    while ((await backfillTally(store.ledger, tally)) !== null);
    while (await followTally(store.ledger, tally));
  }
}

/** One step of each follower, by whoever has the turn. */
export const oneStep = ({ store }: Department): Promise<unknown> =>
  Promise.all(store.tallies.map((tally) => followTally(store.ledger, tally)));

/** Whoever asks for figures: within one sector or all, two divisions at once, a list of projects, a bank, a worker, the hub. */
export function askers(
  worker: string,
  projects: readonly string[],
  bank: string,
): readonly [string, Caller][] {
  const scopes = ['indicator:read', 'payroll:read', 'account:read'];
  const reader = (...args: Parameters<typeof official>): Caller => ({ ...official(...args), scopes });
  return [
    ['the province', reader('450000', 'HOUSING', 'TRANSPORT', 'WATER')],
    ['one sector of it', reader('450000', 'HOUSING')],
    ['a county', reader('450103', 'HOUSING', 'TRANSPORT', 'WATER')],
    ['two counties', { ...reader('450103', 'HOUSING', 'TRANSPORT'), divisions: ['450103', '450203'] }],
    ['an enterprise', { ...reader('450000'), kind: 'ENTERPRISE', divisions: [], sectors: [], projects }],
    ['a bank', { ...reader('450000'), kind: 'BANK', divisions: [], sectors: [], bank }],
    ['a worker', { ...reader('450000'), kind: 'WORKER_APP', divisions: [], sectors: [], worker }],
    ['the hub', hubCaller('tests')],
  ];
}

// Of a whole province all projects are read at once, of smaller divisions theirs alone.
const ASKED_TOGETHER = [
  ['000000', '450000', '450100', '450203', '420000'],
  ['450100', '450103', '450200', '450203'],
];

/** What is kept is what counting says, for each of the callers and days, of the whole reach and of divisions in it. */
export async function expectKeptToBeCounted(
  department: Department,
  figures: string,
  callers: readonly (readonly [string, Caller])[],
  days: readonly string[],
): Promise<void> {
  const question = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on PlatformFigures { division on ${figures} } } }`;
  for (const [who, caller] of callers)
    for (const divisions of ASKED_TOGETHER) {
      const of = days.flatMap((on) =>
        divisions.map((division) => ({ __typename: 'PlatformFigures', division, on })),
      );
      const kept = await department.ask(caller, question, { variables: { of } });
      const counted = await department.ask(caller, question, { variables: { of }, asOf: LATER });
      expect([kept.errors, counted.errors]).toEqual([undefined, undefined]);
      expect({ who, ...kept.data }).toEqual({ who, ...counted.data });
    }
}

/** Numbers that look like chance and are the same in every run. */
export function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
