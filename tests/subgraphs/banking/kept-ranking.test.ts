import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { type Caller, hubCaller, type Sector } from '../../../kernel/caller.ts';
import { writeProjectScope } from '../../../ledger/project-scope.ts';
import { backfillTally } from '../../../ledger/tallies/tally.ts';
import { LabourCostTransfer, SpecialWageAccount } from '../../../subgraphs/banking/facts.ts';
import { banking } from '../../../subgraphs/banking/index.ts';
import { labourCostTally } from '../../../subgraphs/banking/labour-cost/labour-cost-tally.ts';
import { Session } from '../../../subgraphs/session.ts';
import { type Department, openDepartment } from '../support/department.ts';
import {
  askers,
  caughtUp,
  chance,
  LATER,
  oneStep,
  state,
  type Stating,
} from '../support/kept-and-counted.ts';
import { tellProject } from './support/withdrawn-projects.ts';

const PROJECTS = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];
const SECTORS: readonly Sector[] = ['HOUSING', 'TRANSPORT', 'WATER'];
// Yunnan sets no day.
const DIVISIONS = ['450103', '450103', '450107', '450203', '530102'];
const BANKS = ['102', '103'];
const MONTHS = ['2026-01', '2026-02'];
const ASKED = ['000000', '450000', '450100', '450103', '530000'];
const CALLERS: readonly (readonly [string, Caller])[] = [
  ...askers('01890a5d-ac96-774b-bcce-b302099a8057', ['B', 'E'], '103'),
  ['two provinces', { ...askers('', [], '')[0]![1], divisions: ['450000', '530000'] }],
  ['a department with a list of projects', { ...askers('', [], '')[2]![1], projects: ['D', 'F'] }],
];

let hub: Department;
beforeAll(async () => {
  hub = await openDepartment(banking);
  await place(PROJECTS.map((code) => ({ code, sector: one(SECTORS), division: one(DIVISIONS) })));
}, 120_000);
afterAll(() => hub?.close());

const below = chance(20_261_122);
const one = <Item>(items: readonly Item[]): Item => items[below(items.length)]!;

interface Placed {
  readonly code: string;
  readonly sector: Sector;
  readonly division: string;
}

let places = 0;
function place(projects: readonly Placed[]): Promise<void> {
  const version = ++places;
  return new Session(hub.store.pool, hubCaller('tests'), null).write((db) =>
    writeProjectScope(
      db,
      'banking',
      projects.map(({ code, sector, division }) => ({
        projectCode: code,
        kind: sector,
        sector,
        divisionCode: division,
        version,
      })),
    ),
  );
}

// A correction may move a transfer to another day, month or project, and an account to another project.
const transfer = (): Stating => ({
  content: {
    bankCode: one(BANKS),
    accountIndex: Buffer.alloc(32, below(4)),
    flowSerial: String(below(12)),
    projectCode: one(PROJECTS),
    amountFen: BigInt(below(3) * below(100_000_000)),
    transferredOn: `2026-0${1 + below(3)}-${10 + below(19)}`,
    forMonth: one(MONTHS),
  },
  withdrawn: below(5) === 0,
});
const account = (): Stating => {
  const place = below(6);
  const isClosed = below(3) === 0;
  return {
    content: {
      bankCode: one(BANKS),
      accountIndex: Buffer.alloc(32, place),
      accountNumber: `210200000000000${place}`,
      projectCode: one(PROJECTS),
      generalContractorCode: '91450100MA5K00001E',
      accountName: '示范建工农民工工资专用账户',
      bankName: '示范支行',
      openedOn: '2025-06-01',
      closedOn: isClosed ? '2026-02-01' : null,
      status: isClosed ? 'CLOSED' : one(['ACTIVE', 'ACTIVE', 'FROZEN']),
      balanceFen: BigInt(below(100)),
      sharedProjects: below(3) === 0 ? [{ projectCode: one(PROJECTS) }] : null,
    },
    withdrawn: below(6) === 0,
  };
};

let version = 0;
function submission(): Promise<unknown> {
  const at = ++version - (below(5) === 0 ? below(20) : 0);
  const source = one(['bank', 'platform']);
  const kind = below(7);
  if (kind === 6) return tellProject(hub, one(PROJECTS), ++version, below(2) === 0);
  if (kind === 0) return place([{ code: one(PROJECTS), sector: one(SECTORS), division: one(DIVISIONS) }]);
  if (kind <= 2) return state(hub, SpecialWageAccount, source, at, some(account, 4));
  return state(hub, LabourCostTransfer, source, at, some(transfer, 12));
}
const some = (make: () => Stating, most: number): Stating[] => Array.from({ length: 1 + below(most) }, make);

const QUESTION = `query (${ASKED.map((_, at) => `$d${at}: DivisionCode`).join()}, $month: YearMonth) {
  ${ASKED.map(
    (_, at) => `d${at}: labourCostByDivision(division: $d${at}, month: $month) {
      division month projects lateProjects projectsWithout received receivedLate }`,
  ).join(' ')} }`;

async function ranking(caller: Caller, month: string, asOf?: string): Promise<unknown> {
  const divisions = Object.fromEntries(ASKED.map((division, at) => [`d${at}`, division]));
  const { data, errors } = await hub.ask(caller, QUESTION, {
    variables: { ...divisions, month },
    ...(asOf && { asOf }),
  });
  expect(errors).toBeUndefined();
  return data;
}

async function expectKeptToBeCounted(callers: readonly (readonly [string, Caller])[]): Promise<void> {
  for (const [who, caller] of callers)
    for (const month of MONTHS)
      expect({ who, month, kept: await ranking(caller, month) }).toEqual({
        who,
        month,
        kept: await ranking(caller, month, LATER),
      });
}

describe('The ranking by labour cost that is kept', () => {
  test('is what counting says after every step of corrections, withdrawals, closings and moves, wherever the follower is', async () => {
    const outcomes = new Set<string>();
    for (let step = 0; step < 30; step++) {
      const work: Promise<unknown>[] = Array.from({ length: 1 + below(3) }, submission);
      if (below(2) === 0) work.push(oneStep(hub));
      for (const done of await Promise.all(work))
        if (Array.isArray(done)) for (const verdict of done) if (verdict?.code) outcomes.add(verdict.code);
      await expectKeptToBeCounted(step % 8 === 7 ? CALLERS : [CALLERS[0]!, one(CALLERS)]);
    }
    // A run without these would prove little.
    expect([...outcomes]).toEqual(expect.arrayContaining(['ACCEPTED', 'CORRECTED', 'WITHDRAWN']));
    await caughtUp(hub);
    await expectKeptToBeCounted(CALLERS);
    expect(await asOwner('select count(*) as marks from banking.labour_cost_mark')).toEqual([{ marks: '0' }]);
  }, 240_000);

  test('answers departments from what is kept, and others, and of the past, from the facts', async () => {
    await caughtUp(hub);
    const before = new Map<string, unknown>();
    for (const [who, caller] of CALLERS) before.set(who, await ranking(caller, '2026-01'));
    const province = CALLERS[0]![1];
    const past = await ranking(province, '2026-01', LATER);
    await asOwner(
      'update banking.labour_cost_tally set received = array(select one + 100 from unnest(received) one)',
    );
    expect(await ranking(province, '2026-01', LATER)).toEqual(past);
    const changed: string[] = [];
    for (const [who, caller] of CALLERS)
      if (JSON.stringify(await ranking(caller, '2026-01')) !== JSON.stringify(before.get(who)))
        changed.push(who);
    expect(changed).toEqual(expect.arrayContaining(['the province', 'a county', 'two provinces']));
    for (const direct of ['an enterprise', 'a bank', 'a worker', 'a department with a list of projects'])
      expect(changed).not.toContain(direct);
    await asBeforeTheTally();
    await caughtUp(hub);
    await expectKeptToBeCounted(CALLERS);
  }, 60_000);

  test('counts a project that comes to share an account, and one that shares it no more', async () => {
    await place([
      { code: 'own', sector: 'HOUSING', division: '450402' },
      { code: 'sharing', sector: 'HOUSING', division: '450602' },
    ]);
    const shared = account();
    const states = (sharedProjects: readonly object[] | null) =>
      state(hub, SpecialWageAccount, 'bank', ++version, [
        {
          content: {
            ...shared.content,
            accountIndex: Buffer.alloc(32, 99),
            projectCode: 'own',
            status: 'ACTIVE',
            closedOn: null,
            sharedProjects,
          },
        },
      ]);
    const without = async () => {
      await caughtUp(hub);
      await expectKeptToBeCounted(CALLERS);
      const { d1 } = (await ranking(CALLERS[0]![1], '2026-01')) as {
        d1: { division: string; projects: number }[];
      };
      return d1.find(({ division }) => division === '450600')?.projects ?? 0;
    };
    await states([{ projectCode: 'sharing' }]);
    expect(await without()).toBe(1);
    await states(null);
    expect(await without()).toBe(0);
    await states([{ projectCode: 'sharing' }]);
    expect(await without()).toBe(1);
  });

  test('is not changed by a balance, which changes often', async () => {
    await caughtUp(hub);
    await asOwner('update banking.special_wage_account set balance_fen = 7');
    expect(await asOwner('select count(*) as marks from banking.labour_cost_mark')).toEqual([{ marks: '0' }]);
  });

  test('is right while what was there before is brought along in steps, and submissions go on', async () => {
    const far = Array.from({ length: 40 }, (_, at) => ({
      code: `far ${at}`,
      sector: 'HOUSING' as const,
      division: `4505${10 + at}`,
    }));
    await place(far);
    const sent = far.map(({ code }) => ({
      content: { ...transfer().content, flowSerial: code, projectCode: code },
    }));
    await state(hub, LabourCostTransfer, 'bank', ++version, sent);
    // More divisions are marked than are counted one by one.
    await expectKeptToBeCounted(CALLERS);
    await asBeforeTheTally();
    await expectKeptToBeCounted(CALLERS);
    let steps = 0;
    for (let more = true; more; steps++) {
      const [, step] = await Promise.all([submission(), backfillTally(hub.store.ledger, labourCostTally)]);
      more = step !== null;
      if (below(2) === 0) await oneStep(hub);
      await expectKeptToBeCounted([CALLERS[0]!, one(CALLERS)]);
    }
    // Five with divisions, one that finds none, one that finds nothing to do.
    expect(steps).toBe(7);
    expect(await asOwner('select count(*) as pending from banking.tally_backfill where not is_done')).toEqual(
      [{ pending: '0' }],
    );
    await caughtUp(hub);
    await expectKeptToBeCounted(CALLERS);
  }, 60_000);
});

/** The tables as a migration leaves them that finds facts. */
const asBeforeTheTally = () =>
  asOwner(`truncate banking.labour_cost_mark, banking.labour_cost_tally, banking.account_tally;
    insert into banking.tally_backfill values ('labour cost', '', '', 0, false)
    on conflict (tally, part) do update set through = '', counted = 0, is_done = false`);

async function asOwner(text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: hub.ownerUrl });
  await client.connect();
  try {
    const answer: unknown = await client.query(`set role hub_owner; ${text}`);
    return (answer as { rows: unknown[] }[]).at(-1)!.rows;
  } finally {
    await client.end();
  }
}
