import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { withClient } from '../../../../hub/database/connection.ts';
import { hubCaller } from '../../../../kernel/caller.ts';
import { type Hub, LABOUR, openHub, openSite, person, platform, WORKER } from './support.ts';

let hub: Hub;
const SECOND = '1991-02-03';
const THIRD = '1992-03-04';

beforeAll(async () => {
  hub = await openHub();
  await openSite(hub, 'A');
  const workers = [SECOND, THIRD].map((bornOn) => ({ ...person(bornOn), name: '韦示例' }));
  expect(await hub.submit('submitMigrantWorkers', workers)).toEqual(['ACCEPTED', 'ACCEPTED']);
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

async function takeBackRecords(ids: readonly string[], minute: string): Promise<readonly object[]> {
  const envelope = { idempotencyKey: randomUUID(), sourceSystem: platform.organisation, ...at(minute) };
  const records = ids.map((recordId) => ({ dataset: 'PAYROLL_SHEET', recordId }));
  const { data, errors } = await hub.department.ask(
    platform,
    `mutation Withdraw($envelope: SubmissionEnvelopeInput!, $records: [WithdrawnRecordInput!]!) {
      withdrawProvincialRecords(envelope: $envelope, records: $records, reason: "sent by mistake") {
        verdicts { outcome code } } }`,
    { variables: { envelope, records } },
  );
  expect(errors).toBeUndefined();
  return (data!.withdrawProvincialRecords as { verdicts: object[] }).verdicts;
}

describe('A sheet that is stated again after it was withdrawn has all its lines, wherever it stands in its call', () => {
  const lines = [WORKER, SECOND, THIRD].map((bornOn) => line(bornOn));
  const counted = (sheetNo: string, sourceVersion: number) => ({
    ...sheet(sheetNo, ...lines),
    sourceVersion,
  });

  test('by a source that counts its versions', async () => {
    expect(await hub.submit(OP, [counted('R-1', 5)])).toEqual([expect.stringMatching(/^ACCEPTED/)]);
    const { id } = await standing('R-1');
    expect(await takeBackRecords([id], '20')).toEqual([{ outcome: 'CORRECTED', code: 'WITHDRAWN' }]);
    expect(await standing('R-1')).toMatchObject({ withdrawn: true, lines: 0 });
    expect(await hub.submit(OP, [counted('R-2', 1), counted('R-1', 6)])).toEqual([
      expect.stringMatching(/^ACCEPTED/),
      expect.stringMatching(/^CORRECTED/),
    ]);
    expect(await standing('R-1')).toMatchObject({ withdrawn: false, total: 30000n, lines: 3 });
    expect(await standing('R-2')).toMatchObject({ lines: 3 });
  });

  test('when several were taken back in one call', async () => {
    const numbers = ['S-1', 'S-2', 'S-3'];
    await hub.submit(
      OP,
      numbers.map((no) => counted(no, 1)),
    );
    const ids = await Promise.all(numbers.map(async (no) => (await standing(no)).id));
    await takeBackRecords(ids, '20');
    await hub.submit(
      OP,
      ['S-9', ...numbers].map((no) => counted(no, 2)),
    );
    for (const no of numbers) expect(await standing(no)).toMatchObject({ withdrawn: false, lines: 3 });
  });

  test('also where its lines were taken back under a higher version than its own', async () => {
    await hub.submit(OP, [counted('U-1', 5)]);
    const { id } = await standing('U-1');
    await takeBackRecords([id], '20');
    await withClient(hub.department.ownerUrl, (db) =>
      db.query(
        `update provincial.payroll_entry set source_version = 9, source_place = line_no where sheet_no = 'U-1'`,
      ),
    );
    await hub.submit(OP, [counted('U-1', 7)]);
    expect(await standing('U-1')).toMatchObject({ withdrawn: false, lines: 3 });
  });
});

test('A withdrawal that comes too late to count leaves the lines as it leaves the sheet', async () => {
  await hub.submit(OP, [sheet('T-2', line(WORKER))], at('10'));
  await hub.submit(OP, [sheet('T-2', line(WORKER))], at('30'));
  const { id } = await standing('T-2');
  expect(await takeBackRecords([id], '20')).toEqual([{ outcome: 'DUPLICATE', code: 'NEWER_VERSION_STANDS' }]);
  expect(await standing('T-2')).toMatchObject({ withdrawn: false, lines: 1 });
});

test('The lines of a worker are shown by month, project, sheet and place, whichever of them was corrected last', async () => {
  const months = ['2025-09', '2025-10', '2025-11', '2025-12', '2026-01'];
  const paidLate = (payable: string) => [
    { ...line(THIRD), lineNo: 9 },
    ...months.map((backPayMonth, place) => ({
      ...line(THIRD),
      lineNo: 8 - place,
      isBackPay: true,
      backPayMonth,
      payable: place % 2 ? payable : '100.00',
    })),
  ];
  for (const sheetNo of ['V-2', 'V-1'])
    await hub.submit(OP, [sheet(sheetNo, ...paidLate('100.00'))], at('10'));
  await hub.submit(OP, [sheet('V-2', ...paidLate('101.00'))], at('20'));
  const answer = (await hub.ask(
    `{ payrollSheets(filter: { projectCode: "A" }, first: 1) { nodes { sheetNo
       entries { nodes { worker { payrollEntries { sheetNo lineNo } } } } } } }`,
  )) as { nodes: { entries: { nodes: { worker: { payrollEntries: Line[] } }[] } }[] };
  const shown = answer.nodes
    .flatMap(({ entries }) => entries.nodes.flatMap(({ worker }) => worker.payrollEntries))
    .filter(({ sheetNo }) => sheetNo.startsWith('V-'))
    .map(({ sheetNo, lineNo }) => `${sheetNo} ${lineNo}`);
  const places = [4, 5, 6, 7, 8, 9];
  expect(shown.slice(0, 12)).toEqual(['V-1', 'V-2'].flatMap((no) => places.map((place) => `${no} ${place}`)));
});

interface Line {
  readonly sheetNo: string;
  readonly lineNo: number;
}
