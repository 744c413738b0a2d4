import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Caller } from '../../../kernel/caller.ts';
import { Disbursement, SpecialWageAccount } from '../../../subgraphs/banking/facts.ts';
import { type Department, official } from '../support/department.ts';
import { send, vendor } from '../support/submitting.ts';
import { account, county, FEBRUARY, key, ofB, openBanks } from './support/bank-records.ts';

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
      `query ($of: [_Any!]!) {
        _entities(representations: $of) { ... on WorkerMonth { paid paidElsewhere arePaymentsWhole areAccountsWhole } }
      }`,
      { variables: { of: [{ __typename: 'WorkerMonth', month: '2026-02', ...of }] } },
    );
    expect(errors).toBeUndefined();
    return (data!._entities as object[])[0];
  };

  test.each([
    ['successes of the month, none that came back', 'A', onlySpecial, ['120.50', '0.00']],
    ['other banks than the special account’s', 'A', partlyElsewhere, ['107.00', '7.00']],
    ['a project whose account nobody knows', 'C', ofUnknown, ['7.00', '7.00']],
    ['another account of the same bank', 'A', byNumber, ['120.50', '20.50']],
    ['another project’s account', 'A', byForeign, ['120.50', '120.50']],
    ['another’s account that the project shares', 'A', byShared, ['120.50', '0.00']],
    ['a project that has no account', 'E', ofNoAccount, ['120.50', '120.50']],
    ['an account after its closing', 'D', byClosed, ['120.50', '100.00']],
    ['nobody’s', 'A', randomUUID(), ['0.00', '0.00']],
  ])('counts %s', async (_what, projectCode, workerId, [sum, elsewhere]) => {
    expect(await asked(county, { projectCode, workerId })).toMatchObject({
      paid: sum,
      paidElsewhere: elsewhere,
    });
  });

  test.each([
    ['a bank has said so', 'A', true, true],
    ['a bank has said that there is nothing', 'E', true, true],
    ['no bank has said anything', 'C', false, false],
    ['banks have stated facts and said nothing', 'D', false, false],
  ])('is whole where %s', async (_what, projectCode, arePaymentsWhole, areAccountsWhole) => {
    const told = await asked(county, { projectCode, workerId: worker });
    expect(told).toMatchObject({ arePaymentsWhole, areAccountsWhole });
  });
  const worker = randomUUID();

  test('is not whole while the bank has not stated the month to its end', async () => {
    const of = [{ __typename: 'WorkerMonth', month: '2026-02', projectCode: 'A', workerId: worker }];
    const ask = async () => {
      const { data } = await banks.ask(
        county,
        `query ($of: [_Any!]!) { _entities(representations: $of) { ... on WorkerMonth { arePaymentsWhole areAccountsWhole
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
      arePaymentsWhole: false,
      areAccountsWhole: true,
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
      arePaymentsWhole: true,
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
