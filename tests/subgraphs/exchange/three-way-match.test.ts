import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exchange } from '../../../subgraphs/exchange/index.ts';
import { threeWayMatch } from '../../../subgraphs/exchange/rules/three-way-match.ts';
import { type Department, official, openDepartment } from '../support/department.ts';

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

describe('The three-way match of what the departments know', () => {
  let hub: Department;
  beforeAll(async () => {
    hub = await openDepartment(exchange);
  });
  afterAll(() => hub?.close());

  const HANDED_OVER = {
    isRegistered: true,
    presentDays: 2,
    isOnSheet: true,
    sheetDays: 2,
    toleranceDays: 0,
    payable: '120.50',
    actual: '120.50',
    areRostersWhole: true,
    isAttendanceWhole: true,
    areSheetsWhole: true,
    isContracted: true,
    areContractsWhole: true,
    paid: '120.50',
    paidElsewhere: '0.00',
    arePaymentsWhole: true,
    areAccountsWhole: true,
  };
  const asked = async (handedOver: object) => {
    const key = { __typename: 'WorkerMonth', projectCode: 'A', workerId: randomUUID(), month: '2026-02' };
    const { data, errors } = await hub.ask(
      official('450103', 'HOUSING'),
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on WorkerMonth { threeWayMatch } } }',
      { variables: { of: [{ ...key, ...HANDED_OVER, ...handedOver }] } },
    );
    expect(errors).toBeUndefined();
    return (data!._entities as { threeWayMatch: string | null }[])[0]!.threeWayMatch;
  };

  const noSheet = { isOnSheet: false, sheetDays: null, payable: null, actual: null };
  test.each([
    ['everything fits', {}, 'MATCH'],
    ['the sheets say more', { actual: '120.51' }, 'PAID_SHORT'],
    ['there is no sheet', noSheet, 'PAID_WITHOUT_SHEET'],
    ['there is neither sheet nor payment', { ...noSheet, paid: '0.00' }, 'PRESENT_UNPAID'],
    ['something came from elsewhere', { paid: '107.00', paidElsewhere: '7.00' }, 'PAID_OTHER_ACCOUNT'],
    [
      'all of it did, while accounts may still be stated',
      { paidElsewhere: '120.50', areAccountsWhole: false },
      'NOT_YET_JUDGEABLE',
    ],
    ['there is no contract', { isContracted: false }, 'NO_CONTRACT'],
    [
      'there is none, and nobody says whether one may come',
      { isContracted: false, areContractsWhole: null },
      'NOT_YET_JUDGEABLE',
    ],
    [
      'nothing was paid, and nobody says whether more may come',
      { paid: '0.00', arePaymentsWhole: null },
      'NOT_YET_JUDGEABLE',
    ],
    ['the days exceed what is tolerated', { sheetDays: 5, toleranceDays: 2 }, 'DAYS_EXCEED'],
    ['they do not', { sheetDays: 4, toleranceDays: 2 }, 'MATCH'],
    ['attendance may still come', { presentDays: 0, isAttendanceWhole: false }, 'NOT_YET_JUDGEABLE'],
    // A department that is out of reach, or does not tell this caller.
    ['contracts are not known', { isContracted: null }, null],
    ['payments are not known', { paid: null, paidElsewhere: null }, null],
    ['where payments came from is not told', { paidElsewhere: null }, null],
  ])('where %s', async (_what, handedOver, match) => {
    expect(await asked(handedOver)).toBe(match);
  });
});
