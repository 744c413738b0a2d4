import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { siteMatchOf } from '../../../subgraphs/provincial/payroll/rules/site-match.ts';
import { official } from '../support/department.ts';
import {
  CONTRACTOR,
  type Hub,
  LABOUR,
  openHub,
  openSite,
  person,
  project,
  WORKER,
} from './submissions/support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
  for (const bornOn of [PRESENT, ABSENT, STRANGER])
    expect(await hub.submit('submitMigrantWorkers', [{ ...person(bornOn), name: '覃示例' }])).toEqual([
      'ACCEPTED',
    ]);
  const roster = [WORKER, PRESENT, ABSENT].map((bornOn) => ({
    projectCode: 'A',
    crewNo: '1',
    ...person(bornOn),
    enteredOn: '2026-01-01',
  }));
  expect(await hub.submit('submitEngagements', roster)).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED']);
  await hub.submit('submitAttendance', PUNCHES);
  await hub.submit('submitPayrollSheets', [
    sheet('S1', '2026-02', [
      line(WORKER, { days: 2 }),
      line(ABSENT, { days: 3 }),
      line(STRANGER, { days: 1 }),
    ]),
    // Made up for in March: it belongs to February, and repeats no days.
    sheet('S2', '2026-03', [
      line(WORKER, { days: 2, isBackPay: true, backPayMonth: '2026-02', actual: '50.00' }),
    ]),
  ]);
  early = await hub.ask(FRESHNESS);
  for (const operation of ['submitEngagements', 'submitAttendance', 'submitPayrollSheets'])
    await hub.submit(operation, [], { completeUpTo: '2026-03-01T06:30:00+08:00' });
});

/** What was told before any source had said that it is complete. */
let early: unknown;
const FRESHNESS = `{ projectMonth(code: "A", month: "2026-02") {
  totals { freshness { completeUpTo coversPeriod isBehind behind { dataset sourceSystem completeUpTo } } }
  workers { nodes { siteMatch freshness { isBehind datasets { dataset completeUpTo sources } } } } } }`;
afterAll(() => hub?.close());

const PRESENT = '1991-02-03';
const ABSENT = '1992-02-03';
const STRANGER = '1993-02-03';

const punch = (bornOn: string, occurredAt: string, direction = 'IN') => ({
  projectCode: 'A',
  crewNo: '1',
  ...person(bornOn),
  occurredAt: `${occurredAt}+08:00`,
  direction,
});
const PUNCHES = [
  punch(WORKER, '2026-02-27T07:00:00'),
  punch(WORKER, '2026-02-27T13:00:00'),
  // A night shift: the day of entry counts, and the month is that of the entry.
  punch(WORKER, '2026-02-28T23:30:00'),
  punch(WORKER, '2026-03-01T05:00:00', 'OUT'),
  punch(PRESENT, '2026-02-28T07:00:00'),
  punch(STRANGER, '2026-02-28T07:00:00'),
  // Of January, a second before its end.
  punch(ABSENT, '2026-01-31T23:59:59'),
];
const line = (bornOn: string, more: object) => ({
  ...person(bornOn),
  payable: '200.00',
  actual: '150.00',
  ...more,
});
const sheet = (sheetNo: string, payMonth: string, entries: readonly object[]) => ({
  projectCode: 'A',
  sheetNo,
  unitCode: LABOUR,
  payMonth,
  status: 'PayRoll.50',
  entries,
});
interface EarlyMonth {
  readonly totals: { readonly freshness: object };
  readonly workers: { readonly nodes: readonly { readonly siteMatch: string; readonly freshness: object }[] };
}
const FIELDS = 'isRegistered presentDays isOnSheet sheetDays payable actual siteMatch';

describe('A project’s month', () => {
  test('has everybody who came or is on a sheet, with what the two say of each other', async () => {
    const month = (await hub.ask(`{ projectMonth(code: "A", month: "2026-02") { month project { code }
      totals { presentWorkers presentDays sheetWorkers payable actual }
      workers { totalCount nodes { ${FIELDS} worker { name } month projectCode } } } }`)) as {
      totals: object;
      workers: { totalCount: number; nodes: { siteMatch: string }[] };
    };
    expect(month.totals).toEqual({
      presentWorkers: 3,
      presentDays: 4,
      sheetWorkers: 3,
      payable: '800.00',
      actual: '500.00',
    });
    expect(month.workers.totalCount).toBe(4);
    const of = (siteMatch: string) => month.workers.nodes.find((one) => one.siteMatch === siteMatch);
    expect(of('MATCH')).toEqual({
      isRegistered: true,
      presentDays: 2,
      isOnSheet: true,
      sheetDays: 2,
      payable: '400.00',
      actual: '200.00',
      siteMatch: 'MATCH',
      worker: { name: '韦*' },
      month: '2026-02',
      projectCode: 'A',
    });
    expect(of('ABSENT_ON_SHEET')).toMatchObject({ presentDays: 0, sheetDays: 3 });
    expect(of('PRESENT_NOT_ON_SHEET')).toMatchObject({ presentDays: 1, sheetDays: null, payable: null });
    expect(of('NO_REGISTRATION')).toMatchObject({ presentDays: 1, isRegistered: false });
  });

  test('speaks against nobody by what is missing, while no source has said that the month is whole', () => {
    const { totals, workers } = early as EarlyMonth;
    expect(totals.freshness).toEqual({
      completeUpTo: null,
      coversPeriod: false,
      isBehind: true,
      behind: ['ATTENDANCE', 'PAYROLL_SHEET'].map((dataset) => ({
        dataset,
        sourceSystem: 'vendor-a',
        completeUpTo: null,
      })),
    });
    const told = workers.nodes.map(({ siteMatch }) => siteMatch).sort();
    expect(told).toEqual(['MATCH', 'NOT_YET_JUDGEABLE', 'NOT_YET_JUDGEABLE', 'NOT_YET_JUDGEABLE']);
  });

  test('tells how fresh it is when they have', async () => {
    const { totals, workers } = (await hub.ask(FRESHNESS)) as EarlyMonth;
    const completeUpTo = '2026-03-01T06:30:00+08:00';
    expect(totals.freshness).toEqual({ completeUpTo, coversPeriod: true, isBehind: false, behind: [] });
    const datasets = ['ENGAGEMENT', 'ATTENDANCE', 'PAYROLL_SHEET'];
    for (const { freshness } of workers.nodes)
      expect(freshness).toEqual({
        isBehind: false,
        datasets: datasets.map((dataset) => ({ dataset, completeUpTo, sources: ['vendor-a'] })),
      });
  });

  test('is paged by worker, both ways', async () => {
    const page = (args: string) =>
      hub.ask(`{ projectMonth(code: "A", month: "2026-02") { workers(${args}) { nodes { workerId }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`) as Promise<{
        workers: {
          nodes: { workerId: string }[];
          pageInfo: {
            hasNextPage: boolean;
            hasPreviousPage: boolean;
            startCursor: string;
            endCursor: string;
          };
        };
      }>;
    const all = (await page('first: 10')).workers.nodes;
    const first = (await page('first: 3')).workers;
    const rest = (await page(`first: 3, after: "${first.pageInfo.endCursor}"`)).workers;
    expect([...first.nodes, ...rest.nodes]).toEqual(all);
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(rest.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const back = (await page(`last: 2, before: "${rest.pageInfo.startCursor}"`)).workers;
    expect(back.nodes).toEqual(all.slice(1, 3));
  });

  test('answers a worker’s month by its key, for whoever adds the payments to it', async () => {
    const { workers } = (await hub.ask(
      '{ projectMonth(code: "A", month: "2026-02") { workers { nodes { workerId siteMatch } } } }',
    )) as { workers: { nodes: { workerId: string; siteMatch: string }[] } };
    const keys = workers.nodes.map(({ workerId }) => ({
      __typename: 'WorkerMonth',
      projectCode: 'A',
      workerId,
      month: '2026-02',
    }));
    const nobody = { ...keys[0], workerId: '0197a3c2-5f00-7000-8000-000000000000' };
    const BY_KEY = `query ($keys: [_Any!]!) { _entities(representations: $keys) {
      ... on WorkerMonth { workerId siteMatch presentDays isOnSheet payable } } }`;
    const known = workers.nodes.map((one) => expect.objectContaining(one));
    // As of one whom banks paid all the same: the month is there, with nothing in it.
    expect(await hub.ask(BY_KEY, { keys: [...keys, nobody] })).toEqual([
      ...known,
      {
        workerId: nobody.workerId,
        siteMatch: 'NO_REGISTRATION',
        presentDays: 0,
        isOnSheet: false,
        payable: null,
      },
    ]);
    const { data } = await hub.department.ask(official('450203', 'HOUSING'), BY_KEY, {
      variables: { keys: [...keys, nobody] },
    });
    expect(data!._entities).toEqual([...keys, nobody].map(() => null));
  });

  test('is nobody’s outside of the project’s division, and empty where nothing is known', async () => {
    const elsewhere = official('450203', 'HOUSING');
    const { data } = await hub.department.ask(elsewhere, '{ projectMonth(code: "A") { month } }');
    expect(data).toEqual({ projectMonth: null });
    expect(
      await hub.ask(
        '{ projectMonth(code: "A", month: "2025-01") { totals { presentDays actual } workers { totalCount } } }',
      ),
    ).toEqual({ totals: { presentDays: 0, actual: '0.00' }, workers: { totalCount: 0 } });
  });
});

describe('What attendance, roster and sheets say of each other', () => {
  const WHOLE = { rosters: true, attendance: true, sheets: true };
  const fine = {
    isRegistered: true,
    presentDays: 20,
    isOnSheet: true,
    sheetDays: 20,
    payableFen: 100n,
    actualFen: 100n,
  };
  test.each([
    [{}, 'MATCH'],
    [{ sheetDays: null }, 'MATCH'],
    [{ sheetDays: 19 }, 'MATCH'],
    [{ sheetDays: 21 }, 'DAYS_EXCEED'],
    [{ actualFen: 101n }, 'ACTUAL_EXCEEDS_PAYABLE'],
    [{ presentDays: 0 }, 'ABSENT_ON_SHEET'],
    [{ isOnSheet: false }, 'PRESENT_NOT_ON_SHEET'],
    [{ isRegistered: false, presentDays: 0 }, 'NO_REGISTRATION'],
  ])('of %j is %s', (more, match) => {
    expect(siteMatchOf({ ...fine, ...more }, WHOLE, 0)).toBe(match);
  });

  test.each([
    ['rosters', { isRegistered: false }, 'NOT_YET_JUDGEABLE'],
    ['sheets', { isOnSheet: false }, 'NOT_YET_JUDGEABLE'],
    ['attendance', { presentDays: 0 }, 'NOT_YET_JUDGEABLE'],
    ['attendance', { sheetDays: 21 }, 'NOT_YET_JUDGEABLE'],
    // What is there is told, whatever may still come.
    ['attendance', { actualFen: 101n }, 'ACTUAL_EXCEEDS_PAYABLE'],
    ['rosters', { isRegistered: false, presentDays: 0 }, 'ABSENT_ON_SHEET'],
    ['attendance', {}, 'MATCH'],
  ])('while %s may still come, of %j is %s', (what, more, match) => {
    expect(siteMatchOf({ ...fine, ...more }, { ...WHOLE, [what]: false }, 0)).toBe(match);
  });

  test('allows days beyond attendance where a tolerance is set', () => {
    expect(siteMatchOf({ ...fine, sheetDays: 22 }, WHOLE, 2)).toBe('MATCH');
    expect(siteMatchOf({ ...fine, sheetDays: 23 }, WHOLE, 2)).toBe('DAYS_EXCEED');
  });
});

describe('A search', () => {
  beforeAll(async () => {
    await hub.submit('fileProjects', [
      project({
        projectCode: 'B',
        name: '兴宁区100%合格路工程',
        generalContractorCode: null,
        thirdPartyCode: 'TP-77',
      }),
    ]);
  });
  const search = async (text: string) => {
    const found = (await hub.ask(
      'query ($text: String!) { search(text: $text) { projects { nodes { code } totalCount } } }',
      {
        text,
      },
    )) as { projects: { nodes: { code: string }[]; totalCount: number } };
    expect(found.projects.totalCount).toBe(found.projects.nodes.length);
    return found.projects.nodes.map(({ code }) => code);
  };

  test.each([
    ['a fragment of a name', '示例路安置房', ['A']],
    ['a percent sign that stands for itself', '00%合', ['B']],
    ['a percent sign alone', '%%', []],
    ['a code of a third party', 'TP-77', ['B']],
    ['the credit code of a general contractor', CONTRACTOR.toLowerCase(), ['A']],
    ['the credit code of a subcontractor', LABOUR, ['A']],
    ['a fragment of a contractor’s name', '示例建设', ['A']],
    ['nothing that is known', '没有此项目', []],
  ])('finds projects by %s', async (_what, text, codes) => {
    expect(await search(text)).toEqual(codes);
  });

  test('by one character is refused', async () => {
    const { errors } = await hub.department.ask(
      official('450103', 'HOUSING'),
      '{ search(text: " 路 ") { projects { totalCount } } }',
    );
    expect(errors).toMatchObject([{ extensions: { code: 'NAME_FRAGMENT_TOO_SHORT' } }]);
  });

  test('finds what the caller may see, and no more', async () => {
    const { data } = await hub.department.ask(
      official('450203', 'HOUSING'),
      '{ search(text: "示例") { projects { totalCount } } }',
    );
    expect(data).toEqual({ search: { projects: { totalCount: 0 } } });
  });
});
