import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hubCaller } from '../../../kernel/caller.ts';
import { Disbursement } from '../../../subgraphs/banking/facts.ts';
import { banking } from '../../../subgraphs/banking/index.ts';
import { type LineMonth, writeLineMonths } from '../../../subgraphs/banking/line-months/line-month.ts';
import { type Department, official, openDepartment } from '../support/department.ts';

let banks: Department;
beforeAll(async () => {
  banks = await openDepartment(banking);
  await banks.scope([['A', 'HOUSING', '450103']]);
});
afterAll(() => banks?.close());

const FIRST = '2026-02-01T09:00:00+08:00';
const payment = (payrollEntryId: string, more: object = {}) => ({
  payrollEntryId,
  attempt: 1,
  projectCode: 'A',
  workerId: randomUUID(),
  bankCode: '102',
  amountFen: 30_000n,
  result: 'SUCCESS',
  paidOn: '2026-01-31',
  payMonth: '2025-10',
  ...more,
});
const moved = (...lines: readonly LineMonth[]) =>
  banks.store.ledger.write(hubCaller('tests'), (db) => writeLineMonths(db, lines));
const line = (entryId: string, version: number, month: string, day: string): LineMonth => ({
  entryId,
  version,
  month,
  recordedAt: `2026-02-${day}T09:00:00+08:00`,
});
const monthsOf = async (entry: string, asOf?: string): Promise<string> => {
  const { data, errors } = await banks.ask(
    { ...official('450000', 'HOUSING'), scopes: ['payroll:read'] },
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on PayrollEntry { disbursements { payMonth } } } }`,
    { variables: { of: [{ __typename: 'PayrollEntry', id: entry }] }, ...(asOf && { asOf }) },
  );
  expect(errors).toBeUndefined();
  const [found] = data!._entities as { disbursements: { payMonth: string }[] }[];
  return found!.disbursements.map(({ payMonth }) => payMonth).join();
};

test('A payment counts to the month of the newest version of its line that is known, in whichever order versions come', async () => {
  const entry = randomUUID();
  await banks.write(Disbursement, FIRST, [payment(entry)]);
  expect(await monthsOf(entry)).toBe('2025-10');
  await moved(line(entry, 3, '2025-12', '12'));
  await moved(line(entry, 2, '2025-11', '10'));
  expect(await monthsOf(entry)).toBe('2025-12');
});

test('The past is told by what the line said then', async () => {
  const entry = randomUUID();
  await banks.write(Disbursement, FIRST, [payment(entry)]);
  await moved(line(entry, 2, '2025-11', '10'));
  await banks.write(Disbursement, '2026-02-11T09:00:00+08:00', [payment(entry, { result: 'RETURNED' })]);
  await moved(line(entry, 3, '2025-12', '12'));
  expect(await monthsOf(entry)).toBe('2025-12');
  expect(await monthsOf(entry, '2026-02-13T00:00:00+08:00')).toBe('2025-12');
  expect(await monthsOf(entry, '2026-02-11T12:00:00+08:00')).toBe('2025-11');
  expect(await monthsOf(entry, '2026-02-10T12:00:00+08:00')).toBe('2025-11');
  expect(await monthsOf(entry, '2026-02-09T00:00:00+08:00')).toBe('2025-10');
});

test('A payment that comes after the correction was followed, but looked its line up before, counts to the new month', async () => {
  const entry = randomUUID();
  await moved(line(entry, 2, '2025-11', '10'));
  await banks.write(Disbursement, FIRST, [payment(entry)]);
  expect(await monthsOf(entry)).toBe('2025-11');
});

test('One that is being written while the correction is followed does as well', async () => {
  const entry = randomUUID();
  const { store } = banks;
  let following: Promise<unknown> | undefined;
  await store.ledger.write(hubCaller('tests'), async (db) => {
    const writer = store.writer(Disbursement, store.ledger.clock);
    await writer.write(db, [{ content: payment(entry), occurredAt: new Date(FIRST), sourceVersion: 1n }], {
      sourceSystem: 'banking',
      receiptId: randomUUID(),
      receivedAt: new Date(FIRST),
      assurance: 'UNSIGNED',
    });
    following = moved(line(entry, 2, '2025-11', '10'));
    await Promise.race([following, new Promise((done) => setTimeout(done, 300))]);
  });
  await following;
  expect(await monthsOf(entry)).toBe('2025-11');
});
