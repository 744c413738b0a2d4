import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MigrantWorker, PayrollEntry, PayrollSheet } from '../../../subgraphs/provincial/facts.ts';
import { CONTRACTOR, LATER, type OpenBanks, openBanksBeside, other, platform } from './support/open-banks.ts';

let banks: OpenBanks;
let last = 0;
const LATEST = '2026-03-01T07:45:00+08:00';

beforeAll(async () => {
  banks = await openBanksBeside();
});
afterAll(() => banks?.close());

const account = (accountNumber: string, more: object = {}) => ({
  bankCode: '102',
  accountNumber,
  projectCode: 'A',
  status: 'FROZEN',
  ...more,
});
const opened = async (): Promise<string> => {
  const number = `45010000000089${String(++last).padStart(6, '0')}`;
  await banks.submit('submitSpecialWageAccounts', [account(number)]);
  return number;
};
const flow = (accountNumber: string, serial: string, more: object = {}) => ({
  bankCode: '102',
  accountNumber,
  serial,
  occurredAt: `2026-02-28T10:0${serial.at(-1)}:00+08:00`,
  direction: 'IN',
  amount: '100.00',
  kind: 'OTHER',
  ...more,
});
const OUT = { direction: 'OUT', kind: 'WAGE' };
const reversal = (direction: string, undoesSerial: string, amount = '100.00') => ({
  kind: 'REVERSAL',
  direction,
  undoesSerial,
  amount,
});
const submit = (records: object[], sentAt?: string) =>
  banks.submit('submitAccountFlows', records, sentAt ? { sentAt } : {});
/** @returns the ids of what was submitted */
async function booked(records: object[]): Promise<string[]> {
  const told = await submit(records);
  expect(told.map((one) => one.split(' ')[0])).toEqual(records.map(() => 'ACCEPTED'));
  return banks.receipt().verdicts.map(({ recordId }) => recordId!);
}
const idOf = async (number: string): Promise<string> => {
  await banks.submit('submitSpecialWageAccounts', [account(number)]);
  return banks.recordId();
};

describe('Serials of bookings that were withdrawn are missing', () => {
  const MISSING = `query ($id: ID!) { specialWageAccount(id: $id) { missingSerials { count lowest highest gaps { from to } } } }`;
  const missingOf = async (number: string) =>
    ((await banks.read(MISSING, { id: await idOf(number) })) as { missingSerials: unknown }).missingSerials;
  const gap = (from: string, to: string) => ({ from, to });

  test('also the lowest and the highest', async () => {
    const number = await opened();
    const ids = await booked(['1', '2', '5', '6', '9'].map((serial) => flow(number, serial)));
    expect(await missingOf(number)).toEqual({
      count: 4,
      lowest: '1',
      highest: '9',
      gaps: [gap('3', '4'), gap('7', '8')],
    });
    for (const at of [0, 1, 4]) await banks.withdraw('ACCOUNT_FLOW', ids[at]!);
    expect(await missingOf(number)).toEqual({
      count: 7,
      lowest: '1',
      highest: '9',
      gaps: [gap('1', '4'), gap('7', '9')],
    });
    for (const at of [2, 3]) await banks.withdraw('ACCOUNT_FLOW', ids[at]!);
    expect(await missingOf(number)).toMatchObject({ count: 9, gaps: [gap('1', '9')] });
  });

  test('and a last serial below them cuts no gap in two', async () => {
    const number = await opened();
    await booked(['1', '5'].map((serial) => flow(number, serial)));
    await banks.submit('submitSpecialWageAccounts', [account(number, { lastSerial: '2' })], {
      sentAt: LATER,
    });
    const id = banks.recordId();
    const shown = (await banks.read(MISSING, { id })) as { missingSerials: unknown };
    expect(shown.missingSerials).toMatchObject({ count: 3, gaps: [gap('2', '4')] });
  });
});

describe('A booking that is undone keeps its direction', () => {
  const SAME = 'REJECTED UNDONE_DIRECTION_SAME direction';

  test('when it is corrected, and when it is withdrawn and stated anew', async () => {
    const number = await opened();
    const [first] = await booked([flow(number, '1')]);
    await booked([flow(number, '2', reversal('OUT', '1'))]);
    expect(await submit([flow(number, '1', OUT)], LATER)).toEqual([SAME]);
    expect(await submit([flow(number, '1', { summary: '更正' })], LATER)).toEqual(['CORRECTED']);
    expect(await banks.withdraw('ACCOUNT_FLOW', first!, { sentAt: LATEST })).toEqual([
      'CORRECTED WITHDRAWN +STILL_NAMED',
    ]);
    expect(await submit([flow(number, '1', OUT)], '2026-03-01T07:50:00+08:00')).toEqual([SAME]);
    expect(await submit([flow(number, '1')], '2026-03-01T07:50:00+08:00')).toEqual(['CORRECTED']);
  });
});

describe('What undoes an undoing is not taken back while more would be undone than there is', () => {
  const FAST = 'REJECTED UNDONE_AMOUNT_EXCEEDED';
  const month = '2026-07';
  const four = async () => {
    const number = await opened();
    const ids = await booked([
      flow(number, '1', { kind: 'LABOUR_COST' }),
      flow(number, '2', reversal('OUT', '1', '60.00')),
      flow(number, '3', reversal('IN', '2', '60.00')),
      flow(number, '4', reversal('OUT', '1')),
    ]);
    return { number, ids };
  };

  test('alone, and with others that do not change it', async () => {
    const { number, ids } = await four();
    await banks.submit('submitLabourCostTransfers', [
      {
        bankCode: '102',
        accountNumber: number,
        flowSerial: '1',
        amount: '100.00',
        transferredOn: '2026-02-28',
        forMonth: month,
      },
    ]);
    expect(await banks.withdraw('ACCOUNT_FLOW', ids[2]!)).toEqual([FAST]);
    const [shown] = (await banks.read(
      `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Project { labourCost(month: "${month}") { received undone } } } }`,
      { of: [{ __typename: 'Project', code: 'A' }] },
    )) as unknown[];
    expect(shown).toEqual({ labourCost: { received: '100.00', undone: '100.00' } });
    expect(await banks.withdraw('ACCOUNT_FLOW', ids[3]!)).toEqual(['CORRECTED WITHDRAWN']);
    expect(await banks.withdraw('ACCOUNT_FLOW', ids[2]!, { sentAt: LATEST })).toEqual([
      'CORRECTED WITHDRAWN',
    ]);
  });

  test.each([
    ['all that it was one of', [0, 1, 2, 3]],
    ['what came after it as well', [2, 3]],
  ])('but it is together with %s, whichever is named first', async (_name, places) => {
    for (const order of [places, [...places].reverse()]) {
      const { ids } = await four();
      const told = await banks.withdrawAll(
        'ACCOUNT_FLOW',
        order.map((at) => ids[at]!),
      );
      expect(told).toEqual(order.map(() => 'CORRECTED WITHDRAWN'));
    }
  });

  test('nor is it moved to another booking', async () => {
    const { number } = await four();
    await booked([flow(number, '7', OUT)]);
    expect(await submit([flow(number, '3', reversal('IN', '7', '60.00'))], LATER)).toEqual([
      `${FAST} amount`,
    ]);
  });
});

describe('An account that is taken back', () => {
  const withdrawn = async (number: string) =>
    banks.withdraw('SPECIAL_WAGE_ACCOUNT', await idOf(number), { sentAt: LATEST });

  test.each<[string, string, object]>([
    ['a booking', 'submitAccountFlows', { ...flow('', '1') }],
    [
      'a transfer of labour cost',
      'submitLabourCostTransfers',
      { flowSerial: '1', amount: '1.00', transferredOn: '2026-02-20', forMonth: '2026-02' },
    ],
    ['a day without bookings', 'submitEmptyAccountDays', { day: '2026-02-11' }],
    [
      'a freeze',
      'submitAccountFreezes',
      {
        target: 'SPECIAL_ACCOUNT',
        orderNo: '（2026）桂示例执9号',
        authority: '示例区人民法院',
        measure: 'FREEZE',
        cause: 'WAGES_OF_THIS_PROJECT',
        effectiveOn: '2026-02-10',
      },
    ],
  ])('is told that it is named by %s, and not when nothing names it', async (_name, operation, more) => {
    const number = await opened();
    expect(await withdrawn(await opened())).toEqual(['CORRECTED WITHDRAWN']);
    const [told] = await banks.submit(operation, [{ ...more, bankCode: '102', accountNumber: number }]);
    expect(told).toMatch(/^ACCEPTED/);
    expect(await withdrawn(number)).toEqual(['CORRECTED WITHDRAWN +STILL_NAMED']);
  });

  test('is told so by a payment out of it, and not while another source keeps it on record', async () => {
    const [number, kept] = [await opened(), await opened()];
    const workerId = randomUUID();
    const line = { projectCode: 'A', sheetNo: 'S-1', payMonth: '2026-01' };
    const at = '2026-02-20T09:00:00+08:00';
    await banks.registry.write(MigrantWorker, at, [{ workerId, name: '林某某' }]);
    await banks.registry.write(PayrollSheet, at, [
      { ...line, unitCode: CONTRACTOR, status: 'PayRoll.50', totalPayableFen: 0n, totalActualFen: 0n },
    ]);
    await banks.registry.write(PayrollEntry, at, [
      { ...line, workerId, lineNo: 1, payableFen: 10_000n, actualFen: 10_000n, isBackPay: false },
    ]);
    const paid = {
      projectCode: 'A',
      sheetNo: 'S-1',
      lineNo: 1,
      workerId,
      bankCode: '102',
      amount: '100.00',
      result: 'SUCCESS',
      paidOn: '2026-02-28',
      payerAccountNumber: number,
    };
    expect(await banks.submit('submitDisbursements', [paid])).toEqual(['ACCEPTED']);
    expect(await withdrawn(number)).toEqual(['CORRECTED WITHDRAWN +STILL_NAMED']);
    await booked([flow(kept, '1')]);
    await banks.submit('submitSpecialWageAccounts', [account(kept)], { caller: other });
    expect(await withdrawn(kept)).toEqual(['CORRECTED WITHDRAWN_OTHER_SHOWN']);
  });
});

test('A day stated empty and a booking of it at one instant: one is told of the other', async () => {
  for (let round = 0; round < 16; round++) {
    const number = await opened();
    const [[booking], [empty]] = (await Promise.all([
      banks.submit('submitAccountFlows', [flow(number, '1')], { caller: platform }),
      banks.submit(
        'submitEmptyAccountDays',
        [{ bankCode: '102', accountNumber: number, day: '2026-02-28' }],
        {
          caller: other,
        },
      ),
    ])) as [string[], string[]];
    expect([
      ['ACCEPTED', 'REJECTED DAY_HAS_FLOWS day'],
      ['ACCEPTED +DAY_STATED_EMPTY', 'ACCEPTED'],
    ]).toContainEqual([booking, empty]);
  }
});
