import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Caller } from '../../../kernel/caller.ts';
import { AccountFlow, LabourCostTransfer, SpecialWageAccount } from '../../../subgraphs/banking/facts.ts';
import type { Department } from '../support/department.ts';
import { account, bank, county, FEBRUARY, key, openBanks, province } from './support/bank-records.ts';
import { tellProject } from './support/withdrawn-projects.ts';

let banks: Department;
beforeAll(async () => {
  // Of project A of 450103 already: 70.00 on January 20 and 5.00 on the 21st for January; B of 450203 has an account alone.
  banks = await openBanks();
  await banks.scope([
    ['C', 'HOUSING', '450203'],
    ['D', 'HOUSING', '450302'],
    ['E', 'HOUSING', '450302'],
    ['YN', 'HOUSING', '530102'],
  ]);
  const [ofC, ofD, ofYunnan] = ['3', '4', '5'].map((end) => key('104', `210400000000000${end}`)) as [
    Key,
    Key,
    Key,
  ];
  await banks.write(SpecialWageAccount, FEBRUARY, [
    account(ofC, '2104000000000003', 'C'),
    { ...account(ofD, '2104000000000004', 'D'), status: 'CLOSED', closedOn: '2026-02-01' },
  ]);
  await banks.write(LabourCostTransfer, FEBRUARY, [
    came(ofC, 'C', '2026-01-25', 300_00n),
    came(ofD, 'D', '2026-01-05', 40_00n),
    came(ofYunnan, 'YN', '2026-01-30', 1_00n),
  ]);
});
afterAll(() => banks?.close());

type Key = ReturnType<typeof key>;

const came = (of: Key, projectCode: string, transferredOn: string, amountFen: bigint) => ({
  ...of,
  flowSerial: 'T1',
  projectCode,
  amountFen,
  transferredOn,
  forMonth: '2026-01',
});

async function ranking(caller: Caller, asked: object, asOf?: string) {
  const { data, errors } = await banks.ask(
    caller,
    `query ($division: DivisionCode, $month: YearMonth) { labourCostByDivision(division: $division, month: $month) {
      division divisionName month projects lateProjects projectsWithout received receivedLate } }`,
    { variables: { month: '2026-01', ...asked }, ...(asOf && { asOf }) },
  );
  expect(errors).toBeUndefined();
  return (data!.labourCostByDivision as Record<string, unknown>[]).map(
    ({ division, projects, lateProjects, projectsWithout, received, receivedLate }) =>
      `${division}: ${projects} projects, ${lateProjects} late, ${projectsWithout} without, ${received}, ${receivedLate}`,
  );
}

describe('The labour cost of a month by division', () => {
  test('is told by city below a province, the one with the most late projects and then with the most without any first', async () => {
    expect(await ranking(province, { division: '450000' })).toEqual([
      '450200: 2 projects, 1 late, 1 without, 300.00, 300.00',
      '450100: 1 projects, 1 late, 0 without, 75.00, 5.00',
      '450300: 1 projects, 0 late, 0 without, 40.00, 0.00',
    ]);
  });

  test('goes down to counties, and to the county alone', async () => {
    expect(await ranking(province, { division: '450200' })).toEqual([
      '450203: 2 projects, 1 late, 1 without, 300.00, 300.00',
    ]);
    expect(await ranking(province, { division: '450302' })).toEqual([
      '450302: 1 projects, 0 late, 0 without, 40.00, 0.00',
    ]);
  });

  test('begins with the provinces where no division is named', async () => {
    const everywhere: Caller = { ...province, divisions: ['450000', '530000'] };
    expect(await ranking(everywhere, {})).toEqual([
      '450000: 4 projects, 2 late, 1 without, 415.00, 305.00',
      // Yunnan sets no day.
      '530000: 1 projects, 0 late, 0 without, 1.00, 0.00',
    ]);
  });

  test('is of the caller’s own projects only', async () => {
    expect(await ranking(county, {})).toEqual(['450000: 1 projects, 1 late, 0 without, 75.00, 5.00']);
  });

  test('is none to a bank, which sees rows of its own and no projects', async () => {
    const { data, errors } = await banks.ask(
      bank('104'),
      '{ labourCostByDivision(division: "450000", month: "2026-01") { received } }',
    );
    expect({ data, errors }).toEqual({ data: { labourCostByDivision: null }, errors: undefined });
  });

  test('tells an earlier month, and what was known at an instant', async () => {
    expect(await ranking(province, { division: '450000', month: '2025-12' })).toEqual([
      '450200: 2 projects, 0 late, 2 without, 0.00, 0.00',
      '450100: 1 projects, 0 late, 1 without, 0.00, 0.00',
    ]);
    expect(await ranking(province, { division: '450000' }, '2026-01-31T00:00:00Z')).toEqual([
      '450100: 1 projects, 1 late, 0 without, 75.00, 5.00',
      '450200: 1 projects, 0 late, 1 without, 0.00, 0.00',
    ]);
  });

  test('tells what was returned since of what came, and not what was undone of that', async () => {
    const ofC = key('104', '2104000000000003');
    const booked = (serial: string, amountFen: bigint, undoesSerial: string | null) => ({
      ...ofC,
      projectCode: 'C',
      serial,
      undoesSerial,
      amountFen,
      accountingOn: '2026-02-11',
      direction: 'IN',
      kind: 'LABOUR_COST',
    });
    await banks.write(AccountFlow, '2026-02-11T09:00:00+08:00', [
      booked('T1', 300_00n, null),
      booked('R1', 200_00n, 'T1'),
    ]);
    await banks.write(AccountFlow, '2026-02-12T09:00:00+08:00', [booked('R2', 50_00n, 'R1')]);
    const undone = async (division: string, asOf?: string) => {
      const { data, errors } = await banks.ask(
        province,
        `{ labourCostByDivision(division: "${division}", month: "2026-01") { division received undone } }`,
        asOf ? { asOf } : {},
      );
      expect(errors).toBeUndefined();
      return (data!.labourCostByDivision as Record<string, string>[]).map(
        (one) => `${one.division}: ${one.received}, ${one.undone}`,
      );
    };
    expect(await undone('450000')).toEqual([
      '450200: 300.00, 150.00',
      '450100: 75.00, 0.00',
      '450300: 40.00, 0.00',
    ]);
    expect(await undone('450200')).toEqual(['450203: 300.00, 150.00']);
    expect(await undone('450200', '2026-02-11T12:00:00Z')).toEqual(['450203: 300.00, 200.00']);
    expect(await undone('450200', '2026-02-10T12:00:00Z')).toEqual(['450203: 300.00, 0.00']);
  });

  test('names the divisions', async () => {
    const { data } = await banks.ask(
      province,
      '{ labourCostByDivision(division: "450000", month: "2026-01") { division divisionName } }',
    );
    expect(data!.labourCostByDivision).toContainEqual({
      division: '450100',
      divisionName: '广西壮族自治区南宁市',
    });
  });

  test('leaves out what is withdrawn, as of the instants at which it is', async () => {
    await tellProject(banks, 'C', 2, true, '2026-02-11T09:00:00+08:00');
    const [without, whole] = [
      '450200: 1 projects, 0 late, 1 without, 0.00, 0.00',
      '450200: 2 projects, 1 late, 1 without, 300.00, 300.00',
    ];
    const told = async (asOf?: string) =>
      (await ranking(province, { division: '450000' }, asOf)).filter((one) => one.startsWith('450200'));
    expect(await told()).toEqual([without]);
    const { data } = await banks.ask(
      province,
      '{ labourCostByDivision(division: "450200", month: "2026-01") { division undone inDoubt } }',
    );
    expect(data!.labourCostByDivision).toEqual([{ division: '450203', undone: '0.00', inDoubt: '0.00' }]);
    await tellProject(banks, 'C', 3, false, '2026-02-13T09:00:00+08:00');
    expect(await told()).toEqual([whole]);
    for (const [day, line] of [
      ['10', whole],
      ['12', without],
      ['14', whole],
    ] as const)
      expect(await told(`2026-02-${day}T12:00:00+08:00`)).toEqual([line]);
  });
});
