import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Caller, hubCaller, SCOPES } from '../../../kernel/caller.ts';
import type { Fact } from '../../../ledger/fact.ts';
import { ensureMonths } from '../../../ledger/months.ts';
import {
  AttendanceRecord,
  Crew,
  Engagement,
  ParticipatingUnit,
  PayrollEntry,
  PayrollSheet,
  RealNameRegistration,
} from '../../../subgraphs/provincial/facts.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import { StatusChangeDecision } from '../../../subgraphs/provincial/status-changes/facts.ts';
import { Session } from '../../../subgraphs/session.ts';
import { type Department, official, openDepartment } from '../support/department.ts';
import { crew, LABOUR, openProjects, period, roster, sheet, unit } from './site-facts.ts';

const STATED = '2026-02-10T08:00:00+08:00';
const CORRECTED = '2026-02-12T08:00:00+08:00';
const TAKEN_BACK = '2026-02-14T08:00:00+08:00';
const [BEFORE, FIRST, SECOND, LAST] = ['09', '11', '13', '15'].map((day) => `2026-02-${day}T00:00:00Z`) as [
  string,
  string,
  string,
  string,
];
const worker = randomUUID();

/** A kind of record: its fact, the query of one by its id, a record, and what a correction says otherwise, as the graph shows both. */
type Kept = readonly [
  query: string,
  fact: Fact,
  content: Record<string, unknown>,
  correction: Record<string, unknown>,
  shown: string,
  values: readonly [string | number, string | number],
];
const KINDS: readonly Kept[] = [
  [
    'participatingUnit',
    ParticipatingUnit,
    unit('A', LABOUR),
    { enteredOn: '2026-01-05' },
    'enteredOn',
    ['', '2026-01-05'],
  ],
  ['crew', Crew, crew('A', LABOUR, '1'), { name: '钢筋班组' }, 'name', ['木工班组', '钢筋班组']],
  [
    'engagement',
    Engagement,
    period('A', '1', worker),
    { exitedOn: '2026-02-01' },
    'exitedOn',
    ['', '2026-02-01'],
  ],
  [
    'realNameRegistration',
    RealNameRegistration,
    roster('A', '1', worker),
    { registeredOn: '2026-01-04' },
    'registeredOn',
    ['', '2026-01-04'],
  ],
  [
    'attendanceRecord',
    AttendanceRecord,
    {
      projectCode: 'A',
      workerId: worker,
      crewNo: '1',
      direction: 'IN',
      attendType: null,
      deviceNo: 'D1',
      longitude: null,
      latitude: null,
      fenceCheck: null,
    },
    { deviceNo: 'D2' },
    'deviceNo',
    ['D1', 'D2'],
  ],
  [
    'payrollSheet',
    PayrollSheet,
    sheet('A', 'S1', '2026-01'),
    { paidOn: '2026-02-09' },
    'paidOn',
    ['', '2026-02-09'],
  ],
  [
    'payrollEntry',
    PayrollEntry,
    {
      projectCode: 'A',
      sheetNo: 'S1',
      lineNo: 1,
      workerId: worker,
      payMonth: '2026-01',
      days: 20,
      payableFen: 100n,
      actualFen: 100n,
      isBackPay: false,
      backPayMonth: null,
    },
    { days: 21 },
    'days',
    [20, 21],
  ],
  [
    'statusChangeDecision',
    StatusChangeDecision,
    {
      projectCode: 'A',
      applicationNo: '1',
      outcome: 'REFUSED',
      fromStatus: '003',
      toStatus: '005',
      reason: '材料不全',
      organisation: '示例住房和城乡建设局',
      decidedOn: '2026-02-03',
    },
    { reason: '不符合停工条件' },
    'reason',
    ['材料不全', '不符合停工条件'],
  ],
];

let department: Department;
const ids = new Map<string, string>();
beforeAll(async () => {
  department = await openDepartment(provincial);
  await openProjects(department, '2026-02-01T08:00:00+08:00', [['A', 'HOUSING', '450103']]);
  const session = new Session(department.store.pool, hubCaller('tests'), null);
  await session.write((db) => ensureMonths(db, AttendanceRecord, [new Date(STATED)]));
  await session.close();
  for (const [query, fact, content, correction] of KINDS) {
    // A punch is the same one for its instant, whenever it is corrected.
    const at = { occurredAt: new Date(STATED) };
    const [stated] = await department.write(fact, STATED, [content], at);
    const [corrected] = await department.write(fact, CORRECTED, [{ ...content, ...correction }], at);
    expect([stated!.outcome, corrected!.outcome]).toEqual(['ACCEPTED', 'CORRECTED']);
    await department.write(fact, TAKEN_BACK, [{ ...content, ...correction }], { ...at, withdrawn: true });
    ids.set(query, stated!.id);
  }
}, 120_000);
afterAll(() => department?.close());

const county: Caller = { ...official('450103', 'HOUSING'), scopes: SCOPES };
const others: readonly (readonly [string, Caller])[] = [
  ['another county', { ...official('450203', 'HOUSING'), scopes: SCOPES }],
  ['another sector', { ...official('450103', 'WATER'), scopes: SCOPES }],
  ['another enterprise', { ...hubCaller('e'), kind: 'ENTERPRISE', enterprise: LABOUR, projects: ['B'] }],
  ['another worker', { ...hubCaller('w'), kind: 'WORKER_APP', worker: randomUUID() }],
];

async function byId(caller: Caller, query: string, shown: string, asOf?: string, id = ids.get(query)!) {
  const { data, errors } = await department.ask(
    caller,
    `query ($id: ID!) { ${query}(id: $id) { id ${shown} provenance { version } versions { version withdrawn recordedAt supersededAt } } }`,
    { variables: { id }, ...(asOf && { asOf }) },
  );
  expect(errors).toBeUndefined();
  return data![query];
}

const utc = (at: string) => new Date(at).toISOString();
const VERSIONS = [
  { version: 3, withdrawn: true, recordedAt: TAKEN_BACK, supersededAt: null },
  { version: 2, withdrawn: false, recordedAt: CORRECTED, supersededAt: TAKEN_BACK },
  { version: 1, withdrawn: false, recordedAt: STATED, supersededAt: CORRECTED },
].map((one) => ({
  ...one,
  recordedAt: expect.stringContaining(utc(one.recordedAt).slice(0, 10)),
  supersededAt: one.supersededAt && expect.stringContaining(utc(one.supersededAt).slice(0, 10)),
}));

describe.each(KINDS.map((one) => [one[0], one] as const))('The history of a %s', (query, kept) => {
  const [, , , , shown, values] = kept;

  test('tells what was stated, corrected and taken back, and when; what it said then is asked for with asOf', async () => {
    const answers = [];
    for (const asOf of [BEFORE, FIRST, SECOND, LAST, undefined])
      answers.push(await byId(county, query, shown, asOf));
    const at = (version: 1 | 2) => ({
      id: ids.get(query),
      [shown]: values[version - 1] || null,
      provenance: { version },
      versions: VERSIONS,
    });
    expect(answers).toEqual([null, at(1), at(2), null, null]);
  });

  test.each(others)('is nothing to %s', async (_who, caller) => {
    expect(await byId(caller, query, shown, SECOND)).toBeNull();
  });

  test.each(['nothing', '', '0197a3c2-5f00-7000-8000-000000000000'])('is not found by "%s"', async (id) => {
    expect(await byId(county, query, shown, SECOND, id)).toBeNull();
  });
});
