import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hubCaller, SCOPES } from '../../../kernel/caller.ts';
import { AccountFlow, Disbursement, SpecialWageAccount } from '../../../subgraphs/banking/facts.ts';
import { MigrantWorker, PayrollEntry, PayrollSheet } from '../../../subgraphs/provincial/facts.ts';
import { official } from '../support/department.ts';
import { account as recorded, FEBRUARY, JANUARY, key, openBanks } from './support/bank-records.ts';
import { CONTRACTOR, LATER, type OpenBanks, openBanksBeside, other, platform } from './support/open-banks.ts';

const lin = randomUUID();
const AT = '2026-02-20T09:00:00+08:00';
const LINES = 120;
const LATEST = '2026-03-01T07:45:00+08:00';
let banks: OpenBanks;
let [accounts, line] = [0, 0];

beforeAll(async () => {
  banks = await openBanksBeside();
  await banks.scope([['ELSEWHERE', 'HOUSING', '450105']]);
  await banks.registry.write(MigrantWorker, AT, [{ workerId: lin, name: '林某某' }]);
  const sheet = { projectCode: 'A', sheetNo: 'S-1', payMonth: '2026-01' };
  await banks.registry.write(PayrollSheet, AT, [
    { ...sheet, unitCode: CONTRACTOR, status: 'PayRoll.50', totalPayableFen: 0n, totalActualFen: 0n },
  ]);
  await banks.registry.write(
    PayrollEntry,
    AT,
    Array.from({ length: LINES }, (_, at) => ({
      ...sheet,
      ...{ lineNo: at + 1, workerId: lin, payableFen: 10_000n, actualFen: 10_000n, isBackPay: false },
    })),
  );
});
afterAll(() => banks?.close());

const opened = async (more: object = {}, sending = {}): Promise<string> => {
  const accountNumber = `45010000000077${String(++accounts).padStart(6, '0')}`;
  const record = { bankCode: '102', accountNumber, projectCode: 'A', status: 'FROZEN', ...more };
  await banks.submit('submitSpecialWageAccounts', [record], sending);
  return accountNumber;
};
const flow = (accountNumber: string, more: object = {}) => ({
  bankCode: '102',
  accountNumber,
  serial: '1',
  occurredAt: '2026-02-28T10:00:00+08:00',
  direction: 'OUT',
  amount: '100.00',
  kind: 'WAGE',
  ...more,
});
const payment = (payerAccountNumber: string, more: object = {}) => ({
  projectCode: 'A',
  sheetNo: 'S-1',
  lineNo: ++line,
  workerId: lin,
  bankCode: '102',
  amount: '100.00',
  result: 'SUCCESS',
  paidOn: '2026-02-28',
  payerAccountNumber,
  flowSerial: '0001',
  ...more,
});
const flows = (records: object[], sentAt?: string) =>
  banks.submit('submitAccountFlows', records, sentAt ? { sentAt } : {});
const pays = (records: object[], sending = {}) => banks.submit('submitDisbursements', records, sending);
const back = (accountNumber: string, serial: string, undoesSerial: string, more: object = {}) =>
  flow(accountNumber, { serial, undoesSerial, kind: 'REVERSAL', direction: 'IN', ...more });

const RETURNED = { result: 'RETURNED', reason: '收款行退回' };
const FAILED = { result: 'FAILED', reason: '账号有误' };
const IN = { direction: 'IN', kind: 'OTHER' };
const UNKNOWN = 'ACCEPTED +FLOW_NOT_ON_RECORD';
const DIFFERS = ' +PAYMENT_FLOW_DIFFERS';
const UNDONE = ' +PAYMENT_FLOW_UNDONE';

describe('Whoever states a booking is told of the payments of wages that name it', () => {
  test.each<[string, object, object, string]>([
    ['less than was paid', {}, { amount: '99.99' }, DIFFERS],
    ['less than came back', RETURNED, { amount: '99.99' }, DIFFERS],
    ['which came in', {}, IN, DIFFERS],
    ['by another writing of its serial', {}, { serial: '01', amount: '99.99' }, DIFFERS],
    ['of as much', {}, {}, ''],
    ['of many payments', {}, { amount: '12000.00' }, ''],
    ['less than was not paid', FAILED, { amount: '99.99' }, ''],
    ['of another serial', { flowSerial: '10' }, { amount: '99.99' }, ''],
  ])('%s: when it comes, and when it is corrected', async (_name, paid, booked, warning) => {
    const [after, corrected] = [await opened(), await opened()];
    await pays([payment(after, paid)]);
    expect(await flows([flow(after, booked)])).toEqual([`ACCEPTED${warning}`]);
    await flows([flow(corrected, { summary: '工资' })]);
    await pays([payment(corrected, paid)]);
    expect(await flows([flow(corrected, booked)], LATER)).toEqual([`CORRECTED${warning}`]);
  });

  test('by the largest of them, and by none that was withdrawn', async () => {
    const number = await opened();
    expect(await pays([payment(number, { amount: '40.00' }), payment(number)])).toEqual([
      `${UNKNOWN.replace('+', '+PAID_UNDER_LINE +')}`,
      UNKNOWN,
    ]);
    const [, largest] = banks.receipt().verdicts;
    expect(await flows([flow(number, { amount: '50.00' })])).toEqual([`ACCEPTED${DIFFERS}`]);
    await banks.withdraw('DISBURSEMENT', largest!.recordId!);
    expect(await flows([flow(number, { amount: '49.00' })], LATEST)).toEqual(['CORRECTED']);
  });

  test('and so is who states what undoes it, as far as less is left than was paid', async () => {
    const number = await opened();
    await flows([flow(number, { amount: '300.00' })]);
    expect(await pays([payment(number)])).toEqual(['ACCEPTED']);
    expect(await flows([back(number, '2', '1', { amount: '200.00' })])).toEqual(['ACCEPTED']);
    expect(await flows([back(number, '3', '1', { amount: '0.01' })])).toEqual([`ACCEPTED${UNDONE}`]);
    // What undoes the undoing leaves as much again, and corrected to less it leaves less.
    expect(await flows([back(number, '4', '3', { amount: '0.01', direction: 'OUT' })])).toEqual(['ACCEPTED']);
    expect(await flows([flow(number, { amount: '250.00' })], LATER)).toEqual([`CORRECTED${UNDONE}`]);
  });

  test('not once the payment came back', async () => {
    const number = await opened();
    await flows([flow(number)]);
    await pays([payment(number, RETURNED)]);
    expect(await flows([back(number, '2', '1')])).toEqual(['ACCEPTED']);
  });

  test('in one call with what undoes it each is told what it would be in a call of its own', async () => {
    const number = await opened();
    await pays([payment(number)]);
    const called = [
      flow(number, { amount: '150.00' }),
      back(number, '2', '1', { amount: '50.00' }),
      back(number, '3', '1', { amount: '50.00' }),
    ];
    expect(await flows(called)).toEqual(['ACCEPTED', 'ACCEPTED', `ACCEPTED${UNDONE}`]);
  });

  test('of the projects that share the account, and not of others, who name it for nothing', async () => {
    const shared = { sharedProjects: [{ projectCode: 'A', ledgerDigest: 'ab'.repeat(32) }] };
    const [own, served] = [await opened({ projectCode: 'B' }), await opened({ projectCode: 'B', ...shared })];
    for (const [number, told, warning] of [
      [own, 'ACCEPTED +PAYER_ACCOUNT_DIFFERS', ''],
      [served, UNKNOWN, DIFFERS],
    ] as const) {
      expect(await pays([payment(number)])).toEqual([told]);
      expect(await flows([flow(number, { amount: '1.00' })])).toEqual([`ACCEPTED${warning}`]);
      expect(await banks.withdraw('ACCOUNT_FLOW', banks.recordId(), { sentAt: LATEST })).toEqual([
        `CORRECTED WITHDRAWN${warning && ' +STILL_NAMED'}`,
      ]);
    }
  });

  test('and whoever takes it back is told that it is named, unless the payment failed', async () => {
    const number = await opened();
    await flows(['1', '2', '3'].map((serial) => flow(number, { serial })));
    const ids = banks.receipt().verdicts.map(({ recordId }) => recordId!);
    await pays([payment(number), payment(number, { ...FAILED, flowSerial: '2' })]);
    expect(await banks.withdrawAll('ACCOUNT_FLOW', ids)).toEqual([
      'CORRECTED WITHDRAWN +STILL_NAMED',
      'CORRECTED WITHDRAWN',
      'CORRECTED WITHDRAWN',
    ]);
  });

  test('at one instant one of the two is told what it would be after the other', async () => {
    for (let round = 0; round < 12; round++) {
      const number = await opened();
      const [[booked], [paid]] = (await Promise.all([
        banks.submit('submitAccountFlows', [flow(number, { amount: '50.00' })], { caller: platform }),
        pays([payment(number)], { caller: other }),
      ])) as [string[], string[]];
      expect([
        ['ACCEPTED', `ACCEPTED${DIFFERS}`],
        [`ACCEPTED${DIFFERS}`, UNKNOWN],
      ]).toContainEqual([booked, paid]);
    }
  });

  test('nor does it go unseen when it is taken back at that instant', async () => {
    for (let round = 0; round < 12; round++) {
      const number = await opened();
      await flows([flow(number)]);
      const id = banks.recordId();
      const [[taken], [paid]] = (await Promise.all([
        banks.withdraw('ACCOUNT_FLOW', id),
        pays([payment(number)], { caller: other }),
      ])) as [string[], string[]];
      expect([
        ['CORRECTED WITHDRAWN', UNKNOWN],
        ['CORRECTED WITHDRAWN +STILL_NAMED', 'ACCEPTED'],
      ]).toContainEqual([taken, paid]);
    }
  });
});

describe('A payment shows what its booking contradicts', () => {
  const ONE = 'query ($id: ID!) { disbursement(id: $id) { differences result amount } }';
  const differences = async (id: string, caller?: ReturnType<typeof official>) =>
    ((await banks.read(ONE, { id }, caller)) as { differences: readonly string[] | null }).differences;

  test.each<[string, object, object[], string[] | null]>([
    ['that is not on record', {}, [], null],
    ['that agrees', {}, [{}], []],
    ['of less', {}, [{ amount: '99.99' }], ['AMOUNT']],
    ['that came in, of less', {}, [{ ...IN, amount: '1.00' }], ['DIRECTION', 'AMOUNT']],
    ['that was reversed', {}, [{}, { amount: '0.01' }], ['UNDONE']],
    ['that was reversed, as the payment came back', RETURNED, [{}, {}], []],
    ['of a payment that failed', FAILED, [{ amount: '1.00' }], []],
    ['of no account', { payerAccountNumber: null }, [{ amount: '1.00' }], null],
    ['of no serial', { flowSerial: null }, [{ amount: '1.00' }], null],
  ])('%s', async (_name, paid, [booked, undone], shown) => {
    const number = await opened();
    await pays([payment(number, paid)]);
    const id = banks.recordId();
    if (booked) await flows([flow(number, booked)]);
    if (undone) await flows([back(number, '2', '1', undone)]);
    expect(await differences(id)).toEqual(shown);
  });

  test('as it is by now: what counts as paid stays what was stated', async () => {
    const number = await opened();
    await flows([flow(number)]);
    const booked = banks.recordId();
    await pays([payment(number)]);
    const id = banks.recordId();
    const shown = (told: readonly string[] | null) => ({
      differences: told,
      result: 'SUCCESS',
      amount: '100.00',
    });
    expect(await banks.read(ONE, { id })).toEqual(shown([]));
    await flows([flow(number, { amount: '5.00' })], LATER);
    expect(await banks.read(ONE, { id })).toEqual(shown(['AMOUNT']));
    await banks.withdraw('ACCOUNT_FLOW', booked, { sentAt: LATEST });
    expect(await banks.read(ONE, { id })).toEqual(shown(null));
  });

  test('also to who sees the payment and not the booking, of an account that two projects share', async () => {
    const shared = { sharedProjects: [{ projectCode: 'ELSEWHERE', ledgerDigest: 'ab'.repeat(32) }] };
    const wide = { ...official('450000', 'HOUSING'), scopes: ['account:submit'], organisation: 'vendor-a' };
    const number = await opened(shared, { caller: wide });
    await pays([payment(number)]);
    const id = banks.recordId();
    const booked = flow(number, { projectCode: 'ELSEWHERE', amount: '1.00' });
    await banks.submit('submitAccountFlows', [booked], { caller: wide });
    const county = official('450103', 'HOUSING');
    expect(
      await banks.read('{ accountFlows(filter: { projectCode: "ELSEWHERE" }) { totalCount } }', {}, county),
    ).toEqual({
      totalCount: 0,
    });
    expect(await differences(id, county)).toEqual(['AMOUNT']);
  });

  test('as of any instant', async () => {
    const then = await openBanks();
    try {
      const own = key('102', '2102000000000088');
      const of = (serial: string, amountFen: bigint, more: object = {}) => ({
        ...own,
        ...{
          serial,
          projectCode: 'A',
          accountingOn: '2026-01-10',
          direction: 'OUT',
          amountFen,
          kind: 'WAGE',
        },
        ...more,
      });
      await then.write(SpecialWageAccount, JANUARY, [recorded(own, '2102000000000088', 'A')]);
      await then.write(Disbursement, JANUARY, [
        {
          payrollEntryId: randomUUID(),
          attempt: 1,
          projectCode: 'A',
          workerId: lin,
          bankCode: '102',
          amountFen: 10_000n,
          result: 'SUCCESS',
          paidOn: '2026-01-15',
          payMonth: '2026-01',
          payerAccountIndex: own.accountIndex,
          flowSerial: '009',
        },
      ]);
      const steps: [string, Record<string, unknown>][] = [
        ['2026-01-20T09:00:00+08:00', of('09', 5_000n)],
        ['2026-01-25T09:00:00+08:00', of('9', 10_000n)],
        [FEBRUARY, of('10', 1n, { direction: 'IN', kind: 'REVERSAL', undoesSerial: '9' })],
      ];
      for (const [at, content] of steps) await then.write(AccountFlow, at, [content]);
      const asked = async (asOf?: string) => {
        const { data, errors } = await then.ask(
          { ...hubCaller('tests'), scopes: SCOPES },
          '{ disbursements(filter: { from: "2026-01-15", to: "2026-01-15" }) { nodes { flowSerial differences } } }',
          asOf ? { asOf } : {},
        );
        expect(errors).toBeUndefined();
        const { nodes } = data!.disbursements as { nodes: { flowSerial: string; differences: unknown }[] };
        return nodes.find(({ flowSerial }) => flowSerial === '009')!.differences;
      };
      expect(await asked('2026-01-19T09:00:00+08:00')).toBeNull();
      expect(await asked('2026-01-21T09:00:00+08:00')).toEqual(['AMOUNT']);
      expect(await asked('2026-01-26T09:00:00+08:00')).toEqual([]);
      expect(await asked()).toEqual(['UNDONE']);
    } finally {
      await then.close();
    }
  });
});
