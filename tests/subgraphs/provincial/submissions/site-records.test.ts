import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hubCaller, SCOPES } from '../../../../kernel/caller.ts';
import { enterpriseCaller, type Hub, LABOUR, openHub, openSite, person, project, WORKER } from './support.ts';

let hub: Hub;
const mason = person(WORKER);
const punch = (projectCode: string, occurredAt: string, direction: string) => ({
  projectCode,
  crewNo: '1',
  ...mason,
  occurredAt: `${occurredAt}+08:00`,
  direction,
});
const sheet = (projectCode: string, sheetNo: string, payMonth: string, actual: string) => ({
  projectCode,
  sheetNo,
  unitCode: LABOUR,
  payMonth,
  paidOn: '2026-02-28',
  entries: [{ ...mason, payable: '3000.00', actual }],
});

beforeAll(async () => {
  hub = await openHub();
  for (const projectCode of ['A', 'B']) await openSite(hub, projectCode);
  const period = (projectCode: string, enteredOn: string, exitedOn: string | null) => ({
    projectCode,
    crewNo: '1',
    ...mason,
    enteredOn,
    exitedOn,
  });
  const taken = [
    await hub.submit('submitEngagements', [
      period('A', '2026-01-05', '2026-01-20'),
      period('A', '2026-01-25', '2026-02-10'),
      period('B', '2026-02-11', null),
    ]),
    await hub.submit('submitAttendance', [
      punch('A', '2026-01-31T07:00:00', 'IN'),
      punch('A', '2026-01-31T23:59:59', 'OUT'),
      punch('A', '2026-02-01T00:00:00', 'IN'),
      punch('A', '2026-02-02T18:00:00', 'OUT'),
      punch('B', '2026-02-12T07:00:00', 'IN'),
      punch('B', '2026-02-12T12:00:00', 'IN'),
    ]),
    await hub.submit('submitPayrollSheets', [
      sheet('A', '1', '2026-01', '3000.00'),
      sheet('A', '2', '2026-02', '2500.50'),
    ]),
  ].flat();
  expect(taken.filter((one) => !one.startsWith('ACCEPTED'))).toEqual([]);
});
afterAll(() => hub?.close());

const RECORD = `projectCode project { name } firstEnteredOn lastExitedOn engagements { enteredOn }
  months { month days records payable actual }`;
const ask = (args = '') => hub.ask(`{ migrantWorkers { nodes { siteRecords${args} { ${RECORD} } } } }`);

const inA = {
  projectCode: 'A',
  project: { name: project().name },
  firstEnteredOn: '2026-01-05',
  lastExitedOn: '2026-02-10',
  engagements: [{ enteredOn: '2026-01-25' }, { enteredOn: '2026-01-05' }],
  months: [
    { month: '2026-02', days: 1, records: 2, payable: '3000.00', actual: '2500.50' },
    { month: '2026-01', days: 1, records: 2, payable: '3000.00', actual: '3000.00' },
  ],
};
const inB = {
  projectCode: 'B',
  project: { name: project().name },
  firstEnteredOn: '2026-02-11',
  lastExitedOn: null,
  engagements: [{ enteredOn: '2026-02-11' }],
  months: [{ month: '2026-02', days: 1, records: 2, payable: '0.00', actual: '0.00' }],
};

test('A worker’s record tells of every site, the latest first, with the days and wages of each month in China', async () => {
  expect(await ask()).toEqual({ nodes: [{ siteRecords: [inB, inA] }] });
});

test('It tells of the months asked for, and of a site without any of them all the same', async () => {
  expect(await ask('(from: "2026-01", to: "2026-01")')).toEqual({
    nodes: [
      {
        siteRecords: [
          { ...inB, months: [] },
          { ...inA, months: inA.months.slice(1) },
        ],
      },
    ],
  });
});

test('It tells an enterprise of its own sites only, and of wages only who may read them', async () => {
  const scopes = SCOPES.filter((one) => one !== 'payroll:read');
  const caller = { ...enterpriseCaller(LABOUR, ['B']), scopes };
  const { data, errors } = await hub.department.ask(
    caller,
    '{ migrantWorkers { nodes { siteRecords { projectCode months { month days payable } } } } }',
    {},
  );
  expect(errors).toBeUndefined();
  expect(data!.migrantWorkers).toEqual({
    nodes: [
      { siteRecords: [{ projectCode: 'B', months: [{ month: '2026-02', days: 1, payable: '0.00' }] }] },
    ],
  });
});

test.each([
  ['the last month before the first', '(from: "2026-03", to: "2026-02")'],
  ['more than 36 months', '(from: "2020-01", to: "2026-02")'],
])('A question for %s is refused', async (_what, args) => {
  const { errors } = await hub.department.ask(
    { ...hubCaller('tests'), scopes: SCOPES },
    `{ migrantWorkers { nodes { siteRecords${args} { projectCode } } } }`,
    {},
  );
  expect(errors![0]!.extensions!.code).toBe('PERIOD_TOO_LONG');
});

test('Back pay is told in the month that it makes up for, as in the project’s month, and only where that is asked for', async () => {
  const line = { ...mason, payable: '3000.00', actual: '3000.00' };
  const entries = [
    line,
    { ...line, payable: '800.00', actual: '700.00', isBackPay: true, backPayMonth: '2025-12' },
  ];
  const sent = await hub.submit('submitPayrollSheets', [{ ...sheet('B', '3', '2026-02', '0.00'), entries }]);
  expect(sent).toEqual(['ACCEPTED']);
  const months = async (args: string) =>
    ((await ask(args)) as { nodes: { siteRecords: (typeof inB)[] }[] }).nodes[0]!.siteRecords.find(
      ({ projectCode }) => projectCode === 'B',
    )!.months;
  const february = { ...inB.months[0]!, payable: '3000.00', actual: '3000.00' };
  const december = { month: '2025-12', days: 0, records: 0, payable: '800.00', actual: '700.00' };
  expect(await months('')).toEqual([february, december]);
  expect(await months('(from: "2026-01", to: "2026-02")')).toEqual([february]);
  expect(await months('(from: "2025-12", to: "2025-12")')).toEqual([december]);
  const month = await hub.ask('{ projectMonth(code: "B", month: "2025-12") { totals { payable actual } } }');
  expect(month).toEqual({ totals: { payable: '800.00', actual: '700.00' } });
});
