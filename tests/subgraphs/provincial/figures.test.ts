import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Caller, hubCaller, type Sector } from '../../../kernel/caller.ts';
import type { Fact } from '../../../ledger/fact.ts';
import { ensureMonths } from '../../../ledger/months.ts';
import { Session } from '../../../subgraphs/session.ts';
import {
  AttendanceRecord,
  Engagement,
  ParticipatingUnit,
  PayrollSheet,
  Project,
  RealNameRegistration,
} from '../../../subgraphs/provincial/facts.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import { divisionsBelow } from '../../../schema/divisions.ts';
import { type Department, official, openDepartment } from '../support/department.ts';

const reader = (division: string, ...sectors: Sector[]): Caller => ({
  ...official(division, ...sectors),
  scopes: ['indicator:read', 'payroll:read'],
});
const province = reader('450000', 'HOUSING', 'TRANSPORT');
const county = reader('450103', 'HOUSING', 'TRANSPORT');

const [wei, lin, qin, huang] = Array.from({ length: 4 }, () => randomUUID());

let hub: Department;
beforeAll(async () => {
  hub = await openDepartment(provincial);
  await hub.scope([
    ['A', 'HOUSING', '450103'],
    ['B', 'HOUSING', '450107'],
    ['C', 'TRANSPORT', '450203'],
  ]);
  await write(Project, [
    filed('A', '450103', '2026-02-10', '003', 'OWNER', 'BUILDER'),
    filed('B', '450107', '2026-02-01', '004', 'OWNER', 'BUILDER'),
    { ...filed('C', '450203', '2026-01-31', '003', null, 'ROADS'), kind: 'TRANSPORT', sector: 'TRANSPORT' },
  ]);
  await write(ParticipatingUnit, [
    unit('A', 'CREWS', '2026-02-01'),
    // Left the day before; came the day after; was the contractor anyway.
    unit('A', 'GONE', '2026-01-01', '2026-02-09'),
    unit('B', 'COMING', '2026-02-11'),
    unit('B', 'BUILDER', '2026-01-01'),
  ]);
  await write(Engagement, [
    engaged('A', wei!, '2026-02-10'),
    engaged('A', lin!, '2026-01-05', '2026-02-10'),
    engaged('B', lin!, '2026-02-03'),
    engaged('B', qin!, '2026-02-03', '2026-02-09'),
    engaged('C', qin!, '2026-02-11'),
  ]);
  await write(RealNameRegistration, [
    rostered('C', huang!, '2026-01-20'),
    // On a roster before the engagement: registered since then.
    rostered('A', wei!, '2026-02-05'),
    // Without a day of its own: of the day of its record.
    rostered('B', huang!, null),
  ]);
  const months = new Session(hub.store.pool, hubCaller('tests'), null);
  await months.write((db) =>
    ensureMonths(
      db,
      AttendanceRecord,
      PUNCHES.map(([at]) => new Date(at)),
    ),
  );
  for (const [at, projectCode, workerId] of PUNCHES)
    await write(AttendanceRecord, [{ projectCode, workerId, direction: 'IN' }], at);
  await write(PayrollSheet, [
    sheet('A', '1', '2026-02', 1_000_00n, 900_50n),
    sheet('A', '2', '2026-02', 20_00n, 20_00n),
    sheet('B', '1', '2026-02', 5_00n, 0n),
    sheet('B', '2', '2026-01', 7_00n, 7_00n),
  ]);
});
afterAll(() => hub?.close());

const RECORDED = '2026-02-08T09:00:00+08:00';

async function write(fact: Fact, contents: readonly Record<string, unknown>[], at = RECORDED) {
  const verdicts = await hub.write(fact, at, contents);
  expect(verdicts.map(({ outcome }) => outcome)).toEqual(contents.map(() => 'ACCEPTED'));
}

const filed = (
  projectCode: string,
  divisionCode: string,
  filedOn: string,
  constructionStatus: string,
  ownerCode: string | null,
  generalContractorCode: string,
) => ({
  projectCode,
  kind: 'HOUSING',
  sector: 'HOUSING',
  name: `示例工程${projectCode}`,
  divisionCode,
  filedOn,
  constructionStatus,
  ownerCode,
  generalContractorCode,
  isUnderKeySupervision: false,
});
const unit = (projectCode: string, enterpriseCode: string, enteredOn: string, exitedOn?: string) => ({
  projectCode,
  enterpriseCode,
  role: 'SUBCONTRACTOR',
  enteredOn,
  exitedOn,
});
const engaged = (projectCode: string, workerId: string, enteredOn: string, exitedOn?: string) => ({
  projectCode,
  crewNo: '1',
  workerId,
  isCrewLeader: false,
  enteredOn,
  exitedOn,
});
const rostered = (projectCode: string, workerId: string, registeredOn: string | null) => ({
  projectCode,
  crewNo: '1',
  workerId,
  isCrewLeader: false,
  registeredOn,
});
const PUNCHES: readonly (readonly [string, string, string])[] = [
  ['2026-01-31T23:59:59+08:00', 'A', wei!],
  ['2026-02-01T00:00:00+08:00', 'A', wei!],
  ['2026-02-09T07:00:00+08:00', 'B', qin!],
  ['2026-02-10T00:00:00+08:00', 'A', wei!],
  ['2026-02-10T12:00:00+08:00', 'A', wei!],
  ['2026-02-10T23:59:59+08:00', 'B', lin!],
  ['2026-02-10T08:00:00+08:00', 'A', lin!],
  ['2026-02-11T00:00:00+08:00', 'A', lin!],
];
const sheet = (
  projectCode: string,
  sheetNo: string,
  payMonth: string,
  totalPayableFen: bigint,
  totalActualFen: bigint,
) => ({
  projectCode,
  sheetNo,
  unitCode: 'CREWS',
  payMonth,
  status: 'PayRoll.50',
  totalPayableFen,
  totalActualFen,
});

const FIGURES = `projectsOnFile { today month total } projectsUnderConstruction enterprisesTakingPart
  workersRegistered { today month total } workersOnSite
  attendance { recordsToday recordsMonth workersToday workersMonth } payroll { sheets payable actual }`;

const figures = async (caller: Caller, args: string, fields = FIGURES, asOf?: string) => {
  const { data, errors } = await hub.ask(caller, `{ platformFigures${args && `(${args})`} { ${fields} } }`, {
    ...(asOf && { asOf }),
  });
  expect(errors).toBeUndefined();
  return data!.platformFigures;
};

const ON = 'on: "2026-02-10"';

const OF_PROVINCE = {
  projectsOnFile: { today: 1, month: 2, total: 3 },
  projectsUnderConstruction: 2,
  // OWNER, BUILDER, ROADS, CREWS.
  enterprisesTakingPart: 4,
  // 韦 02-05, 林 01-05, 覃 02-03, 黄 01-20.
  workersRegistered: { today: 0, month: 2, total: 4 },
  workersOnSite: 2,
  attendance: { recordsToday: 4, recordsMonth: 6, workersToday: 2, workersMonth: 3 },
  payroll: { sheets: 3, payable: '1025.00', actual: '920.50' },
};
const OF_COUNTY = {
  projectsOnFile: { today: 1, month: 1, total: 1 },
  projectsUnderConstruction: 1,
  enterprisesTakingPart: 3,
  workersRegistered: { today: 0, month: 1, total: 2 },
  workersOnSite: 2,
  attendance: { recordsToday: 3, recordsMonth: 4, workersToday: 2, workersMonth: 2 },
  payroll: { sheets: 2, payable: '1020.00', actual: '920.50' },
};
const NOTHING = {
  projectsOnFile: { today: 0, month: 0, total: 0 },
  projectsUnderConstruction: 0,
  enterprisesTakingPart: 0,
  workersRegistered: { today: 0, month: 0, total: 0 },
  workersOnSite: 0,
  attendance: { recordsToday: 0, recordsMonth: 0, workersToday: 0, workersMonth: 0 },
  payroll: { sheets: 0, payable: '0.00', actual: '0.00' },
};

describe('The figures of the platform', () => {
  test.each([
    ['a province counts everything below it', province, `division: "450000", ${ON}`, OF_PROVINCE],
    ['without a division, all that the caller sees', province, ON, OF_PROVINCE],
    ['a county counts its own', province, `division: "450103", ${ON}`, OF_COUNTY],
    ['a county’s caller sees only that, whatever is asked', county, ON, OF_COUNTY],
    ['and of the province no more than that', county, `division: "450000", ${ON}`, OF_COUNTY],
    ['and of its neighbour nothing', county, `division: "450107", ${ON}`, NOTHING],
    ['the hub itself counts everything', hubCaller('tests'), ON, OF_PROVINCE],
    ['a department of one sector counts that sector', reader('450200', 'HOUSING'), ON, NOTHING],
  ])('%s', async (_rule, caller, args, expected) => {
    expect(await figures(caller, args)).toEqual(expected);
  });

  test('are of the day asked for: who left that day was on site, and the month ends with it', async () => {
    const fields = 'workersOnSite workersRegistered { today month total } attendance { recordsMonth }';
    expect(await figures(province, 'on: "2026-02-03"', fields)).toEqual({
      workersOnSite: 2,
      workersRegistered: { today: 1, month: 1, total: 3 },
      attendance: { recordsMonth: 1 },
    });
    expect(await figures(province, 'on: "2026-02-11"', fields)).toEqual({
      workersOnSite: 3,
      workersRegistered: { today: 0, month: 2, total: 4 },
      attendance: { recordsMonth: 7 },
    });
  });

  test('by division are the same for each directly below, a worker in two counted in both', async () => {
    const fields = `division divisionName byDivision { division on ${FIGURES} byDivision { division workersOnSite } }`;
    const found = (await figures(province, `division: "450000", ${ON}`, fields)) as {
      byDivision: { division: string; workersOnSite: number; byDivision: object[] }[];
    };
    expect(found).toMatchObject({ division: '450000', divisionName: '广西壮族自治区' });
    expect(found.byDivision.map((one) => one.division)).toEqual(
      Array.from({ length: 14 }, (_, place) => `45${String(place + 1).padStart(2, '0')}00`),
    );
    const [nanning, liuzhou, guilin] = found.byDivision;
    expect(nanning).toMatchObject({ on: '2026-02-10', workersOnSite: 2, projectsUnderConstruction: 1 });
    expect(nanning!.byDivision).toEqual(
      expect.arrayContaining([
        { division: '450103', workersOnSite: 2 },
        { division: '450107', workersOnSite: 1 },
      ]),
    );
    expect(liuzhou).toMatchObject({
      projectsOnFile: { today: 0, month: 0, total: 1 },
      enterprisesTakingPart: 1,
      workersRegistered: { today: 0, month: 0, total: 1 },
      workersOnSite: 0,
    });
    expect(guilin).toMatchObject(NOTHING);
  });

  test('below the whole reach stand the provinces; below a county nothing', async () => {
    const below = async (args: string) =>
      ((await figures(county, args, 'division byDivision { division }')) as { byDivision: object[] })
        .byDivision;
    expect(await below(ON)).toEqual([{ division: '420000' }, { division: '450000' }, { division: '530000' }]);
    expect(await below(`division: "450103", ${ON}`)).toEqual([]);
    expect(divisionsBelow('450100000000')).toContain('450103');
  });

  test('are of today in Asia/Shanghai where no day is stated, and nothing before anything was recorded', async () => {
    expect(await figures(province, '', 'division on divisionName')).toEqual({
      division: '000000',
      on: '2026-03-01',
      divisionName: null,
    });
    expect(await figures(province, '', FIGURES, '2026-01-01T00:00:00Z')).toEqual(NOTHING);
  });

  test('are found by their key, within the caller’s own reach', async () => {
    const { data } = await hub.ask(
      county,
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on PlatformFigures { workersOnSite } } }',
      {
        variables: {
          of: ['450000', '450107'].map((division) => ({
            __typename: 'PlatformFigures',
            division,
            on: '2026-02-10',
          })),
        },
      },
    );
    expect(data!._entities).toEqual([{ workersOnSite: 2 }, { workersOnSite: 0 }]);
  });
});

describe('A project that is withdrawn', () => {
  const contents = filed('B', '450107', '2026-02-01', '004', 'OWNER', 'BUILDER');
  const WITHDRAWN = '2026-02-15T09:00:00+08:00';
  const AGAIN = '2026-02-16T09:00:00+08:00';
  const OF_ITS_COUNTY = `division: "450107", ${ON}`;
  const WITHOUT_IT = {
    projectsOnFile: { today: 1, month: 1, total: 2 },
    projectsUnderConstruction: 2,
    enterprisesTakingPart: 4,
    workersRegistered: { today: 0, month: 1, total: 3 },
    workersOnSite: 2,
    attendance: { recordsToday: 3, recordsMonth: 4, workersToday: 2, workersMonth: 2 },
    payroll: { sheets: 2, payable: '1020.00', actual: '920.50' },
  };

  test('counts for nothing, with all that stands of it, and as of an instant before as it did', async () => {
    const before = await figures(province, OF_ITS_COUNTY);
    const [verdict] = await hub.write(Project, WITHDRAWN, [contents], { withdrawn: true });
    expect(verdict!.code).toBe('WITHDRAWN');
    for (const caller of [province, hubCaller('tests')])
      expect(await figures(caller, ON)).toEqual(WITHOUT_IT);
    expect(await figures(province, OF_ITS_COUNTY)).toEqual(NOTHING);
    const asOf = '2026-02-15T08:59:59+08:00';
    expect(await figures(province, ON, FIGURES, asOf)).toEqual(OF_PROVINCE);
    expect(await figures(province, OF_ITS_COUNTY, FIGURES, asOf)).toEqual(before);
    expect(await figures(province, OF_ITS_COUNTY, FIGURES, WITHDRAWN)).toEqual(NOTHING);
  });

  test('counts as before once it is filed again', async () => {
    const [verdict] = await hub.write(Project, AGAIN, [contents]);
    expect(verdict!.outcome).toBe('CORRECTED');
    expect(await figures(province, ON)).toEqual(OF_PROVINCE);
    expect(await figures(province, OF_ITS_COUNTY, FIGURES, WITHDRAWN)).toEqual(NOTHING);
  });
});
