import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Form, inOneProcess, NOW, seededDatabase } from './support/forms.ts';

let database: Awaited<ReturnType<typeof seededDatabase>>;
let form: Form;
beforeAll(async () => {
  database = await seededDatabase();
  form = await inOneProcess(database.env);
}, 240_000);
afterAll(async () => {
  await form?.hub.stop();
  await database?.drop();
});

interface Warning {
  readonly id: string;
  readonly projectCode: string;
}

const WARNINGS = `{ earlyWarnings(first: 50) { nodes { id projectCode project { generalContractor { creditCode } } } } }`;
const SHOWN = `{ earlyWarnings(first: 50) { nodes { id projectCode
  rectificationOrders { nodes { orderNo project { code } warnings { id projectCode } } } interviews { totalCount } } } }`;

test('An order names a warning of its own project, asked across two departments, and is shown under it alone', async () => {
  const asked = await form.hub.ask('province-hr', WARNINGS, {});
  expect(asked.errors).toBeUndefined();
  const warnings = asked.data.earlyWarnings.nodes as (Warning & {
    project: { generalContractor: { creditCode: string } };
  })[];
  const own = warnings[0]!;
  const other = warnings.find(({ projectCode }) => projectCode !== own.projectCode)!;
  const order = (orderNo: string, ...warningIds: string[]) => ({
    projectCode: own.projectCode,
    orderNo,
    employerCode: own.project.generalContractor.creditCode,
    authority: '示例人力资源和社会保障局',
    kind: 'RECTIFY',
    issuedOn: '2026-11-18',
    dueOn: '2026-11-30',
    warningIds,
  });
  const { data, errors } = await form.hub.ask(
    'province-hr',
    `mutation ($envelope: SubmissionEnvelopeInput!, $records: [RectificationOrderRecordInput!]!) {
      submitRectificationOrders(envelope: $envelope, records: $records) { verdicts { outcome code path warnings } } }`,
    {
      envelope: { idempotencyKey: randomUUID(), sourceSystem: 'inspection', sentAt: NOW },
      records: [
        order('ZL-OWN', own.id),
        order('ZL-ASTRAY', own.id, other.id),
        order('ZL-NONE', randomUUID()),
      ],
    },
  );
  expect(errors).toBeUndefined();
  expect(data.submitRectificationOrders.verdicts).toEqual([
    { outcome: 'ACCEPTED', code: 'ACCEPTED', path: null, warnings: [] },
    { outcome: 'REJECTED', code: 'WARNING_NOT_OF_PROJECT', path: 'warningIds.1', warnings: [] },
    { outcome: 'REJECTED', code: 'WARNING_NOT_OF_PROJECT', path: 'warningIds.0', warnings: [] },
  ]);
  const shown = await form.hub.ask('province-hr', SHOWN, {});
  expect(shown.errors).toBeUndefined();
  const { id, projectCode } = own;
  const withOrders = shown.data.earlyWarnings.nodes.filter(
    (one: { rectificationOrders: { nodes: object[] } }) => one.rectificationOrders.nodes.length > 0,
  );
  expect(withOrders).toEqual([
    {
      id,
      projectCode,
      interviews: { totalCount: 0 },
      rectificationOrders: {
        nodes: [{ orderNo: 'ZL-OWN', project: { code: projectCode }, warnings: [{ id, projectCode }] }],
      },
    },
  ]);
}, 120_000);
