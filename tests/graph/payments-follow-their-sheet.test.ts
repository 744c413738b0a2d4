import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { residentNumber } from '../../seeds/synthetic-numbers.ts';
import { type HubDatabase, hubDatabase } from '../support/hub-database.ts';
import { type Form, inOneProcess } from './support/forms.ts';

const CODE = 'GX-2026-0201';
/** The enterprise that the development's tokens speak for. */
const CONTRACTOR = '91450300MA0DEA1178';
const WORKER = { documentType: '01', documentNumber: residentNumber('450103', '1990-02-03') };
const SLOW = 60_000;

let database: HubDatabase;
let form: Form;

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
  idempotencyKey: `f-${++calls}`,
  sourceSystem: `${role}-system`,
  sentAt: new Date(Date.parse('2026-03-02T07:00:00+08:00') + calls * 1000).toISOString(),
});
// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its question
type Data = any;
async function ask(role: string, document: string, variables = {}): Promise<Data> {
  const response = await fetch(`${form.hub.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${form.hub.tokens[role]}` },
    body: JSON.stringify({ query: document, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}
interface Verdict {
  readonly outcome: string;
  readonly code: string;
  readonly recordId: string;
}
async function submit(
  role: string,
  operation: string,
  input: string,
  record: object,
  dryRun = false,
): Promise<Verdict> {
  const data = await ask(
    role,
    `mutation ($envelope: SubmissionEnvelopeInput!, $records: [${input}!]!) {
      ${operation}(envelope: $envelope, records: $records) { verdicts { outcome code path recordId } } }`,
    { envelope: { ...envelope(role), dryRun }, records: [record] },
  );
  return data[operation].verdicts[0];
}

const sheet = (payMonth: string) =>
  submit('enterprise', 'submitPayrollSheets', 'PayrollSheetRecordInput', {
    projectCode: CODE,
    sheetNo: 'S-1',
    unitCode: CONTRACTOR,
    payMonth,
    status: 'PayRoll.50',
    entries: [{ ...WORKER, payable: '300.00', actual: '300.00' }],
  });
const payment = (stated: object = {}, dryRun = false) =>
  submit(
    'bank',
    'submitDisbursements',
    'DisbursementRecordInput',
    {
      projectCode: CODE,
      sheetNo: 'S-1',
      lineNo: 1,
      ...WORKER,
      bankCode: '102',
      amount: '300.00',
      result: 'SUCCESS',
      paidOn: '2026-03-01',
      payerAccountNumber: '2102 0000 0000 0001',
      ...stated,
    },
    dryRun,
  );

const MONTHS = `{
  project(code: "${CODE}") {
    december: disbursed(month: "2025-12") { total }
    january: disbursed(month: "2026-01") { total }
    february: disbursed(month: "2026-02") { total }
    listed: disbursements(month: "2026-02") { totalCount }
  }
  disbursements(filter: { projectCode: "${CODE}" }) { nodes { payMonth versions { version } } }
}`;
const inMonth = (month: string) => ({
  project: {
    december: { total: month === '2025-12' ? '300.00' : '0.00' },
    january: { total: month === '2026-01' ? '300.00' : '0.00' },
    february: { total: month === '2026-02' ? '300.00' : '0.00' },
    listed: { totalCount: month === '2026-02' ? 1 : 0 },
  },
  disbursements: { nodes: [{ payMonth: month, versions: [{ version: 1 }] }] },
});
/** What is told of the payment, once it counts to this month or in ten seconds. */
async function told(month: string): Promise<Data> {
  for (let tries = 0; ; tries++) {
    const data = await ask('province-hr', MONTHS);
    if (tries === 300 || data.disbursements.nodes[0]?.payMonth === month) return data;
    await pause(100);
  }
}

let sheetId = '';

test(
  'a payment counts to the month of its line, also when the sheet is corrected after it',
  async () => {
    await submit('enterprise', 'submitEnterprises', 'EnterpriseRecordInput', {
      creditCode: CONTRACTOR,
      name: '示例建工有限公司',
      divisionCode: '450103',
    });
    await submit('enterprise', 'fileProjects', 'ProjectRecordInput', {
      projectCode: CODE,
      sector: 'HOUSING',
      name: '示例桥梁工程',
      divisionCode: '450103',
      constructionStatus: 'UNDER_CONSTRUCTION',
      generalContractorCode: CONTRACTOR,
    });
    await submit('enterprise', 'submitMigrantWorkers', 'MigrantWorkerRecordInput', {
      ...WORKER,
      name: '韦示例',
    });
    sheetId = (await sheet('2026-01')).recordId;
    for (let tries = 0; (await payment()).outcome === 'HELD' && tries < 150; tries++) await pause(100);
    expect(await told('2026-01')).toEqual(inMonth('2026-01'));
    expect((await sheet('2026-02')).outcome).toBe('CORRECTED');
    expect(await told('2026-02')).toEqual(inMonth('2026-02'));
  },
  SLOW,
);

test(
  'and makes no version of its own by that: the bank that sends it again is told that it is recorded',
  async () => {
    expect((await payment()).outcome).toBe('DUPLICATE');
    expect(await told('2026-02')).toEqual(inMonth('2026-02'));
  },
  SLOW,
);

test(
  'follows the correction of a correction, also over a restart',
  async () => {
    expect((await sheet('2025-12')).outcome).toBe('CORRECTED');
    await form.hub.stop();
    form = await inOneProcess(database.env);
    expect(await told('2025-12')).toEqual(inMonth('2025-12'));
    await sheet('2026-01');
    expect(await told('2026-01')).toEqual(inMonth('2026-01'));
  },
  SLOW,
);

test(
  'and stays with the month that its line was for last when the sheet is taken back',
  async () => {
    const data = await ask(
      'enterprise',
      `mutation ($envelope: SubmissionEnvelopeInput!, $records: [WithdrawnRecordInput!]!) {
        withdrawProvincialRecords(envelope: $envelope, records: $records, reason: "示例撤回") { verdicts { code } } }`,
      { envelope: envelope('enterprise'), records: [{ dataset: 'PAYROLL_SHEET', recordId: sheetId }] },
    );
    expect(data.withdrawProvincialRecords.verdicts).toEqual([{ code: 'WITHDRAWN' }]);
    expect(await told('2026-01')).toEqual(inMonth('2026-01'));
  },
  SLOW,
);

test(
  'sent again without its sheet it is recorded already, and whatever else names the sheet waits for it',
  async () => {
    expect((await payment()).code).toBe('ALREADY_RECORDED');
    const others = [
      { result: 'FAILED', reason: '账户状态异常' },
      { attempt: 2 },
      { lineNo: 2 },
      { sheetNo: 'S-2' },
    ];
    for (const other of others) expect((await payment(other, true)).code).toBe('PAYROLL_ENTRY_UNKNOWN');
  },
  SLOW,
);

test(
  'and follows the sheet again that is stated anew',
  async () => {
    expect((await sheet('2026-02')).outcome).toBe('CORRECTED');
    expect(await told('2026-02')).toEqual(inMonth('2026-02'));
    expect((await payment()).code).toBe('ALREADY_RECORDED');
  },
  SLOW,
);
