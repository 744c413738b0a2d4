import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { residentNumber } from '../../seeds/synthetic-numbers.ts';
import { type HubDatabase, hubDatabase } from '../support/hub-database.ts';
import { type Form, inOneProcess } from './support/forms.ts';

const CODE = 'GX-2026-0002';
/** The enterprise that the development's tokens speak for. */
const CONTRACTOR = '91450300MA0DEA1178';
const WORKER = { documentType: '01', documentNumber: residentNumber('450103', '1990-01-02') };

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
async function submit(role: string, operation: string, input: string, record: object): Promise<string> {
  const { data, errors } = await form.hub.ask(
    role,
    `mutation ($envelope: SubmissionEnvelopeInput!, $records: [${input}!]!) {
      ${operation}(envelope: $envelope, records: $records) { verdicts { outcome code path } } }`,
    {
      envelope: {
        idempotencyKey: `w-${++calls}`,
        sourceSystem: `${role}-system`,
        sentAt: '2026-03-02T07:50:00+08:00',
      },
      records: [record],
    },
  );
  expect(errors).toBeUndefined();
  const { outcome, code } = data[operation].verdicts[0];
  return `${outcome} ${code}`;
}

test('a payment for a line of a sheet that nobody has submitted becomes a fact when the sheet comes', async () => {
  const filing = {
    projectCode: CODE,
    sector: 'HOUSING',
    name: '示例学校扩建工程',
    divisionCode: '450103',
    constructionStatus: 'UNDER_CONSTRUCTION',
    generalContractorCode: CONTRACTOR,
  };
  expect(await submit('enterprise', 'fileProjects', 'ProjectRecordInput', filing)).toBe('ACCEPTED ACCEPTED');
  const worker = { ...WORKER, name: '韦示例' };
  expect(await submit('enterprise', 'submitMigrantWorkers', 'MigrantWorkerRecordInput', worker)).toBe(
    'ACCEPTED ACCEPTED',
  );
  const payment = {
    projectCode: CODE,
    sheetNo: 'S-1',
    lineNo: 1,
    ...WORKER,
    bankCode: '102',
    amount: '5000.00',
    result: 'SUCCESS',
    paidOn: '2026-03-01',
  };
  expect(await submit('bank', 'submitDisbursements', 'DisbursementRecordInput', payment)).toBe(
    'HELD PAYROLL_ENTRY_UNKNOWN',
  );
  expect(await disbursements()).toEqual([]);
  const sheet = {
    projectCode: CODE,
    sheetNo: 'S-1',
    unitCode: CONTRACTOR,
    payMonth: '2026-02',
    status: 'PayRoll.50',
    entries: [{ ...WORKER, payable: '5000.00', actual: '5000.00', isBackPay: false }],
  };
  expect(await submit('enterprise', 'submitPayrollSheets', 'PayrollSheetRecordInput', sheet)).toBe(
    'ACCEPTED ACCEPTED',
  );
  for (let tries = 0; tries < 150 && (await disbursements()).length === 0; tries++) await pause(100);
  expect(await disbursements()).toEqual([{ sheetNo: 'S-1', lineNo: 1, amount: '5000.00' }]);
  const held = await form.hub.ask(
    'bank',
    '{ ledgers { banking { heldRecords(filter: { state: RELEASED }) { nodes { code } } } } }',
  );
  expect(held.data.ledgers.banking.heldRecords.nodes).toEqual([{ code: 'PAYROLL_ENTRY_UNKNOWN' }]);
}, 60_000);

test('a month tells whom the bank paid although the sheet names another', async () => {
  const other = { documentType: '01', documentNumber: residentNumber('450103', '1991-01-02') };
  await submit('enterprise', 'submitMigrantWorkers', 'MigrantWorkerRecordInput', {
    ...other,
    name: '覃示例',
  });
  const ofTheFirst = {
    projectCode: CODE,
    sheetNo: 'S-1',
    lineNo: 1,
    attempt: 2,
    ...other,
    bankCode: '102',
    amount: '5000.00',
    result: 'SUCCESS',
    paidOn: '2026-03-01',
  };
  expect(await submit('bank', 'submitDisbursements', 'DisbursementRecordInput', ofTheFirst)).toBe(
    'ACCEPTED ACCEPTED',
  );
  const { data, errors } = await form.hub.ask(
    'province-hr',
    `{ projectMonth(code: "${CODE}", month: "2026-02") { projectCode
      workers { totalCount nodes { workerId } }
      paidWorkers { totalCount nodes { workerId isRegistered isOnSheet presentDays payable paid worker { id } } } } }`,
  );
  expect(errors).toBeUndefined();
  const { projectCode, workers, paidWorkers } = data.projectMonth;
  expect([projectCode, workers.totalCount, paidWorkers.totalCount]).toEqual([CODE, 1, 2]);
  const besides = paidWorkers.nodes.filter(({ isOnSheet }: { isOnSheet: boolean }) => !isOnSheet);
  expect(besides).toEqual([
    {
      workerId: expect.any(String),
      isRegistered: false,
      isOnSheet: false,
      presentDays: 0,
      payable: null,
      paid: '5000.00',
      // On no roster, so that the person is in nobody's scope.
      worker: null,
    },
  ]);
  expect(besides[0].workerId).not.toBe(workers.nodes[0].workerId);
}, 60_000);

async function disbursements(): Promise<readonly object[]> {
  const { data, errors } = await form.hub.ask(
    'province-hr',
    `{ disbursements(filter: { projectCode: "${CODE}" }) { nodes { sheetNo lineNo amount } } }`,
  );
  expect(errors).toBeUndefined();
  return data.disbursements.nodes;
}
