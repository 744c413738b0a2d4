import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Caller } from '../../../kernel/caller.ts';
import { Disbursement, LabourCostTransfer, SpecialWageAccount } from '../../../subgraphs/banking/facts.ts';
import type { Department } from '../support/department.ts';
import { account, bank, county, FEBRUARY, key, ofB, openBanks, province } from './support/bank-records.ts';
import { tellProject } from './support/withdrawn-projects.ts';

let banks: Department;
beforeAll(async () => {
  // Of project A already: transfers of 70.00 and 5.00 on January 20 and 21, two lines of 5000.50 paid on January 15.
  banks = await openBanks();
  await banks.write(LabourCostTransfer, FEBRUARY, [
    transferred('F1', '2026-02-01', 1_00n),
    transferred('F2', '2026-02-10', 10_00n),
    transferred('F3', '2026-02-11', 100_00n),
  ]);
  await banks.write(Disbursement, FEBRUARY, [
    paid(retried, 1, '2026-02-10', 'FAILED', 3_33n),
    paid(retried, 2, '2026-02-10', 'SUCCESS', 3_33n),
    paid(returned, 1, '2026-02-09', 'SUCCESS', 40_00n),
    paid(randomUUID(), 1, '2026-02-09', 'SUCCESS', 2_00n),
    paid(randomUUID(), 1, '2026-02-11', 'SUCCESS', 500_00n),
  ]);
  await banks.write(SpecialWageAccount, FEBRUARY, [
    { ...account(key('104', THIRD), THIRD, 'B'), status: 'FROZEN' },
    { ...account(key('104', FOURTH), FOURTH, 'B'), openedOn: '2026-02-10' },
    { ...account(key('104', FIFTH), FIFTH, 'B'), openedOn: '2026-02-11' },
    { ...account(key('104', SIXTH), SIXTH, 'B'), closedOn: '2026-02-10' },
  ]);
});
afterAll(() => banks?.close());

const [THIRD, FOURTH, FIFTH, SIXTH] = [3, 4, 5, 6].map((end) => `210400000000000${end}`) as [
  string,
  string,
  string,
  string,
];
const [retried, returned] = [randomUUID(), randomUUID()];

const transferred = (flowSerial: string, transferredOn: string, amountFen: bigint) => ({
  ...ofB,
  flowSerial,
  projectCode: 'B',
  amountFen,
  transferredOn,
  forMonth: '2026-01',
});
const paid = (
  payrollEntryId: string,
  attempt: number,
  paidOn: string,
  result: string,
  amountFen: bigint,
) => ({
  payrollEntryId,
  attempt,
  projectCode: 'B',
  workerId: randomUUID(),
  bankCode: '103',
  amountFen,
  result,
  paidOn,
  payMonth: '2026-01',
});

const FIGURES =
  'labourCostReceived { today month total } wagesPaid { today month total } activeSpecialAccounts';

const figures = async (caller: Caller, divisions: readonly string[], asOf?: string) => {
  const of = divisions.map((division) => ({ __typename: 'PlatformFigures', division, on: '2026-02-10' }));
  const { data, errors } = await banks.ask(
    caller,
    `query ($of: [_Any!]!) { _entities(representations: $of) { ... on PlatformFigures { ${FIGURES} } } }`,
    { variables: { of }, ...(asOf && { asOf }) },
  );
  expect(errors).toBeUndefined();
  return data!._entities;
};

const OF_A = {
  labourCostReceived: { today: '0.00', month: '0.00', total: '75.00' },
  wagesPaid: { today: '0.00', month: '0.00', total: '10001.00' },
  activeSpecialAccounts: 1,
};
const OF_B = {
  labourCostReceived: { today: '10.00', month: '11.00', total: '11.00' },
  wagesPaid: { today: '3.33', month: '45.33', total: '45.33' },
  activeSpecialAccounts: 2,
};
const OF_BOTH = {
  labourCostReceived: { today: '10.00', month: '11.00', total: '86.00' },
  wagesPaid: { today: '3.33', month: '45.33', total: '10046.33' },
  activeSpecialAccounts: 3,
};
const NOTHING = {
  labourCostReceived: { today: '0.00', month: '0.00', total: '0.00' },
  wagesPaid: { today: '0.00', month: '0.00', total: '0.00' },
  activeSpecialAccounts: 0,
};

describe('What the banks add to the figures of the platform', () => {
  test('is of each division asked for, and of the whole reach beside them', async () => {
    expect(await figures(province, ['000000', '450000', '450103', '450200', '450300'])).toEqual([
      OF_BOTH,
      OF_BOTH,
      OF_A,
      OF_B,
      NOTHING,
    ]);
  });

  test('is of a county only for the county’s caller', async () => {
    expect(await figures(county, ['000000', '450000', '450203'])).toEqual([OF_A, OF_A, NOTHING]);
  });

  test('is of the own accounts for a bank, which sees no division', async () => {
    expect(await figures(bank('103'), ['000000', '450000'])).toEqual([
      { ...OF_B, activeSpecialAccounts: 1 },
      NOTHING,
    ]);
  });

  test('is as it was recorded at an instant', async () => {
    expect(await figures(province, ['450200'], '2026-01-31T00:00:00Z')).toEqual([
      { ...NOTHING, activeSpecialAccounts: 1 },
    ]);
  });

  test('is less by a payment that came back', async () => {
    await banks.write(Disbursement, '2026-02-12T09:00:00+08:00', [
      paid(returned, 1, '2026-02-09', 'RETURNED', 40_00n),
    ]);
    expect(await figures(province, ['450203'])).toEqual([
      { ...OF_B, wagesPaid: { today: '3.33', month: '5.33', total: '5.33' } },
    ]);
  });

  test('is nothing of a project while it is withdrawn, as of any instant, and not before nor once it is filed again', async () => {
    await tellProject(banks, 'A', 2, true, '2026-02-15T09:00:00+08:00');
    expect(await figures(county, ['450103'])).toEqual([NOTHING]);
    expect(await figures(bank('102'), ['000000'])).toEqual([NOTHING]);
    await tellProject(banks, 'A', 3, false, '2026-02-20T09:00:00+08:00');
    // What is handed over once more, and what is older, changes nothing.
    await tellProject(banks, 'A', 2, true, '2026-02-15T09:00:00+08:00');
    expect(await figures(county, ['450103'])).toEqual([OF_A]);
    for (const [day, told] of [
      ['14', OF_A],
      ['16', NOTHING],
      ['21', OF_A],
    ] as const)
      expect(await figures(county, ['450103'], `2026-02-${day}T09:00:00+08:00`)).toEqual([told]);
  });
});
