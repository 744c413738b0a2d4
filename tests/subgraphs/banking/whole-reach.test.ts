import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type Caller, SECTORS } from '../../../kernel/caller.ts';
import { LabourCostTransfer } from '../../../subgraphs/banking/facts.ts';
import { Session } from '../../../subgraphs/session.ts';
import { type Department, official } from '../support/department.ts';
import { FEBRUARY, key, openBanks } from './support/bank-records.ts';

const PROJECTS = [
  ['A', 'HOUSING', '450103'],
  ['B', 'HOUSING', '450203'],
  ['ENERGY', 'ENERGY', '450302'],
  ['YN', 'HOUSING', '530102'],
] as const;

let banks: Department;
beforeAll(async () => {
  // A and B have bookings already.
  banks = await openBanks();
  await banks.scope([['ENERGY', 'ENERGY', '450302']]);
  await send('ENERGY', '6');
});
afterAll(() => banks?.close());

const send = (projectCode: string, end: string) =>
  banks.write(LabourCostTransfer, FEBRUARY, [
    {
      ...key('104', `210400000000000${end}`),
      flowSerial: 'T1',
      projectCode,
      amountFen: 1n,
      transferredOn: '2026-01-25',
      forMonth: '2026-01',
    },
  ]);

const caller = (divisions: readonly string[], sectors: readonly string[] = SECTORS): Caller =>
  ({ ...official('450000', 'HOUSING'), divisions, sectors }) as Caller;

/** What a caller sees, and whether the department says that it is everything. */
async function reach(of: Caller, room: string | null): Promise<{ isWhole: boolean; projects: string[] }> {
  const session = new Session(banks.store.pool, of, null, room);
  try {
    const [whole] = await session.rows<{ whole: boolean }>(sql`select banking.sees_every_project() as whole`);
    const rows = await session.rows<{ code: string }>(
      sql`select distinct project_code as code from banking.labour_cost_transfer order by 1`,
    );
    return { isWhole: whole!.whole, projects: rows.map(({ code }) => code) };
  } finally {
    await session.close();
  }
}

/** The same from the projects themselves. */
const expected = ({ divisions, sectors }: Caller, there: readonly (readonly string[])[]) =>
  there
    .filter(([, sector]) => (sectors as readonly string[]).includes(sector!))
    .filter(([, , division]) => divisions.some((one) => division!.startsWith(one.replace(/(00)+$/, ''))))
    .map(([code]) => code!)
    .filter((code) => code !== 'B')
    .sort();

const CALLERS: readonly (readonly [string, Caller])[] = [
  ['a province', caller(['450000'])],
  ['the country', caller(['000000'])],
  [
    'a province without one sector',
    caller(
      ['450000'],
      SECTORS.filter((one) => one !== 'ENERGY'),
    ),
  ],
  ['two provinces', caller(['450000', '530000'])],
  ['a city', caller(['450100'])],
  ['two counties', caller(['450103', '450302'])],
  ['another province', caller(['420000'])],
  ['nobody’s department', caller([])],
];

/** Found out as the transaction opens, and by each statement where nobody did. */
const ROOMS = ['banking', null];

describe('Whoever sees every project', () => {
  test('is told by divisions and sectors, and sees what asking row by row would show', async () => {
    const there = PROJECTS.slice(0, 3);
    for (const [name, one, room] of CALLERS.flatMap((of) => ROOMS.map((room) => [...of, room] as const))) {
      const { isWhole, projects } = await reach(one, room);
      expect([name, projects]).toEqual([name, expected(one, there)]);
      expect([name, isWhole]).toEqual([name, name === 'a province' || name === 'the country']);
    }
  });

  test('no longer does once a project of elsewhere is there', async () => {
    await banks.scope([['YN', 'HOUSING', '530102']]);
    await send('YN', '7');
    for (const [name, one, room] of CALLERS.flatMap((of) => ROOMS.map((room) => [...of, room] as const))) {
      const { isWhole, projects } = await reach(one, room);
      expect([name, projects]).toEqual([name, expected(one, PROJECTS)]);
      expect([name, isWhole]).toEqual([name, name === 'the country']);
    }
  });

  test('is found out once a transaction, and by nobody who cannot', async () => {
    const asked = async (of: Caller) => {
      const session = new Session(banks.store.pool, of, null, 'banking');
      const said = sql`select current_setting('hub.every_project', true) as said`;
      try {
        return (await session.rows<{ said: string }>(said))[0]!.said;
      } finally {
        await session.close();
      }
    };
    expect(await asked(caller(['000000']))).toBe('true');
    expect(await asked(caller(['450000']))).toBe('false');
    expect(await asked(caller(['450000', '530000']))).toBe('off');
  });
});
