import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type HubDatabase, hubDatabase } from '../support/hub-database.ts';
import { inOneProcess } from './support/forms.ts';

const SUBMIT = `mutation ($envelope: SubmissionEnvelopeInput!, $records: [AttendanceRecordInput!]!) {
  submitAttendance(envelope: $envelope, records: $records) { held verdicts { code heldUntil } }
}`;
const HELD = `{ ledgers { provincial { heldRecords(filter: { state: EXPIRED }, first: 5) { nodes { id code state } } } } }`;
const CASES = `{ doubtfulDataCases(first: 10) { nodes { source externalNo kind { code name } state divisionCode detail } } }`;

let database: HubDatabase;

beforeAll(async () => {
  database = await hubDatabase('2026-03-02T08:00:00+08:00');
}, 60_000);

afterAll(() => database.drop());

test('a record that waits past its deadline becomes a doubtful case, once, and its content stays sealed', async () => {
  const env = { ...database.env, HUB_HELD_DAYS: '2' };
  const first = await inOneProcess(env);
  const submitted = await first.hub.ask('vendor', SUBMIT, {
    envelope: { idempotencyKey: 'h-1', sourceSystem: 'gate-1', sentAt: '2026-03-02T07:59:00+08:00' },
    records: [
      {
        projectCode: 'NOT-ON-FILE',
        documentNumber: '11010519491231002X',
        occurredAt: '2026-03-02T07:30:00+08:00',
        direction: 'IN',
      },
    ],
  });
  expect(submitted.data.submitAttendance).toEqual({
    held: 1,
    verdicts: [{ code: 'PROJECT_UNKNOWN', heldUntil: '2026-03-04T08:00:00+08:00' }],
  });
  await first.hub.stop();

  const later = await inOneProcess({ ...env, HUB_NOW: '2026-03-04T08:00:01+08:00' });
  try {
    const cases = await untilSome(
      async () => (await later.hub.ask('province-hr', CASES)).data.doubtfulDataCases.nodes,
    );
    const [held] = (await later.hub.ask('vendor', HELD)).data.ledgers.provincial.heldRecords.nodes;
    expect(held).toEqual({ id: expect.any(String), code: 'PROJECT_UNKNOWN', state: 'EXPIRED' });
    expect(cases).toEqual([
      {
        source: 'HUB',
        externalNo: held.id,
        kind: { code: 'HUB-01', name: '暂存逾期未决' },
        state: 'ISSUED',
        divisionCode: '450000',
        detail: expect.not.stringContaining('11010519491231002X'),
      },
    ]);
  } finally {
    await later.hub.stop();
  }
}, 120_000);

async function untilSome<One>(ask: () => Promise<readonly One[]>): Promise<readonly One[]> {
  for (let tries = 0; tries < 150; tries++) {
    const found = await ask();
    if (found.length > 0) return found;
    await pause(200);
  }
  return [];
}
