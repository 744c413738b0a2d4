import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LATER, type OpenBanks, openBanksBeside, other, platform } from './support/open-banks.ts';

let banks: OpenBanks;
let last = 0;
const LATEST = '2026-03-01T07:45:00+08:00';

beforeAll(async () => {
  banks = await openBanksBeside();
});
afterAll(() => banks?.close());

const opened = async (projectCode = 'A'): Promise<string> => {
  const accountNumber = `45010000000088${String(++last).padStart(6, '0')}`;
  await banks.submit('submitSpecialWageAccounts', [
    { bankCode: '102', accountNumber, projectCode, status: 'FROZEN' },
  ]);
  return accountNumber;
};
const flow = (accountNumber: string, more: object = {}) => ({
  bankCode: '102',
  accountNumber,
  serial: '1',
  occurredAt: '2026-02-28T10:00:00+08:00',
  direction: 'IN',
  amount: '500.00',
  kind: 'LABOUR_COST',
  ...more,
});
const transfer = (accountNumber: string, more: object = {}) => ({
  bankCode: '102',
  accountNumber,
  flowSerial: '1',
  amount: '500.00',
  transferredOn: '2026-02-28',
  forMonth: '2026-04',
  ...more,
});
const WAGE = { direction: 'OUT', kind: 'WAGE' };
const flows = (records: object[], sentAt?: string) =>
  banks.submit('submitAccountFlows', records, sentAt ? { sentAt } : {});
const transfers = (records: object[], sentAt?: string) =>
  banks.submit('submitLabourCostTransfers', records, sentAt ? { sentAt } : {});

describe('A booking that says otherwise than the transfer of labour cost that names it is told', () => {
  test.each<[string, object, string]>([
    ['another amount', { amount: '50.00' }, ' +TRANSFER_DIFFERS'],
    ['another direction', WAGE, ' +TRANSFER_DIFFERS'],
    ['another day', { occurredAt: '2026-02-27T10:00:00+08:00' }, ' +TRANSFER_DIFFERS'],
    ['nothing else', {}, ''],
    ['the next accounting day, booked on the day of the transfer', { accountingOn: '2026-03-01' }, ''],
    [
      'that accounting day, booked the evening before',
      { occurredAt: '2026-02-27T22:00:00+08:00', accountingOn: '2026-02-28' },
      '',
    ],
  ])('%s: when it comes, and when it is corrected', async (_name, more, warning) => {
    const [after, corrected] = [await opened(), await opened()];
    expect(await transfers([transfer(after)])).toEqual(['ACCEPTED +FLOW_NOT_ON_RECORD']);
    expect(await flows([flow(after, more)])).toEqual([`ACCEPTED${warning}`]);
    expect(await flows([flow(corrected, { summary: '人工费' })])).toEqual(['ACCEPTED']);
    expect(await transfers([transfer(corrected)])).toEqual(['ACCEPTED']);
    expect(await flows([flow(corrected, more)], LATER)).toEqual([`CORRECTED${warning}`]);
  });

  test('and so is the transfer of another day than its booking, which is taken', async () => {
    const number = await opened();
    await flows([flow(number)]);
    expect(await transfers([transfer(number, { transferredOn: '2026-02-27' })])).toEqual([
      'ACCEPTED +TRANSFER_DIFFERS',
    ]);
    expect(await transfers([transfer(number, { amount: '50.00' })], LATER)).toEqual([
      'REJECTED FLOW_DIFFERS amount',
    ]);
  });

  test('and whoever takes it back is told that it is named', async () => {
    const number = await opened();
    await flows([flow(number), flow(number, { serial: '2' })]);
    const [named, unnamed] = banks.receipt().verdicts.map(({ recordId }) => recordId!);
    await transfers([transfer(number)]);
    expect(await banks.withdraw('ACCOUNT_FLOW', unnamed!)).toEqual(['CORRECTED WITHDRAWN']);
    expect(await banks.withdraw('ACCOUNT_FLOW', named!)).toEqual(['CORRECTED WITHDRAWN +STILL_NAMED']);
  });

  test('at one instant one of the two is told what it would be after the other', async () => {
    for (let round = 0; round < 12; round++) {
      const number = await opened();
      const [[booked], [stated]] = (await Promise.all([
        banks.submit('submitAccountFlows', [flow(number, { amount: '50.00' })], { caller: platform }),
        banks.submit('submitLabourCostTransfers', [transfer(number)], { caller: other }),
      ])) as [string[], string[]];
      expect([
        ['ACCEPTED', 'REJECTED FLOW_DIFFERS amount'],
        ['ACCEPTED +TRANSFER_DIFFERS', 'ACCEPTED +FLOW_NOT_ON_RECORD'],
      ]).toContainEqual([booked, stated]);
    }
  });

  test('nor does it go unseen when it is taken back at that instant', async () => {
    for (let round = 0; round < 16; round++) {
      const number = await opened();
      await flows([flow(number)]);
      const id = banks.recordId();
      const [[taken], [stated]] = (await Promise.all([
        banks.withdraw('ACCOUNT_FLOW', id),
        banks.submit('submitLabourCostTransfers', [transfer(number)], { caller: other }),
      ])) as [string[], string[]];
      expect([
        ['CORRECTED WITHDRAWN', 'ACCEPTED +FLOW_NOT_ON_RECORD'],
        ['CORRECTED WITHDRAWN +STILL_NAMED', 'ACCEPTED'],
      ]).toContainEqual([taken, stated]);
    }
  });
});

describe('What is received says how much of it is in doubt', () => {
  const MONTH = `query ($of: [_Any!]!, $month: YearMonth!) { _entities(representations: $of) { ... on Project {
    labourCost(month: $month) { received undone inDoubt }
    labourCostTransfers(month: $month) { flowSerial undone differences flow { serial } } } } }`;
  const month = async (of: string, projectCode = 'B') => {
    const asked = { of: [{ __typename: 'Project', code: projectCode }], month: of };
    const [shown] = (await banks.read(MONTH, asked)) as Shown[];
    return shown!;
  };
  const ranked = async (of: string) => {
    const rows = (await banks.read(
      `{ labourCostByDivision(division: "450100", month: "${of}") { division received undone inDoubt } }`,
    )) as Ranked[];
    return rows.map((one) => `${one.division}: ${one.received}, ${one.undone}, ${one.inDoubt}`);
  };

  test('by the transfers, of the month and by division; what agrees or has no booking yet is in none', async () => {
    const [number, forMonth] = [await opened('B'), '2026-05'];
    const of = (flowSerial: string, more: object = {}) => transfer(number, { flowSerial, forMonth, ...more });
    await transfers(['1', '2', '3', '4', '5'].map((serial) => of(serial)));
    await flows([
      flow(number, { serial: '1', amount: '50.00' }),
      flow(number, { serial: '2', ...WAGE, occurredAt: '2026-02-27T10:00:00+08:00' }),
      flow(number, { serial: '3' }),
      flow(number, { serial: '4', occurredAt: '2026-02-27T10:00:00+08:00' }),
    ]);
    const { labourCost, labourCostTransfers } = await month(forMonth);
    expect(labourCost).toEqual({ received: '2500.00', undone: '0.00', inDoubt: '1500.00' });
    expect(labourCostTransfers.map(({ flowSerial, differences }) => [flowSerial, differences])).toEqual([
      ['1', ['AMOUNT']],
      ['2', ['DIRECTION', 'DAY']],
      ['3', []],
      ['4', ['DAY']],
      ['5', null],
    ]);
    expect(await ranked(forMonth)).toEqual(['450103: 2500.00, 0.00, 1500.00']);
  });

  test('and what was undone of it is never more, and nothing while its booking is not on record', async () => {
    const [number, forMonth] = [await opened('C'), '2026-06'];
    const back = { ...WAGE, kind: 'REVERSAL', occurredAt: '2026-02-28T11:00:00+08:00' };
    await flows([flow(number, { serial: '20', amount: '5.00' })]);
    const booked = banks.recordId();
    await flows([flow(number, { ...back, serial: '21', undoesSerial: '20', amount: '2.00' })]);
    await transfers([
      transfer(number, { flowSerial: '20', amount: '5.00', forMonth }),
      transfer(number, { flowSerial: '22', amount: '1.00', forMonth }),
    ]);
    // More was undone of this one than its transfer says that came.
    await flows([
      flow(number, { serial: '22' }),
      flow(number, { ...back, serial: '23', undoesSerial: '22' }),
    ]);
    expect((await month(forMonth, 'C')).labourCost).toEqual({
      received: '6.00',
      undone: '3.00',
      inDoubt: '1.00',
    });
    expect(await ranked(forMonth)).toEqual(['450103: 6.00, 3.00, 1.00']);
    await banks.withdraw('ACCOUNT_FLOW', booked, { sentAt: LATEST });
    expect(await month(forMonth, 'C')).toEqual({
      labourCost: { received: '6.00', undone: '1.00', inDoubt: '1.00' },
      labourCostTransfers: [
        { flowSerial: '20', undone: '0.00', differences: null, flow: null },
        { flowSerial: '22', undone: '1.00', differences: ['AMOUNT'], flow: { serial: '22' } },
      ],
    });
    expect(await ranked(forMonth)).toEqual(['450103: 6.00, 1.00, 1.00']);
  });
});

interface Shown {
  readonly labourCost: object;
  readonly labourCostTransfers: readonly { readonly flowSerial: string; readonly differences: unknown }[];
}

type Ranked = Readonly<Record<'division' | 'received' | 'undone' | 'inDoubt', string>>;
