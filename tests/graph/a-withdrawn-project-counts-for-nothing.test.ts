import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type HubDatabase, hubDatabase } from '../support/hub-database.ts';
import { type Form, inOneProcess } from './support/forms.ts';

/** The enterprise that the development's tokens speak for. */
const CONTRACTOR = '91450300MA0DEA1178';
const [GONE, STAYS] = ['GX-2026-0301', 'GX-2026-0302'];
const NUMBERS = new Map([
  [GONE, '4501000000007701'],
  [STAYS, '4501000000007702'],
]);
const SLOW = 60_000;

let database: HubDatabase;
let form: Form;
const filed = new Map<string, string>();

beforeAll(async () => {
  database = await hubDatabase('2026-03-02T08:00:00+08:00');
  form = await inOneProcess(database.env);
}, 120_000);

afterAll(async () => {
  await form?.hub.stop();
  await database?.drop();
});

let calls = 0;
const envelope = (role: string) => ({
  idempotencyKey: `w-${++calls}`,
  sourceSystem: `${role}-system`,
  sentAt: new Date(Date.parse('2026-03-02T07:00:00+08:00') + calls * 1000).toISOString(),
});
// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its question
type Data = any;
async function ask(role: string, document: string, variables = {}, asOf?: string): Promise<Data> {
  const { data, errors } = await form.hub.ask(
    role,
    document,
    variables,
    asOf ? { hub: { asOf } } : undefined,
  );
  expect(errors).toBeUndefined();
  return data;
}
interface Verdict {
  readonly outcome: string;
  readonly code: string;
  readonly path: string | null;
  readonly recordId: string;
}
async function submit(role: string, operation: string, input: string, record: object): Promise<Verdict> {
  const data = await ask(
    role,
    `mutation ($envelope: SubmissionEnvelopeInput!, $records: [${input}!]!) {
      ${operation}(envelope: $envelope, records: $records) { verdicts { outcome code path recordId } } }`,
    { envelope: envelope(role), records: [record] },
  );
  return data[operation].verdicts[0];
}
const told = ({ outcome, code, path }: Verdict): string =>
  [outcome, code === outcome ? null : code, path].filter((word) => word !== null).join(' ');

const file = async (projectCode: string): Promise<void> => {
  const { recordId } = await submit('enterprise', 'fileProjects', 'ProjectRecordInput', {
    projectCode,
    sector: 'HOUSING',
    name: '示例桥梁工程',
    divisionCode: '450103',
    constructionStatus: 'UNDER_CONSTRUCTION',
    generalContractorCode: CONTRACTOR,
  });
  filed.set(projectCode, recordId);
};
const onAccount = (projectCode: string) => ({ bankCode: '102', accountNumber: NUMBERS.get(projectCode)! });
const account = (projectCode: string, more: object = {}) =>
  submit('bank', 'submitSpecialWageAccounts', 'SpecialWageAccountRecordInput', {
    ...onAccount(projectCode),
    projectCode,
    status: 'ACTIVE',
    ...more,
  });
const transfer = (projectCode: string, flowSerial: string, more: object = {}) =>
  submit('bank', 'submitLabourCostTransfers', 'LabourCostTransferRecordInput', {
    ...onAccount(projectCode),
    flowSerial,
    amount: '100.00',
    transferredOn: '2026-03-01',
    forMonth: '2026-03',
    ...more,
  });
const withdraw = (recordId: string) =>
  ask(
    'enterprise',
    `mutation ($envelope: SubmissionEnvelopeInput!, $records: [WithdrawnRecordInput!]!) {
      withdrawProvincialRecords(envelope: $envelope, records: $records, reason: "示例撤回") { verdicts { code } } }`,
    { envelope: envelope('enterprise'), records: [{ dataset: 'PROJECT', recordId }] },
  );

const FIGURES = `{
  platformFigures(division: "450103") { labourCostReceived { total } activeSpecialAccounts projectsOnFile { total } enterprisesTakingPart }
  everywhere: platformFigures { labourCostReceived { total } activeSpecialAccounts projectsOnFile { total } enterprisesTakingPart }
  labourCostByDivision(division: "450100", month: "2026-03") { division projects received }
}`;
const counting = (projects: number) => {
  const figures = {
    labourCostReceived: { total: `${projects}00.00` },
    activeSpecialAccounts: projects,
    projectsOnFile: { total: projects },
    enterprisesTakingPart: 1,
  };
  return {
    platformFigures: figures,
    everywhere: figures,
    labourCostByDivision: [{ division: '450103', projects, received: `${projects}00.00` }],
  };
};
/** The figures, once they are these or in ten seconds. */
async function figures(wanted: object): Promise<Data> {
  for (let tries = 0; ; tries++) {
    const data = await ask('province-hr', FIGURES);
    if (tries === 300 || JSON.stringify(data) === JSON.stringify(wanted)) return data;
    await pause(100);
  }
}

test(
  'The money of a project that is withdrawn leaves the figures and the ranking',
  async () => {
    await submit('enterprise', 'submitEnterprises', 'EnterpriseRecordInput', {
      creditCode: CONTRACTOR,
      name: '示例建工有限公司',
      divisionCode: '450103',
    });
    for (const code of [GONE, STAYS]) {
      await file(code);
      expect(told(await account(code))).toBe('ACCEPTED');
      expect(told(await transfer(code, '1'))).toBe('ACCEPTED');
    }
    expect(await figures(counting(2))).toEqual(counting(2));
    expect(await withdraw(filed.get(GONE)!)).toEqual({
      withdrawProvincialRecords: { verdicts: [{ code: 'WITHDRAWN' }] },
    });
    expect(await figures(counting(1))).toEqual(counting(1));
  },
  SLOW,
);

test(
  'and what is stated of it waits, as it does at its own department',
  async () => {
    const crew = { projectCode: GONE, unitCode: CONTRACTOR, crewNo: '1', name: '木工班' };
    expect(told(await submit('enterprise', 'submitCrews', 'CrewRecordInput', crew))).toBe(
      'HELD PROJECT_UNKNOWN projectCode',
    );
    expect(told(await account(GONE))).toBe('DUPLICATE ALREADY_RECORDED');
    expect(told(await account(GONE, { status: 'FROZEN' }))).toBe('HELD PROJECT_UNKNOWN projectCode');
    expect(told(await transfer(GONE, '2', { projectCode: GONE }))).toBe('HELD PROJECT_UNKNOWN projectCode');
    expect(told(await transfer(GONE, '3'))).toBe('HELD PROJECT_UNKNOWN accountNumber');
    expect(told(await transfer(STAYS, '3', { amount: '0.01' }))).toBe('ACCEPTED');
    expect(told(await transfer(GONE, '1'))).toBe('DUPLICATE ALREADY_RECORDED');
    expect(told(await transfer(GONE, '1', { projectCode: GONE }))).toBe('DUPLICATE ALREADY_RECORDED');
  },
  SLOW,
);

test(
  'and filed again it counts again, with what waited for it',
  async () => {
    await file(GONE);
    const whole = {
      labourCostReceived: { total: '400.01' },
      activeSpecialAccounts: 1,
      projectsOnFile: { total: 2 },
      enterprisesTakingPart: 1,
    };
    const restored = {
      platformFigures: whole,
      everywhere: whole,
      labourCostByDivision: [{ division: '450103', projects: 2, received: '400.01' }],
    };
    expect(await figures(restored)).toEqual(restored);
    expect(told(await transfer(GONE, '4'))).toBe('ACCEPTED');
  },
  SLOW,
);
