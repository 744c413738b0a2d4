import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Caller } from '../../../kernel/caller.ts';
import { Disbursement, SpecialWageAccount } from '../../../subgraphs/banking/facts.ts';
import { threeWayMatch } from '../../../subgraphs/banking/rules/three-way-match.ts';
import { type Department, official } from '../support/department.ts';
import { send, vendor } from '../support/submitting.ts';
import { account, county, FEBRUARY, key, ofB, openBanks } from './support/bank-records.ts';

describe('Identity, attendance and payment of a month', () => {
  const fine = {
    isRegistered: true,
    isContracted: true,
    presentDays: 20,
    isOnSheet: true,
    sheetDays: 20,
    payableFen: 600_000n,
    actualFen: 500_000n,
    paidFen: 500_000n,
    paidElsewhereFen: 0n,
  };
  const WHOLE = {
    rosters: true,
    contracts: true,
    attendance: true,
    sheets: true,
    payments: true,
    accounts: true,
  };
  const unpaid = { isOnSheet: false, sheetDays: null, payableFen: 0n, actualFen: 0n, paidFen: 0n };

  test.each([
    [{}, 'MATCH'],
    [{ sheetDays: null }, 'MATCH'],
    [{ sheetDays: 19 }, 'MATCH'],
    [{ payableFen: 500_000n }, 'MATCH'],
    // Nobody came and nobody was paid.
    [{ ...unpaid, presentDays: 0 }, 'MATCH'],
    [{ isRegistered: false }, 'NO_REGISTRATION'],
    // The gravest is told.
    [{ isRegistered: false, isContracted: false, paidFen: 0n }, 'NO_REGISTRATION'],
    [{ isContracted: false }, 'NO_CONTRACT'],
    [{ isContracted: false, sheetDays: 31 }, 'NO_CONTRACT'],
    [{ paidElsewhereFen: 1n }, 'PAID_OTHER_ACCOUNT'],
    [{ paidFen: 0n, paidElsewhereFen: 500_000n }, 'PAID_OTHER_ACCOUNT'],
    [{ ...unpaid, paidFen: 500_000n }, 'PAID_WITHOUT_SHEET'],
    [{ ...unpaid, paidFen: 500_000n, presentDays: 0 }, 'PAID_WITHOUT_SHEET'],
    [{ presentDays: 0 }, 'ABSENT_PAID'],
    [{ paidFen: 0n }, 'PRESENT_UNPAID'],
    [{ ...unpaid, presentDays: 1 }, 'PRESENT_UNPAID'],
    [{ sheetDays: 21 }, 'DAYS_EXCEED'],
    [{ sheetDays: 21, paidFen: 499_999n }, 'DAYS_EXCEED'],
    [{ paidFen: 499_999n }, 'PAID_SHORT'],
    // On a sheet without days, neither come nor paid.
    [{ presentDays: 0, sheetDays: null, paidFen: 0n }, 'PAID_SHORT'],
    [{ paidFen: 500_001n }, 'PAID_OVER'],
    [{ payableFen: 499_999n }, 'PAID_OVER'],
  ])('of which is known %j is %s', (more, match) => {
    expect(threeWayMatch({ ...fine, ...more }, WHOLE, 0)).toBe(match);
  });

  test.each([
    ['payments', { paidFen: 0n }, 'NOT_YET_JUDGEABLE'],
    ['payments', { paidFen: 1n }, 'NOT_YET_JUDGEABLE'],
    ['payments', {}, 'MATCH'],
    // More than the sheets say needs another sheet, not another payment.
    ['payments', { paidFen: 500_001n }, 'PAID_OVER'],
    ['sheets', { paidFen: 500_001n }, 'NOT_YET_JUDGEABLE'],
    ['sheets', { ...unpaid, paidFen: 1n }, 'NOT_YET_JUDGEABLE'],
    ['attendance', { presentDays: 0 }, 'NOT_YET_JUDGEABLE'],
    ['attendance', { sheetDays: 21 }, 'NOT_YET_JUDGEABLE'],
    ['rosters', { isRegistered: false }, 'NOT_YET_JUDGEABLE'],
    ['contracts', { isContracted: false }, 'NOT_YET_JUDGEABLE'],
    ['accounts', { paidElsewhereFen: 1n }, 'NOT_YET_JUDGEABLE'],
    // Money that may yet turn out to come from the project's account is no money that is missing.
    ['accounts', { paidFen: 0n, paidElsewhereFen: 500_000n }, 'NOT_YET_JUDGEABLE'],
    ['accounts', { paidFen: 0n, paidElsewhereFen: 499_999n }, 'PAID_SHORT'],
    // The next that can be told is.
    ['contracts', { isContracted: false, paidFen: 0n }, 'PRESENT_UNPAID'],
    ['attendance', { sheetDays: 21, paidFen: 1n }, 'PAID_SHORT'],
    // What is there already is told, whatever may still come.
    ['payments', { payableFen: 499_999n }, 'PAID_OVER'],
  ])('while %s may still come, of %j is %s', (what, more, match) => {
    expect(threeWayMatch({ ...fine, ...more }, { ...WHOLE, [what]: false }, 0)).toBe(match);
  });

  test.each([
    [22, 2, 'MATCH'],
    [23, 2, 'DAYS_EXCEED'],
    [21, 0, 'DAYS_EXCEED'],
  ])('allows sheets of %i days on 20 with a tolerance of %i: %s', (sheetDays, toleranceDays, match) => {
    expect(threeWayMatch({ ...fine, sheetDays }, WHOLE, toleranceDays)).toBe(match);
  });
});

describe('What the banks know of a worker’s month', () => {
  const [onlySpecial, partlyElsewhere, ofUnknown] = [randomUUID(), randomUUID(), randomUUID()];
  const [byNumber, byClosed, ofNoAccount, byForeign, byShared] = [
    randomUUID(),
    randomUUID(),
    randomUUID(),
    randomUUID(),
    randomUUID(),
  ];
  const paid = (
    projectCode: string,
    workerId: string,
    bankCode: string,
    amountFen: bigint,
    more: object = {},
  ) => ({
    payrollEntryId: randomUUID(),
    attempt: 1,
    projectCode,
    workerId,
    bankCode,
    amountFen,
    result: 'SUCCESS',
    paidOn: '2026-02-10',
    payMonth: '2026-02',
    ...more,
  });

  /** Beyond the end of February in Asia/Shanghai. */
  const WHOLE = '2026-03-01T06:00:00+08:00';
  const noSheet = { isOnSheet: false, sheetDays: null, payable: null, actual: null };

  let banks: Department;
  beforeAll(async () => {
    // Project A has its special account with bank 102, project C none that is on record.
    banks = await openBanks();
    await banks.scope([
      ['C', 'HOUSING', '450103'],
      ['D', 'HOUSING', '450103'],
      ['E', 'HOUSING', '450103'],
    ]);
    // Project D had an account with bank 104, which was closed on the fifth of February.
    const closed = key('104', '2104000000000001');
    const shared = key('105', '2105000000000001');
    await banks.write(SpecialWageAccount, FEBRUARY, [
      { ...account(closed, '2104000000000001', 'D'), status: 'CLOSED', closedOn: '2026-02-05' },
      // An account of project B that project A shares.
      { ...account(shared, '2105000000000001', 'B'), sharedProjects: [{ projectCode: 'A' }] },
    ]);
    const from = ({ accountIndex }: ReturnType<typeof key>) => ({ payerAccountIndex: accountIndex });
    const verdicts = await banks.write(Disbursement, FEBRUARY, [
      paid('A', onlySpecial, '102', 100_00n),
      paid('A', onlySpecial, '102', 20_50n),
      paid('A', onlySpecial, '102', 999_00n, { payMonth: '2026-01' }),
      paid('A', onlySpecial, '102', 999_00n, { result: 'RETURNED' }),
      paid('A', partlyElsewhere, '102', 100_00n),
      paid('A', partlyElsewhere, '103', 7_00n),
      paid('C', ofUnknown, '103', 7_00n),
      paid('A', byNumber, '102', 100_00n, from(key('102', '2102000000000001'))),
      paid('A', byNumber, '102', 20_50n, from(key('102', '2102000000000404'))),
      paid('A', byForeign, '103', 120_50n, from(ofB)),
      paid('A', byShared, '105', 120_50n, from(shared)),
      paid('D', byClosed, '104', 100_00n, from(closed)),
      paid('D', byClosed, '104', 20_50n, { paidOn: '2026-02-05' }),
      paid('E', ofNoAccount, '102', 120_50n),
    ]);
    expect(new Set(verdicts.map(({ outcome }) => outcome))).toEqual(new Set(['ACCEPTED']));
    // Of A a bank says that February is whole, also of payments, of which it states none of its own.
    const another = { bankCode: '102', accountNumber: '2102000000000009', projectCode: 'A' };
    await state('submitSpecialWageAccounts', 'SpecialWageAccountRecordInput', [another]);
    await state('submitDisbursements', 'DisbursementRecordInput', []);
    // Of E it states something, and so that there is no account and that payments are whole.
    const exempt = { projectCode: 'E', form: 'EXEMPT', required: '0.00', status: 'STORED' };
    await state('submitGuaranteeDeposits', 'GuaranteeDepositRecordInput', [exempt]);
  });
  afterAll(() => banks?.close());

  const state = (
    operation: string,
    input: string,
    records: readonly object[],
    { completeUpTo = WHOLE, sentAt = '2026-03-01T07:00:00+08:00' } = {},
  ) =>
    send(
      banks,
      vendor('bank-102', '450103', ['account:submit', 'payroll:submit'], 'HOUSING'),
      operation,
      input,
      records,
      {
        source: 'bank-102',
        completeUpTo,
        sentAt,
      },
    );

  const asked = async (caller: Caller, of: object) => {
    const { data, errors } = await banks.ask(
      caller,
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on WorkerMonth { paid paidElsewhere threeWayMatch } } }',
      { variables: { of: [{ __typename: 'WorkerMonth', month: '2026-02', ...HANDED_OVER, ...of }] } },
    );
    expect(errors).toBeUndefined();
    return (data!._entities as object[])[0];
  };
  const HANDED_OVER = {
    isRegistered: true,
    isContracted: true,
    presentDays: 2,
    isOnSheet: true,
    sheetDays: 2,
    payable: '120.50',
    actual: '120.50',
    areRostersWhole: true,
    isAttendanceWhole: true,
    areSheetsWhole: true,
    areContractsWhole: true,
  };

  test.each([
    ['successes of the month, none that came back', 'A', onlySpecial, {}, ['120.50', '0.00', 'MATCH']],
    ['beside the sheets', 'A', onlySpecial, { actual: '120.51' }, ['120.50', '0.00', 'PAID_SHORT']],
    ['without any', 'A', onlySpecial, noSheet, ['120.50', '0.00', 'PAID_WITHOUT_SHEET']],
    [
      'whatever the contract, unless it is not known',
      'A',
      onlySpecial,
      { isContracted: null },
      ['120.50', '0.00', null],
    ],
    [
      'other banks than the special account’s',
      'A',
      partlyElsewhere,
      {},
      ['107.00', '7.00', 'PAID_OTHER_ACCOUNT'],
    ],
    [
      'a project whose account nobody knows, while one may still be stated',
      'C',
      ofUnknown,
      { actual: '7.00' },
      ['7.00', '7.00', 'NOT_YET_JUDGEABLE'],
    ],
    ['another account of the same bank', 'A', byNumber, {}, ['120.50', '20.50', 'PAID_OTHER_ACCOUNT']],
    ['another project’s account', 'A', byForeign, {}, ['120.50', '120.50', 'PAID_OTHER_ACCOUNT']],
    ['another’s account that the project shares', 'A', byShared, {}, ['120.50', '0.00', 'MATCH']],
    ['a project that has no account', 'E', ofNoAccount, {}, ['120.50', '120.50', 'PAID_OTHER_ACCOUNT']],
    ['an account after its closing', 'D', byClosed, {}, ['120.50', '100.00', 'NOT_YET_JUDGEABLE']],
    ['nobody’s', 'A', randomUUID(), {}, ['0.00', '0.00', 'PRESENT_UNPAID']],
  ])('counts %s', async (_what, projectCode, workerId, handedOver, [sum, elsewhere, match]) => {
    expect(await asked(county, { projectCode, workerId, ...handedOver })).toEqual({
      paid: sum,
      paidElsewhere: elsewhere,
      threeWayMatch: match,
    });
  });

  const NOTHING_WHOLE = { areRostersWhole: false, isAttendanceWhole: false, areSheetsWhole: false };
  const worker = randomUUID();
  test.each([
    ['the province has not said', NOTHING_WHOLE, 'PRESENT_UNPAID', 'A'],
    ['of a project of which no bank has said anything', {}, 'NOT_YET_JUDGEABLE', 'C'],
    [
      'nobody has said whether the attendance is whole',
      { presentDays: 0, isAttendanceWhole: false, sheetDays: 2, actual: '0.00' },
      'NOT_YET_JUDGEABLE',
      'A',
    ],
    [
      'contracts may still come',
      { isContracted: false, areContractsWhole: null },
      'PRESENT_UNPAID',
      'A',
    ],
  ])('tells what can be told when %s', async (_what, handedOver, match, projectCode) => {
    const told = await asked(county, { projectCode, workerId: worker, ...handedOver });
    expect(told).toMatchObject({ threeWayMatch: match });
  });

  test('nobody is told to be unpaid while the bank has not stated the month whole', async () => {
    const of = [
      { __typename: 'WorkerMonth', month: '2026-02', ...HANDED_OVER, projectCode: 'A', workerId: worker },
    ];
    const ask = async () => {
      const { data } = await banks.ask(
        county,
        `query ($of: [_Any!]!) { _entities(representations: $of) { ... on WorkerMonth { threeWayMatch
          bankingFreshness { completeUpTo coversPeriod isBehind behind { dataset sourceSystem } } } } }`,
        { variables: { of } },
      );
      return (data!._entities as object[])[0];
    };
    await state('submitDisbursements', 'DisbursementRecordInput', [], {
      completeUpTo: '2026-02-27T06:00:00+08:00',
      sentAt: '2026-03-01T07:10:00+08:00',
    });
    expect(await ask()).toEqual({
      threeWayMatch: 'NOT_YET_JUDGEABLE',
      bankingFreshness: {
        completeUpTo: '2026-02-27T06:00:00+08:00',
        coversPeriod: false,
        isBehind: true,
        behind: [{ dataset: 'DISBURSEMENT', sourceSystem: 'bank-102' }],
      },
    });
    await state('submitDisbursements', 'DisbursementRecordInput', [], {
      sentAt: '2026-03-01T07:20:00+08:00',
    });
    expect(await ask()).toMatchObject({
      threeWayMatch: 'PRESENT_UNPAID',
      bankingFreshness: { coversPeriod: true, isBehind: false, behind: [] },
    });
  });

  test('is nothing for a caller of another county', async () => {
    const elsewhere = official('450203', 'HOUSING');
    expect(await asked(elsewhere, { projectCode: 'A', workerId: onlySpecial })).toMatchObject({
      paid: '0.00',
    });
  });
});
