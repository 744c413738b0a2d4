import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { hubCaller } from '../../../../kernel/caller.ts';
import { ensureMonths } from '../../../../ledger/months.ts';
import { AttendanceRecord } from '../../../../subgraphs/provincial/facts.ts';
import { provincial } from '../../../../subgraphs/provincial/index.ts';
import { Session } from '../../../../subgraphs/session.ts';
import { serverUrl } from '../../../support/database.ts';
import { type Department, official, openDepartment } from '../../support/department.ts';

const ON = '2026-02-14';
const AS_OF = '2026-02-20T00:00:00Z';
const officer = (division: string) => ({
  ...official(division, 'HOUSING', 'TRANSPORT', 'WATER'),
  scopes: ['indicator:read'],
});
const QUESTION = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on PlatformFigures {
  division workersOnSite attendance { recordsMonth } } } }`;

let hub: Department;
beforeAll(async () => {
  hub = await openDepartment(provincial);
  const inDivision = (count: number, division: string) =>
    Array.from({ length: count }, (_, place) => [`${division}-${place}`, 'HOUSING', division] as const);
  await hub.scope([...inDivision(90, '450103'), ...inDivision(7, '450203'), ...inDivision(3, '450204')]);
  await new Session(hub.store.pool, hubCaller('tests'), null).write((db) =>
    ensureMonths(db, AttendanceRecord, [new Date(`${ON}T08:00:00+08:00`)]),
  );
  await punches(20_000_000);
  await asSuperuser(`update pg_class set reltuples = 100 where oid = 'provincial.project_scope'::regclass`);
}, 120_000);
afterAll(() => hub?.close());

const asked = (divisions: readonly string[], asOf: string | null = AS_OF, caller = officer('450000')) =>
  hub.ask(caller, QUESTION, {
    variables: { of: divisions.map((division) => ({ __typename: 'PlatformFigures', division, on: ON })) },
    ...(asOf !== null && { asOf }),
  });

/** As many as the server is to believe that the month has. */
const punches = (count: number) =>
  asSuperuser(
    `update pg_class set reltuples = ${count} where oid = 'provincial.attendance_record_202602'::regclass`,
  );

const bringAlong = (isDone: boolean) =>
  asSuperuser(`insert into provincial.tally_backfill values ('attendance', '2026-02', '', 0, ${isDone})
    on conflict (tally, part) do update set is_done = excluded.is_done`);

async function asSuperuser(text: string): Promise<void> {
  const url = new URL(serverUrl());
  url.pathname = new URL(hub.ownerUrl).pathname;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

const figures = (division: string) => ({ division, workersOnSite: 0, attendance: { recordsMonth: 0 } });
const refused = (division: string) => ({ division, workersOnSite: 0, attendance: null });

test('Attendance that is kept is told of any number of records', async () => {
  expect(await asked(['450000'], null)).toEqual({ data: { _entities: [figures('450000')] } });
});

describe('Attendance of the past', () => {
  test('is refused where it would have to be counted from too many records, with what to do', async () => {
    const { data, errors } = await asked(['450000']);
    expect(data).toEqual({ _entities: [refused('450000')] });
    expect(errors).toMatchObject([
      {
        path: ['_entities', 0, 'attendance'],
        extensions: {
          code: 'TOO_MUCH_TO_COUNT',
          expected: 'a month of at most 1,500,000 records',
          came: 'a month of about 20,000,000',
          remedy: 'ask without asOf',
        },
      },
    ]);
  });

  test('is counted of any divisions in a month of a city, which is read once for all', async () => {
    await punches(1_430_000);
    expect(await asked(['450000', '450103', '450203', '450204'])).toEqual({
      data: { _entities: ['450000', '450103', '450203', '450204'].map(figures) },
    });
    await punches(20_000_000);
  });
});

describe('Attendance of a month that is still brought along', () => {
  beforeAll(() => bringAlong(false));

  test('is counted of what is small enough, whatever is asked for beside it', async () => {
    const { data, errors } = await asked(['450103', '450203', '000000', '450204'], null);
    // A hundredth of the projects has 200,000 of 20 million.
    expect(data).toEqual({
      _entities: [refused('450103'), figures('450203'), refused('000000'), refused('450204')],
    });
    expect(errors?.map(({ extensions }) => extensions?.came)).toEqual(
      ['18,000,000', '20,000,000', '600,000'].map((count) => `about ${count} in this one`),
    );
    expect(errors?.[0]?.extensions?.remedy).toBe(
      'ask for fewer or smaller divisions at once, or again in some minutes: the month is being brought along',
    );
    expect(await asked(['450204'], null)).toEqual({ data: { _entities: [figures('450204')] } });
  });

  test('is counted for a county of its own county, which is a small part of all that there is', async () => {
    for (const division of ['450204', '000000'])
      expect(await asked([division], null, officer('450204'))).toEqual({
        data: { _entities: [figures(division)] },
      });
  });

  test('is told of all afterwards', async () => {
    await bringAlong(true);
    expect(await asked(['000000', '450000'], null)).toEqual({
      data: { _entities: [figures('000000'), figures('450000')] },
    });
  });
});
