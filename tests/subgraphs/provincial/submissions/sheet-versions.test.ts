import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { hubCaller } from '../../../../kernel/caller.ts';
import { type Hub, LABOUR, openHub, openSite, person, platform, WORKER } from './support.ts';

let hub: Hub;
const SECOND = '1991-02-03';

beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
  expect(await hub.submit('submitMigrantWorkers', [{ ...person(SECOND), name: '韦示例' }])).toEqual([
    'ACCEPTED',
  ]);
});
afterAll(() => hub?.close());

const OP = 'submitPayrollSheets';
const at = (minute: string) => ({ sentAt: `2026-03-01T07:${minute}:00+08:00` });
const line = (bornOn: string) => ({ ...person(bornOn), payable: '100.00', actual: '100.00' });
const sheet = (sheetNo: string, ...entries: readonly object[]) => ({
  projectCode: 'A',
  sheetNo,
  unitCode: LABOUR,
  payMonth: '2026-02',
  paidOn: '2026-02-28',
  entries,
});

/** What stands of a sheet: its total in fen, and how many lines. */
const standing = async (sheetNo: string) => {
  const rows = await hub.department.store.ledger.write(hubCaller('tests'), (db) =>
    db.rows<{ id: string; total: bigint; lines: number; withdrawn: boolean }>(sql`
      select s.id, s.total_payable_fen as total, s.withdrawn,
             (select count(*)::int from provincial.payroll_entry e where e.sheet_no = s.sheet_no and not e.withdrawn) as lines
        from provincial.payroll_sheet s where s.sheet_no = ${sheetNo}`),
  );
  return rows[0]!;
};

test('A sheet that is corrected within one call keeps the lines of its last statement only', async () => {
  expect(
    await hub.submit(OP, [sheet('T-1', line(WORKER), line(SECOND)), sheet('T-1', line(WORKER))]),
  ).toEqual([expect.stringMatching(/^ACCEPTED/), expect.stringMatching(/^CORRECTED/)]);
  expect(await standing('T-1')).toMatchObject({ total: 10000n, lines: 1 });
});

test('A withdrawal that comes too late to count leaves the lines as it leaves the sheet', async () => {
  await hub.submit(OP, [sheet('T-2', line(WORKER))], at('10'));
  await hub.submit(OP, [sheet('T-2', line(WORKER))], at('30'));
  const { id } = await standing('T-2');
  const envelope = { idempotencyKey: randomUUID(), sourceSystem: platform.organisation, ...at('20') };
  const { data } = await hub.department.ask(
    platform,
    `mutation Withdraw($envelope: SubmissionEnvelopeInput!, $records: [WithdrawnRecordInput!]!) {
      withdrawProvincialRecords(envelope: $envelope, records: $records, reason: "sent by mistake") {
        verdicts { outcome code } } }`,
    { variables: { envelope, records: [{ dataset: 'PAYROLL_SHEET', recordId: id }] } },
  );
  expect(data!.withdrawProvincialRecords).toEqual({
    verdicts: [{ outcome: 'DUPLICATE', code: 'NEWER_VERSION_STANDS' }],
  });
  expect(await standing('T-2')).toMatchObject({ withdrawn: false, lines: 1 });
});
