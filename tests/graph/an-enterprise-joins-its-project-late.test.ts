import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { residentNumber } from '../../seeds/synthetic-numbers.ts';
import { type HubDatabase, hubDatabase } from '../support/hub-database.ts';
import { type Form, inOneProcess } from './support/forms.ts';

const CODE = 'GX-2026-0003';
/** The enterprise that the development's tokens speak for. */
const CONTRACTOR = '91450300MA0DEA1178';

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
async function submit(operation: string, input: string, record: object): Promise<string> {
  const { data, errors } = await form.hub.ask(
    'enterprise',
    `mutation ($envelope: SubmissionEnvelopeInput!, $records: [${input}!]!) {
      ${operation}(envelope: $envelope, records: $records) { verdicts { outcome code } } }`,
    {
      envelope: {
        idempotencyKey: `e-${++calls}`,
        sourceSystem: 'enterprise-system',
        sentAt: '2026-03-02T07:50:00+08:00',
      },
      records: [record],
    },
  );
  expect(errors).toBeUndefined();
  const { outcome, code } = data[operation].verdicts[0];
  return `${outcome} ${code}`;
}

test('what an enterprise stated of its project before it was on record itself becomes a fact when it is', async () => {
  const filing = {
    projectCode: CODE,
    sector: 'HOUSING',
    name: '示例学校扩建工程',
    divisionCode: '450103',
    constructionStatus: 'UNDER_CONSTRUCTION',
    generalContractorCode: CONTRACTOR,
  };
  expect(await submit('fileProjects', 'ProjectRecordInput', filing)).toBe('ACCEPTED ACCEPTED');
  const worker = { documentNumber: residentNumber('450103', '1990-01-02'), name: '韦示例' };
  expect(await submit('submitMigrantWorkers', 'MigrantWorkerRecordInput', worker)).toBe('ACCEPTED ACCEPTED');
  const contract = {
    projectCode: CODE,
    documentNumber: worker.documentNumber,
    contractNo: 'C-1',
    employerCode: CONTRACTOR,
    periodKind: '1',
    startsOn: '2026-02-01',
  };
  expect(await submit('submitLabourContracts', 'LabourContractRecordInput', contract)).toBe(
    'HELD PROJECT_UNKNOWN',
  );
  const own = { creditCode: CONTRACTOR, name: '示例建设有限公司', divisionCode: '450300' };
  expect(await submit('submitEnterprises', 'EnterpriseRecordInput', own)).toBe('ACCEPTED ACCEPTED');
  for (let tries = 0; tries < 150 && (await released()) === ''; tries++) await pause(100);
  expect(await released()).toBe('PROJECT_UNKNOWN');
}, 60_000);

/** Why what was held and is released by now was held. */
async function released(): Promise<string> {
  const { data, errors } = await form.hub.ask(
    'enterprise',
    '{ ledgers { humanResources { heldRecords(filter: { state: RELEASED }) { nodes { code } } } } }',
  );
  expect(errors).toBeUndefined();
  return data.ledgers.humanResources.heldRecords.nodes.map(({ code }: { code: string }) => code).join();
}
