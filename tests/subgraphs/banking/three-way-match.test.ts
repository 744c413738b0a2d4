import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Caller } from '../../../kernel/caller.ts';
import { Disbursement } from '../../../subgraphs/banking/facts.ts';
import { threeWayMatch } from '../../../subgraphs/banking/rules/three-way-match.ts';
import { type Department, official } from '../support/department.ts';
import { county, FEBRUARY, openBanks } from './support/bank-records.ts';

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
    expect(threeWayMatch({ ...fine, ...more })).toBe(match);
  });

  test.each([
    [22, 2, 'MATCH'],
    [23, 2, 'DAYS_EXCEED'],
    [21, 0, 'DAYS_EXCEED'],
  ])('allows sheets of %i days on 20 with a tolerance of %i: %s', (sheetDays, toleranceDays, match) => {
    expect(threeWayMatch({ ...fine, sheetDays }, toleranceDays)).toBe(match);
  });
});

describe('What the banks know of a worker’s month', () => {
  const [onlySpecial, partlyElsewhere, ofUnknown] = [randomUUID(), randomUUID(), randomUUID()];
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

  const noSheet = { isOnSheet: false, sheetDays: null, payable: null, actual: null };

  let banks: Department;
  beforeAll(async () => {
    // Project A has its special account with bank 102, project C none that is on record.
    banks = await openBanks();
    await banks.scope([['C', 'HOUSING', '450103']]);
    const verdicts = await banks.write(Disbursement, FEBRUARY, [
      paid('A', onlySpecial, '102', 100_00n),
      paid('A', onlySpecial, '102', 20_50n),
      paid('A', onlySpecial, '102', 999_00n, { payMonth: '2026-01' }),
      paid('A', onlySpecial, '102', 999_00n, { result: 'RETURNED' }),
      paid('A', partlyElsewhere, '102', 100_00n),
      paid('A', partlyElsewhere, '103', 7_00n),
      paid('C', ofUnknown, '103', 7_00n),
    ]);
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 7 }, () => 'ACCEPTED'));
  });
  afterAll(() => banks?.close());

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
    ['a project whose account nobody knows', 'C', ofUnknown, { actual: '7.00' }, ['7.00', '0.00', 'MATCH']],
    ['nobody’s', 'A', randomUUID(), {}, ['0.00', '0.00', 'PRESENT_UNPAID']],
  ])('counts %s', async (_what, projectCode, workerId, handedOver, [sum, elsewhere, match]) => {
    expect(await asked(county, { projectCode, workerId, ...handedOver })).toEqual({
      paid: sum,
      paidElsewhere: elsewhere,
      threeWayMatch: match,
    });
  });

  test('is nothing for a caller of another county', async () => {
    const elsewhere = official('450203', 'HOUSING');
    expect(await asked(elsewhere, { projectCode: 'A', workerId: onlySpecial })).toMatchObject({
      paid: '0.00',
    });
  });
});
