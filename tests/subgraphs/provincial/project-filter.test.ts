import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Caller } from '../../../kernel/caller.ts';
import { ArrearsComplaint } from '../../../subgraphs/provincial/complaints/facts.ts';
import { DoubtfulDataCase, EarlyWarning, Project } from '../../../subgraphs/provincial/facts.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import { type Department, official, openDepartment } from '../support/department.ts';

const AT = '2026-02-01T08:00:00+08:00';

let department: Department;
beforeAll(async () => {
  department = await openDepartment(provincial);
  const codes = [
    'calm',
    'warned',
    'overdue',
    'cleared',
    'doubted',
    'complained',
    'late',
    'settled',
    'water',
    'away',
  ];
  const placeOf = (code: string) => (code === 'away' ? '450203' : '450103');
  const sectorOf = (code: string) => (code === 'water' ? 'WATER' : 'HOUSING');
  await department.scope(codes.map((code) => [code, sectorOf(code), placeOf(code)] as const));
  await department.write(
    Project,
    AT,
    codes.map((projectCode) => ({
      ...NO_PROJECT,
      projectCode,
      name: `示例${projectCode}工程`,
      kind: sectorOf(projectCode),
      sector: sectorOf(projectCode),
      divisionCode: placeOf(projectCode),
      constructionStatus: projectCode === 'calm' ? '004' : '003',
    })),
  );
  await department.write(EarlyWarning, AT, [
    warning('warned', { level: 'YELLOW', dueOn: '2026-03-20' }),
    warning('overdue', { level: 'RED', state: 'HANDLING', dueOn: '2026-02-28', ruleCode: 'ZJ-01' }),
    warning('cleared', { level: 'RED', state: 'CLEARED', clearedOn: '2026-02-01' }),
    warning('away', { level: 'RED' }),
  ]);
  await department.write(DoubtfulDataCase, AT, [
    doubt('doubted', 'VERIFYING'),
    doubt('settled', 'CLOSED'),
    doubt('cleared', 'VOIDED'),
  ]);
  await department.write(ArrearsComplaint, AT, [
    complaint('complained', { answerDueOn: '2026-03-10' }),
    complaint('late', { answerDueOn: '2026-02-20' }),
    complaint('settled', { answerDueOn: '2026-02-20', closedOn: '2026-02-21', outcome: 'PAID' }),
  ]);
});
afterAll(() => department?.close());

const NO_PROJECT = {
  abbreviation: null,
  address: null,
  category: null,
  contractPriceFen: null,
  agreedMonthlyLabourCostFen: null,
  contractSignedOn: null,
  contractStartsOn: null,
  contractEndsOn: null,
  startedOn: null,
  completedOn: null,
  filedOn: null,
  ownerCode: null,
  generalContractorCode: null,
  isUnderKeySupervision: false,
  thirdPartyCode: null,
};
const warning = (projectCode: string, more: object) => ({
  warningNo: `W-${projectCode}`,
  projectCode,
  ruleCode: 'ZD-01',
  category: 'FUNDS_FLOW',
  state: 'RAISED',
  subject: '示例',
  detail: '示例',
  raisedOn: '2026-02-01',
  dueOn: null,
  clearedOn: null,
  occurrences: 1,
  ...more,
});
const doubt = (projectCode: string, state: string) => ({
  source: 'tests',
  externalNo: projectCode,
  kindCode: 'YD-01',
  state,
  projectCode,
  workerId: null,
  sector: 'HOUSING',
  divisionCode: '450103',
  assignee: null,
  detail: '示例',
  issuedOn: '2026-02-01',
  dueOn: null,
  dueBasis: null,
  batchNo: null,
  bankCode: null,
  payloadDigest: null,
  evidenceDigest: null,
  verificationResult: null,
});
const complaint = (projectCode: string, more: object) => ({
  receivingBody: 'RS-450103',
  complaintNo: projectCode,
  projectCode,
  enterpriseCode: null,
  workerId: null,
  amountFen: null,
  workers: 1,
  receivedOn: '2026-02-01',
  acceptedOn: null,
  closedOn: null,
  outcome: null,
  ...more,
});

const reader = (...scopes: string[]): Caller => ({
  ...official('450103', 'HOUSING', 'WATER'),
  scopes: ['project:read', ...scopes],
});
const ALL = reader('warning:read', 'doubtful:read', 'complaint:read');
const PROJECTS = `query ($filter: ProjectFilter, $orderBy: ProjectOrder!, $direction: OrderDirection!) {
  projects(filter: $filter, orderBy: $orderBy, direction: $direction) { nodes { code } totalCount } }`;

async function ask(filter: object, caller: Caller = ALL, orderBy = 'CODE', direction = 'ASC', asOf?: string) {
  const { data, errors } = await department.ask(caller, PROJECTS, {
    variables: { filter, orderBy, direction },
    ...(asOf && { asOf }),
  });
  if (errors) return errors[0]!.extensions!.code;
  const { nodes, totalCount } = data!.projects as { nodes: { code: string }[]; totalCount: number };
  expect(totalCount).toBe(nodes.length);
  return nodes.map(({ code }) => code);
}

describe('Projects', () => {
  test.each<[string, object, string[]]>([
    ['an open warning', { troubles: ['OPEN_WARNING'] }, ['overdue', 'warned']],
    ['a warning past its limit', { troubles: ['OVERDUE_WARNING'] }, ['overdue']],
    ['an open doubt', { troubles: ['OPEN_DOUBT'] }, ['doubted']],
    ['an open complaint', { troubles: ['OPEN_COMPLAINT'] }, ['complained', 'late']],
    ['a complaint that should have been answered', { troubles: ['OVERDUE_COMPLAINT'] }, ['late']],
    ['one trouble or another', { troubles: ['OPEN_DOUBT', 'OVERDUE_WARNING'] }, ['doubted', 'overdue']],
    ['trouble of no kind that is named', { troubles: [] }, []],
    ['an open warning of a level', { openWarningLevels: ['RED', 'ORANGE'] }, ['overdue']],
    ['an open warning of a rule', { openWarningRules: ['ZD-01', 'ZD-02'] }, ['warned']],
    ['an open warning, in another way', { hasOpenWarnings: true }, ['overdue', 'warned']],
    [
      'no open warning',
      { hasOpenWarnings: false, kinds: ['HOUSING'] },
      ['calm', 'cleared', 'complained', 'doubted', 'late', 'settled'],
    ],
    ['trouble in a sector', { troubles: ['OPEN_WARNING', 'OPEN_DOUBT'], sectors: ['WATER'] }, []],
    [
      'a status within a division',
      { division: '450100', constructionStatuses: ['UNDER_CONSTRUCTION'], sectors: ['WATER'] },
      ['water'],
    ],
    ['a name in other letters', { nameContains: 'ＣＡＬＭ' }, ['calm']],
  ])('are found by %s, within reach', async (_what, filter, codes) => {
    expect(await ask(filter)).toEqual(codes);
  });

  test('had their troubles at another instant', async () => {
    expect(
      await ask({ troubles: ['OPEN_WARNING'] }, ALL, 'CODE', 'ASC', '2026-01-31T00:00:00+08:00'),
    ).toEqual([]);
  });

  test.each([
    ['warnings', { troubles: ['OPEN_WARNING'] }, ['doubtful:read', 'complaint:read']],
    ['warnings of a level', { openWarningLevels: ['RED'] }, ['doubtful:read', 'complaint:read']],
    ['warnings of a rule', { openWarningRules: ['ZD-01'] }, ['doubtful:read', 'complaint:read']],
    ['doubts', { troubles: ['OPEN_WARNING', 'OPEN_DOUBT'] }, ['warning:read']],
    ['complaints', { troubles: ['OPEN_COMPLAINT'] }, ['doubtful:read']],
  ])('are not filtered by %s for who may not read them', async (_what, filter, scopes) => {
    expect(await ask(filter, reader(...scopes))).toBe('FORBIDDEN');
  });

  test('come in the order of their names, both ways', async () => {
    const names = await ask({ troubles: ['OPEN_WARNING', 'OPEN_DOUBT'] }, ALL, 'NAME');
    expect(names).toEqual(['doubted', 'overdue', 'warned']);
    expect(await ask({ troubles: ['OPEN_WARNING', 'OPEN_DOUBT'] }, ALL, 'NAME', 'DESC')).toEqual(
      ['doubted', 'overdue', 'warned'].reverse(),
    );
  });
});
