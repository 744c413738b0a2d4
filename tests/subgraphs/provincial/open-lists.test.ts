import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Caller, type Sector, SECTORS } from '../../../kernel/caller.ts';
import { ArrearsComplaint } from '../../../subgraphs/provincial/complaints/facts.ts';
import { EarlyWarning } from '../../../subgraphs/provincial/facts.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import {
  StatusChangeApplication,
  StatusChangeDecision,
} from '../../../subgraphs/provincial/status-changes/facts.ts';
import { type Department, official, openDepartment } from '../support/department.ts';

type Place = readonly [code: string, sector: Sector, division: string];

const AT = '2026-02-10T09:00:00+08:00';
const GUANGXI: readonly Place[] = [
  ['A', 'HOUSING', '450103'],
  ['B', 'HOUSING', '450107'],
  ['C', 'TRANSPORT', '450103'],
  ['D', 'WATER', '450203'],
  ['E', 'ENERGY', '450203'],
];
const YUNNAN: Place = ['YN', 'HOUSING', '530102'];
const there: Place[] = [];

let hub: Department;
beforeAll(async () => {
  hub = await openDepartment(provincial);
  await arrive(GUANGXI);
}, 120_000);
afterAll(() => hub?.close());

/** Projects, each with two warnings, complaints and applications of which one is open. */
async function arrive(projects: readonly Place[]): Promise<void> {
  await hub.scope(projects);
  there.push(...projects);
  const of = (make: (code: string) => readonly Record<string, unknown>[]) =>
    projects.flatMap(([code]) => [...make(code)]);
  await hub.write(
    EarlyWarning,
    AT,
    of((code) => [warning(code, 'OVERDUE'), warning(code, 'CLEARED')]),
  );
  await hub.write(
    ArrearsComplaint,
    AT,
    of((code) => [complaint(code, null), complaint(code, 'PAID')]),
  );
  await hub.write(
    StatusChangeApplication,
    AT,
    of((code) => [application(code, '1'), application(code, '2')]),
  );
  await hub.write(
    StatusChangeDecision,
    AT,
    of((code) => [decision(code)]),
  );
}

const warning = (projectCode: string, state: string) => ({
  warningNo: `${projectCode} ${state}`,
  projectCode,
  ruleCode: 'A01',
  category: 'WAGE',
  level: 'RED',
  state,
  subject: '专户未设立',
  detail: '开工三十日未设立专户',
  raisedOn: '2026-02-01',
  occurrences: 1,
});
const complaint = (projectCode: string, outcome: string | null) => ({
  receivingBody: '450100-HR',
  complaintNo: `${projectCode} ${outcome ?? 'OPEN'}`,
  projectCode,
  workers: 1,
  receivedOn: '2026-02-01',
  answerDueOn: '2026-02-20',
  closedOn: outcome && '2026-02-08',
  outcome,
});
const change = { fromStatus: '1', toStatus: '2', reason: '停工' };
const application = (projectCode: string, applicationNo: string) => ({
  ...change,
  projectCode,
  applicationNo,
  proofs: 'a'.repeat(64),
  appliedOn: '2026-02-01',
  applicantCode: '91450100MA5K00001E',
});
const decision = (projectCode: string) => ({
  ...change,
  projectCode,
  applicationNo: '2',
  outcome: 'REFUSED',
  organisation: '示范住建局',
  decidedOn: '2026-02-03',
});

const LISTS = `query ($division: DivisionCode, $first: Int) {
  earlyWarnings(filter: { division: $division, states: [RAISED, HANDLING, OVERDUE] }, first: $first) { totalCount nodes { warningNo } }
  warningsOfAnyState: earlyWarnings(filter: { division: $division }, first: $first) { totalCount nodes { warningNo } }
  arrearsComplaints(filter: { division: $division, isOpen: true }, first: $first) { totalCount nodes { complaintNo } }
  closedComplaints: arrearsComplaints(filter: { division: $division, isOpen: false }, first: $first) { totalCount nodes { complaintNo } }
  statusChangeApplications(filter: { division: $division, states: [PENDING] }, first: $first) {
    totalCount nodes { applicationNo } }
}`;

const officialOf = (divisions: readonly string[], sectors: readonly Sector[] = SECTORS): Caller => ({
  ...official('450000', 'HOUSING'),
  divisions,
  sectors,
});
const CALLERS: readonly (readonly [string, Caller])[] = [
  ['a province', officialOf(['450000'])],
  ['the country', officialOf(['000000'])],
  ['one sector of a province', officialOf(['450000'], ['HOUSING'])],
  ['a city', officialOf(['450100'])],
  ['a county and a city', officialOf(['450103', '450200'])],
  ['another province', officialOf(['420000'])],
  ['nobody’s department', officialOf([])],
];
const DIVISIONS = [null, '450000', '450100', '450103', '450203', '530000'];

/** Of which projects a caller may see something in a division. */
const shown = ({ divisions, sectors }: Caller, division: string | null): string[] =>
  there
    .filter(([, sector]) => sectors.includes(sector))
    .filter(([, , place]) => divisions.some((one) => isWithin(place, one)))
    .filter(([, , place]) => division === null || isWithin(place, division))
    .map(([code]) => code);
const isWithin = (place: string, division: string) => place.startsWith(division.replace(/(00)+$/, ''));

async function expectLists(first: number, asOf?: string): Promise<void> {
  for (const [who, caller] of CALLERS)
    for (const division of DIVISIONS) {
      const { data, errors } = await hub.ask(caller, LISTS, {
        variables: { division, first },
        ...(asOf && { asOf }),
      });
      expect(errors).toBeUndefined();
      const codes = shown(caller, division);
      const list = (name: string, items: readonly unknown[]) => ({
        totalCount: items.length,
        nodes: items.slice(0, first).map((one) => ({ [name]: one })),
      });
      const ofEach = (...ends: string[]) =>
        codes.flatMap((code) => ends.map((end) => `${code} ${end}`)).sort();
      expect({ who, division, ...data }).toMatchObject({
        who,
        division,
        earlyWarnings: list('warningNo', ofEach('OVERDUE')),
        warningsOfAnyState: list('warningNo', ofEach('CLEARED', 'OVERDUE')),
        arrearsComplaints: list('complaintNo', ofEach('OPEN')),
        closedComplaints: list('complaintNo', ofEach('PAID')),
        statusChangeApplications: { totalCount: codes.length },
      });
    }
}

describe('Lists of what is open in a division', () => {
  test('are of the projects that their caller sees there, whole or a page of them', async () => {
    await expectLists(50);
    await expectLists(1);
    await expectLists(50, '2026-02-11T00:00:00Z');
  });

  test('stay so when whoever saw every project no longer does', async () => {
    await arrive([YUNNAN]);
    await expectLists(50);
    await expectLists(1);
  });
});
