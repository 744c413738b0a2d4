import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { listedHolidays, parseBusinessDate as day } from '../../kernel/calendar.ts';
import type { Caller } from '../../kernel/caller.ts';
import { parseYuan } from '../../kernel/yuan.ts';
import { numberOn, type ProvinceProfile, provinceProfiles, yuanOn } from '../../schema/province-profiles.ts';
import { depositRatesOn } from '../../subgraphs/banking/deposits/deposit-rates-on.ts';
import { banking } from '../../subgraphs/banking/index.ts';
import { isOpenedLate } from '../../subgraphs/banking/rules/account-opening.ts';
import { noticeFault } from '../../subgraphs/banking/rules/notice.ts';
import { arrearsStanding } from '../../subgraphs/banking/rules/arrears-standing.ts';
import { requiredDeposit } from '../../subgraphs/banking/rules/required-deposit.ts';
import { housing } from '../../subgraphs/housing/index.ts';
import { answerDueOn } from '../../subgraphs/provincial/complaints/rules/answer-due.ts';
import { type Department, official, openDepartment } from './support/department.ts';
import { vendor } from './support/submitting.ts';

const value = (name: string, text: string, more: object = {}): ProvinceProfile['parameters'][number] => ({
  name,
  title: name,
  value: text,
  unit: 'CALENDAR_DAYS',
  validFrom: null,
  validTo: null,
  division: null,
  document: null,
  status: 'modelled',
  note: null,
  ...more,
});
const profile = (division: string, ...parameters: ProvinceProfile['parameters']): ProvinceProfile => ({
  division,
  name: division,
  codeTables: [],
  parameters,
});

/** Two fictional provinces over a nation, with two periods and a county of its own. */
const PROFILES = [
  profile(
    '000000',
    value('ACCOUNT_OPENING_DAYS', '30', { validTo: '2026-06-30' }),
    value('ACCOUNT_OPENING_DAYS', '20', { validFrom: '2026-07-01' }),
    value('ACCOUNT_CLOSING_NOTICE_DAYS', '30'),
    value('GUARANTEE_DEPOSIT_RETURN_NOTICE_DAYS', '30'),
    value('GUARANTEE_DEPOSIT_RATE_MOST', '0.03'),
    value('GUARANTEE_DEPOSIT_RATE_SEVERAL_PROJECTS', '0.005'),
    value('GUARANTEE_DEPOSIT_EXEMPT_BELOW', '3000000.00'),
    value('COMPLAINT_ANSWER_WORKING_DAYS', '5'),
  ),
  profile(
    '110000',
    value('ACCOUNT_OPENING_DAYS', '10'),
    value('ACCOUNT_CLOSING_NOTICE_DAYS', '60'),
    value('GUARANTEE_DEPOSIT_RETURN_NOTICE_DAYS', '7', { validFrom: '2026-01-01' }),
    value('GUARANTEE_DEPOSIT_RATE_BASE', '0.01'),
    value('GUARANTEE_DEPOSIT_RATE_BASE', '0.015', { division: '110105' }),
    value('GUARANTEE_DEPOSIT_EXEMPT_BELOW', '5000000.00'),
    value('GUARANTEE_DEPOSIT_CAP', '80000.00'),
    value('COMPLAINT_ANSWER_WORKING_DAYS', '3'),
  ),
  profile('120000', value('GUARANTEE_DEPOSIT_RATE_BASE', '0.02')),
];
const [ONE, OTHER] = ['110101', '120101'];
const asked = (division: string, name: string, on = '2026-03-01') => numberOn(division, name, on, PROFILES);

describe('A rule is asked with the values of its province and its day', () => {
  test.each([
    [ONE, '2026-03-01', true],
    [OTHER, '2026-03-01', false],
    [OTHER, '2026-07-01', true],
  ])(
    'an account opened 25 days after the contract, in %s, signed on %s, is late: %j',
    (division, on, late) => {
      const openedOn = new Date(Date.parse(on) + 25 * 86_400_000).toISOString().slice(0, 10);
      expect(isOpenedLate(openedOn, day(on), asked(division, 'ACCOUNT_OPENING_DAYS', on))).toBe(late);
    },
  );

  test.each([
    ['ACCOUNT_CLOSING_NOTICE_DAYS', ONE, '2026-03-06', 'NOTICE_TOO_SHORT'],
    ['ACCOUNT_CLOSING_NOTICE_DAYS', OTHER, '2026-03-06', null],
    ['GUARANTEE_DEPOSIT_RETURN_NOTICE_DAYS', ONE, '2026-03-06', null],
    ['GUARANTEE_DEPOSIT_RETURN_NOTICE_DAYS', OTHER, '2026-03-06', null],
  ])('%s of %s by a notice of 32 days: %s', (name, division, endedOn, fault) => {
    const notice = { from: day('2026-02-01'), to: day('2026-03-05'), endedOn };
    expect(noticeFault(notice, asked(division, name, endedOn))).toBe(fault);
  });

  test('a shorter notice is enough in the province that asks for less, from the day it does', () => {
    const notice = { from: day('2026-02-01'), to: day('2026-02-10'), endedOn: '2026-02-11' };
    const name = 'GUARANTEE_DEPOSIT_RETURN_NOTICE_DAYS';
    expect(noticeFault(notice, asked(ONE, name, '2026-02-11'))).toBeNull();
    expect(noticeFault(notice, asked(OTHER, name, '2026-02-11'))).toBe('NOTICE_TOO_SHORT');
    expect(noticeFault(notice, asked(ONE, name, '2025-12-31'))).toBe('NOTICE_TOO_SHORT');
    expect(noticeFault({ ...notice, from: null }, null)).toBeNull();
  });

  test('deposits go by the rate, exemption and cap of the place, and of a county that has its own', () => {
    const clean = arrearsStanding('NONE_FOR_ONE_YEAR', null, '2026-03-01');
    const deposit = (division: string, price: string) => {
      const rates = depositRatesOn(division, '2026-03-01', PROFILES)!;
      const { amount, ground } = requiredDeposit(parseYuan(price), clean, rates);
      return [amount, ground];
    };
    expect(deposit(ONE, '4000000.00')).toEqual([0n, 'EXEMPT_SMALL_CONTRACT']);
    expect(deposit(OTHER, '4000000.00')).toEqual([8_000_000n, 'BASE']);
    expect(deposit(ONE, '6000000.00')).toEqual([6_000_000n, 'BASE']);
    expect(deposit('110105', '5000000.00')).toEqual([7_500_000n, 'BASE']);
    expect(deposit('110105', '6000000.00')).toEqual([8_000_000n, 'CAPPED']);
    expect(yuanOn(OTHER, 'GUARANTEE_DEPOSIT_CAP', '2026-03-01', PROFILES)).toBeNull();
  });

  test.each([
    [ONE, '2026-03-05'],
    [OTHER, '2026-03-09'],
  ])('a complaint received on a Monday in %s is to be answered by %s', (division, due) => {
    const days = asked(division, 'COMPLAINT_ANSWER_WORKING_DAYS')!;
    const accepted = { receivedOn: day('2026-02-24'), acceptedOn: day('2026-03-02') };
    expect(answerDueOn(accepted, days, listedHolidays)).toBe(due);
    expect(answerDueOn({ receivedOn: day('2026-03-02'), acceptedOn: null }, days, listedHolidays)).toBe(due);
  });
});

describe('The parameters that rules ask for', () => {
  const asked = [
    'ACCOUNT_CLOSING_NOTICE_DAYS',
    'ACCOUNT_FILING_DAYS',
    'ACCOUNT_OPENING_DAYS',
    'ATTENDANCE_DEVICE_DAYS',
    'BLACKLIST_NO_BIDDING_YEARS',
    'BLACKLISTING_USUAL_YEARS',
    'COMPLAINT_ANSWER_WORKING_DAYS',
    'COMPLAINT_REPEATED_WITHIN_DAYS',
    'DISCREDITED_EARLY_REMOVAL_MONTHS',
    'DISCREDITED_LISTING_YEARS',
    'FACE_ATTENDANCE_COST',
    'FACE_ATTENDANCE_FLOOR_AREA',
    'GUARANTEE_DEPOSIT_CAP',
    'GUARANTEE_DEPOSIT_EXEMPT_BELOW',
    'GUARANTEE_DEPOSIT_RETURN_NOTICE_DAYS',
    'LABOUR_COST_DAY_OF_MONTH',
    'LABOUR_COST_PERIOD_MONTHS',
    'LEAST_WORKING_AGE',
    'QUALIFICATION_USUAL_YEARS',
    'THREE_WAY_MATCH_TOLERANCE_DAYS',
  ];

  test('are those that stand in the code, and have a value somewhere or are left to a province', () => {
    const named = [...new Set(sourcesOf('subgraphs').flatMap((text) => text.match(PARAMETER) ?? []))];
    const known = new Set(provinceProfiles.flatMap(({ parameters }) => parameters.map(({ name }) => name)));
    expect(
      asked.filter((name) => !named.includes(`'${name}'`) && !name.startsWith('GUARANTEE_DEPOSIT_')),
    ).toEqual([]);
    expect(asked.filter((name) => !known.has(name))).toEqual(['GUARANTEE_DEPOSIT_CAP']);
  });

  test.each(asked)('%s differs by province and by period, and is the nation’s elsewhere', (name) => {
    const profiles = [
      profile('000000', value(name, '9')),
      profile(
        '110000',
        value(name, '1', { validTo: '2026-06-30' }),
        value(name, '2', { validFrom: '2026-07-01' }),
      ),
      profile('120000', value(name, '3', { validFrom: '2026-01-01' })),
    ];
    const on = (division: string, day: string) => numberOn(division, name, day, profiles);
    expect(on('110105', '2026-06-30')).toBe(1);
    expect(on('110105', '2026-07-01')).toBe(2);
    expect(on('120101', '2026-07-01')).toBe(3);
    expect(on('120101', '2025-12-31')).toBe(9);
    expect(on('450103', '2026-07-01')).toBe(9);
  });
});

/** A name in quotes, as rules' callers ask for it. */
const PARAMETER = /'[A-Z]+(?:_[A-Z]+)+'/g;

const sourcesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));

describe('Labour cost, in a province that sets a day and in one that sets none', () => {
  const bank: Caller = {
    ...vendor('bank-102', '450000', ['account:submit', 'account:read'], 'HOUSING'),
    divisions: ['450000', '420000'],
  };
  let banks: Department;
  beforeAll(async () => {
    banks = await openDepartment(banking);
    await banks.scope([
      ['GX', 'HOUSING', '450103'],
      ['HB', 'HOUSING', '420102'],
    ]);
    await submit('submitSpecialWageAccounts', 'SpecialWageAccountRecordInput', [
      account('GX'),
      account('HB'),
    ]);
  });
  afterAll(() => banks?.close());

  const number = (code: string) => (code === 'GX' ? '45010000000099990001' : '42010000000099990001');
  const account = (projectCode: string) => ({
    bankCode: '102',
    accountNumber: number(projectCode),
    projectCode,
  });
  const transfer = (projectCode: string) => ({
    bankCode: '102',
    accountNumber: number(projectCode),
    flowSerial: '1',
    amount: '1000.00',
    transferredOn: '2026-01-21',
    forMonth: '2026-01',
  });
  const submit = async (operation: string, input: string, records: readonly object[]) => {
    const { data, errors } = await banks.ask(
      bank,
      `mutation ($envelope: SubmissionEnvelopeInput!, $records: [${input}!]!) {
        ${operation}(envelope: $envelope, records: $records) { verdicts { outcome warnings } } }`,
      {
        variables: {
          envelope: {
            idempotencyKey: randomUUID(),
            sourceSystem: 'bank-102',
            sentAt: '2026-03-01T07:00:00+08:00',
          },
          records,
        },
      },
    );
    expect(errors).toBeUndefined();
    return (data![operation] as { verdicts: { outcome: string; warnings: string[] }[] }).verdicts;
  };

  test('a transfer on the 21st is late in Guangxi, and not where there is no day', async () => {
    const verdicts = await submit('submitLabourCostTransfers', 'LabourCostTransferRecordInput', [
      transfer('GX'),
      transfer('HB'),
    ]);
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['ACCEPTED', 'ACCEPTED']);
    expect(verdicts[0]!.warnings).toContain('LABOUR_COST_LATE');
    expect(verdicts[1]!.warnings).not.toContain('LABOUR_COST_LATE');
  });

  const QUESTION = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Project {
    labourCost(month: "2026-01") { received receivedByThe20th dueOn receivedInTime } labourCostTransfers { isLate } } } }`;
  const of = { of: ['GX', 'HB'].map((code) => ({ __typename: 'Project', code })) };
  const LATE = [
    {
      labourCost: {
        received: '1000.00',
        receivedByThe20th: '0.00',
        dueOn: '2026-01-20',
        receivedInTime: '0.00',
      },
      labourCostTransfers: [{ isLate: true }],
    },
    {
      labourCost: { received: '1000.00', receivedByThe20th: '0.00', dueOn: null, receivedInTime: null },
      labourCostTransfers: [{ isLate: false }],
    },
  ];

  test('a month is told with its day, to a department of both', async () => {
    const reader: Caller = {
      ...official('450000', 'HOUSING'),
      scopes: ['account:read'],
      divisions: ['450000', '420000'],
    };
    const { data, errors } = await banks.ask(reader, QUESTION, { variables: of });
    expect(errors).toBeUndefined();
    expect(data!._entities).toEqual(LATE);
  });

  test('the same of its transfers to the bank itself, which sees its rows and no projects, hence no sum of theirs', async () => {
    const own: Caller = { ...bank, kind: 'BANK', bank: '102', divisions: [] };
    const { data, errors } = await banks.ask(own, QUESTION, { variables: of });
    expect(errors).toBeUndefined();
    expect(data!._entities).toEqual(LATE.map((one) => ({ ...one, labourCost: null })));
  });
});

describe('Attendance by face, in a province that has thresholds and in one that has none', () => {
  let platform: Department;
  beforeAll(async () => {
    platform = await openDepartment(housing);
    await platform.scope([
      ['GX', 'HOUSING', '450103'],
      ['YN', 'HOUSING', '530102'],
    ]);
  });
  afterAll(() => platform?.close());

  test('a permit of 6,000 square metres decides it in Guangxi, and one without any is told there alone', async () => {
    const office: Caller = {
      ...vendor('housing', '450103', ['sector:submit', 'sector:read'], 'HOUSING'),
      kind: 'DEPARTMENT',
      divisions: ['450000', '530000'],
    };
    const permit = (projectCode: string, permitNo: string, floorArea: number | null) => ({
      projectCode,
      permitNo,
      floorArea,
      issuedOn: '2026-01-10',
      issuingAuthority: '示例行政审批局',
      worksKind: '01',
    });
    const { data, errors } = await platform.ask(
      office,
      `mutation ($envelope: SubmissionEnvelopeInput!, $records: [HousingPermitRecordInput!]!) {
        submitHousingPermits(envelope: $envelope, records: $records) { verdicts { outcome warnings } } }`,
      {
        variables: {
          envelope: {
            idempotencyKey: randomUUID(),
            sourceSystem: 'housing',
            sentAt: '2026-03-01T07:00:00+08:00',
          },
          records: [
            permit('GX', 'P-1', 6_000),
            permit('YN', 'P-2', 6_000),
            permit('GX', 'P-3', null),
            permit('YN', 'P-4', null),
          ],
        },
      },
    );
    expect(errors).toBeUndefined();
    const { verdicts } = data!.submitHousingPermits as {
      verdicts: { outcome: string; warnings: string[] }[];
    };
    expect(verdicts.map(({ warnings }) => warnings.includes('FACE_ATTENDANCE_UNDECIDED'))).toEqual([
      false,
      false,
      true,
      false,
    ]);
    const { data: told } = await platform.ask(
      office,
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on HousingProject { requiresFaceAttendance } } }',
      { variables: { of: ['GX', 'YN'].map((code) => ({ __typename: 'HousingProject', code })) } },
    );
    expect(told!._entities).toEqual([{ requiresFaceAttendance: true }, { requiresFaceAttendance: null }]);
  });
});
