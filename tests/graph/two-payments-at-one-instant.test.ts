import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { cardNumber, residentNumber } from '../../seeds/synthetic-numbers.ts';
import { type HubDatabase, hubDatabase } from '../support/hub-database.ts';
import { type Form, inOneProcess } from './support/forms.ts';

const CODE = 'GX-2026-0202';
/** The enterprise that the development's tokens speak for. */
const CONTRACTOR = '91450300MA0DEA1178';
const TIMES = 40;
const SLOW = 120_000;
const worker = (at: number) => ({
  documentType: '01',
  documentNumber: residentNumber(
    '450103',
    `19${70 + Math.floor(at / 28)}-02-${String(1 + (at % 28)).padStart(2, '0')}`,
  ),
});

let database: HubDatabase;
let form: Form;

beforeAll(async () => {
  database = await hubDatabase('2026-03-02T08:00:00+08:00');
  form = await inOneProcess(database.env);
  await stated('enterprise', 'submitEnterprises', 'EnterpriseRecordInput', {
    creditCode: CONTRACTOR,
    name: '示例建工有限公司',
    divisionCode: '450103',
  });
  await stated('enterprise', 'fileProjects', 'ProjectRecordInput', {
    projectCode: CODE,
    sector: 'HOUSING',
    name: '示例桥梁工程',
    divisionCode: '450103',
    constructionStatus: 'UNDER_CONSTRUCTION',
    generalContractorCode: CONTRACTOR,
  });
  const workers = Array.from({ length: TIMES }, (_, at) => ({ ...worker(at), name: '林某某' }));
  await stated('vendor', 'submitMigrantWorkers', 'MigrantWorkerRecordInput', workers);
  await stated('enterprise', 'submitPayrollSheets', 'PayrollSheetRecordInput', {
    projectCode: CODE,
    sheetNo: 'S-1',
    unitCode: CONTRACTOR,
    payMonth: '2026-02',
    status: 'PayRoll.50',
    entries: Array.from({ length: TIMES }, (_, at) => ({
      ...worker(at),
      payable: '300.00',
      actual: '300.00',
    })),
  });
}, SLOW);

afterAll(async () => {
  await form?.hub.stop();
  await database?.drop();
});

let calls = 0;
async function stated(
  role: string,
  operation: string,
  input: string,
  record: object | readonly object[],
  source = 'system',
): Promise<readonly string[]> {
  const envelope = {
    idempotencyKey: `f-${++calls}`,
    sourceSystem: `${role}-${source}`,
    sentAt: '2026-03-02T07:00:00+08:00',
  };
  const { data, errors } = await form.hub.ask(
    role,
    `mutation ($envelope: SubmissionEnvelopeInput!, $records: [${input}!]!) {
      ${operation}(envelope: $envelope, records: $records) { verdicts { outcome code path warnings } } }`,
    { envelope, records: [record].flat() },
  );
  expect(errors).toBeUndefined();
  const { verdicts } = data[operation];
  for (const verdict of verdicts) expect(verdict).toMatchObject({ outcome: 'ACCEPTED', path: null });
  return verdicts[0].warnings;
}

/** Two records by two systems of a bank at one moment. @returns how often the warning came */
async function told(
  warning: string,
  operation: string,
  input: string,
  records: readonly [object, object],
): Promise<number> {
  const both = records.map((record, at) => stated('bank', operation, input, record, `system-${at}`));
  return (await Promise.all(both)).flat().filter((one) => one === warning).length;
}

test(
  `of two payments of one line at one moment one is told, ${TIMES} times`,
  async () => {
    const paid = (at: number, attempt: number) => ({
      projectCode: CODE,
      sheetNo: 'S-1',
      lineNo: at + 1,
      attempt,
      ...worker(at),
      bankCode: '102',
      amount: '300.00',
      result: 'SUCCESS',
      paidOn: '2026-03-01',
    });
    for (let at = 0; at < TIMES; at++)
      expect(
        await told('PAID_TWICE', 'submitDisbursements', 'DisbursementRecordInput', [
          paid(at, 1),
          paid(at, 2),
        ]),
      ).toBe(1);
  },
  SLOW,
);

test(
  `of one card of two workers at one moment one is told, ${TIMES} times`,
  async () => {
    const card = (at: number, of: number) => ({
      ...worker(at),
      bankCode: '102',
      cardNumber: cardNumber(8_000 + of),
      cardholderName: '林某某',
    });
    for (let at = 0; at < TIMES; at += 2)
      expect(
        await told('CARD_OF_TWO_WORKERS', 'submitWageCards', 'WageCardRecordInput', [
          card(at, at),
          card(at + 1, at),
        ]),
      ).toBe(1);
  },
  SLOW,
);
