import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { provincial } from '../../../../subgraphs/provincial/index.ts';
import { type Department, official, openDepartment } from '../../support/department.ts';

const ON = '2026-02-14';
const OFFICER = { ...official('450000', 'HOUSING', 'TRANSPORT', 'WATER'), scopes: ['indicator:read'] };
const QUESTION = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on PlatformFigures {
  division workersOnSite attendance { recordsMonth } } } }`;

let hub: Department;
beforeAll(async () => {
  hub = await openDepartment(provincial);
  const projects = Array.from({ length: 2_000 }, (_, place) => [`P${place}`, 'HOUSING', '450103'] as const);
  await hub.scope([...projects, ['Q', 'HOUSING', '450203']]);
}, 120_000);
afterAll(() => hub?.close());

const asked = (divisions: readonly string[], asOf?: string) =>
  hub.ask(OFFICER, QUESTION, {
    variables: { of: divisions.map((division) => ({ __typename: 'PlatformFigures', division, on: ON })) },
    ...(asOf && { asOf }),
  });

const bringAlong = async (isDone: boolean) => {
  const client = new Client({ connectionString: hub.ownerUrl });
  await client.connect();
  try {
    await client.query(`set role hub_owner; insert into provincial.tally_backfill values ('attendance', '2026-02', '', 0, ${isDone})
      on conflict (tally, part) do update set is_done = excluded.is_done`);
  } finally {
    await client.end();
  }
};

const figures = (division: string) => ({ division, workersOnSite: 0, attendance: { recordsMonth: 0 } });
const refused = (division: string) => ({ division, workersOnSite: 0, attendance: null });

test('Attendance that is kept is told of any number of projects', async () => {
  expect(await asked(['450000'])).toEqual({ data: { _entities: [figures('450000')] } });
});

test('Attendance of the past is counted for as many projects as can be in time, and refused for more, with what to do', async () => {
  const asOf = '2026-02-20T00:00:00Z';
  expect(await asked(['450103'], asOf)).toEqual({ data: { _entities: [figures('450103')] } });
  const { data, errors } = await asked(['450000'], asOf);
  expect(data).toEqual({ _entities: [refused('450000')] });
  expect(errors).toMatchObject([
    {
      path: ['_entities', 0, 'attendance'],
      extensions: {
        code: 'TOO_MUCH_TO_COUNT',
        expected: 'divisions of at most 2000 projects',
        remedy: 'ask for smaller divisions, or without asOf',
      },
    },
  ]);
});

test('Attendance of a month that is still brought along is told of what can be counted meanwhile, and of all afterwards', async () => {
  await bringAlong(false);
  expect(await asked(['450203'])).toEqual({ data: { _entities: [figures('450203')] } });
  const { data, errors } = await asked(['000000', '450000']);
  expect(data).toEqual({ _entities: [refused('000000'), refused('450000')] });
  expect(errors?.map(({ extensions }) => extensions?.remedy)).toEqual(
    Array(2).fill('ask for smaller divisions, or again in some minutes: the month is being brought along'),
  );
  await bringAlong(true);
  expect(await asked(['000000', '450000'])).toEqual({
    data: { _entities: [figures('000000'), figures('450000')] },
  });
});
