import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Caller } from '../../kernel/caller.ts';
import { enterpriseCode } from '../../seeds/synthetic-numbers.ts';
import { banking } from '../../subgraphs/banking/index.ts';
import { humanResources } from '../../subgraphs/human-resources/index.ts';
import { Enterprise, IndicatorBase } from '../../subgraphs/provincial/facts.ts';
import { provincial } from '../../subgraphs/provincial/index.ts';
import { type Department, official, openDepartment } from './support/department.ts';
import { project } from './provincial/submissions/support.ts';
import { send, type Sending, vendor } from './support/submitting.ts';

const FRESH = 'freshness { completeUpTo coversPeriod isBehind behind { dataset sourceSystem } }';
const UP_TO = '2026-03-01T06:00:00+08:00';
const whole = (coversPeriod: boolean | null) => ({
  completeUpTo: UP_TO,
  coversPeriod,
  isBehind: false,
  behind: [],
});
const unknown = (coversPeriod: boolean | null, ...datasets: string[]) => ({
  completeUpTo: null,
  coversPeriod,
  isBehind: true,
  behind: datasets.map((dataset) => ({ dataset, sourceSystem: null })),
});

const entities = async (
  department: Department,
  caller: Caller,
  fields: string,
  of: readonly object[],
  asOf?: string,
) => {
  const { data, errors } = await department.ask(
    caller,
    `query ($of: [_Any!]!) { _entities(representations: $of) { ${fields} } }`,
    { variables: { of }, ...(asOf && { asOf }) },
  );
  expect(errors).toBeUndefined();
  return data!._entities as Record<string, unknown>[];
};
const projects = (...codes: string[]) => codes.map((code) => ({ __typename: 'Project', code }));

describe('Figures of the banks', () => {
  const reader: Caller = {
    ...official('450000', 'HOUSING'),
    scopes: ['account:read', 'payroll:read', 'guarantee:read', 'project:read'],
  };
  let banks: Department;
  beforeAll(async () => {
    banks = await openDepartment(banking);
    await banks.scope([
      ['A', 'HOUSING', '450103'],
      ['B', 'HOUSING', '450103'],
    ]);
    await state('submitSpecialWageAccounts', 'SpecialWageAccountRecordInput', [account('A'), account('B')]);
    // Of B another source states an account as well, and never says anything of transfers.
    await state('submitSpecialWageAccounts', 'SpecialWageAccountRecordInput', [account('B', '9')], {
      source: 'platform',
    });
  });
  afterAll(() => banks?.close());

  const account = (projectCode: string, last = '1') => ({
    bankCode: '102',
    accountNumber: `450100000000999${projectCode === 'A' ? '1' : '2'}000${last}`,
    projectCode,
  });
  const state = (operation: string, input: string, records: readonly object[], sending: Sending = {}) => {
    const { source = 'bank-102' } = sending;
    const caller = vendor(source, '450103', ['account:submit', 'payroll:submit'], 'HOUSING');
    return send(banks, caller, operation, input, records, { source, ...sending });
  };
  const transfers = (sending: Sending, records: readonly object[] = []) =>
    state('submitLabourCostTransfers', 'LabourCostTransferRecordInput', records, sending);
  const labourCost = async (month: string, asOf?: string) =>
    (
      await entities(
        banks,
        reader,
        `... on Project { labourCost(month: "${month}") { ${FRESH} } }`,
        projects('A', 'B', 'NOWHERE'),
        asOf,
      )
    ).map((one) => (one.labourCost as { freshness: object }).freshness);

  test('are fresh for nobody before anybody has said that there is nothing more', async () => {
    const never = unknown(false, 'LABOUR_COST_TRANSFER');
    expect(await labourCost('2026-02')).toEqual([never, never, never]);
  });

  test('a source without any transfer says by an empty batch that there was none', async () => {
    await transfers({ completeUpTo: UP_TO });
    expect(await labourCost('2026-02')).toEqual([
      whole(true),
      whole(true),
      unknown(false, 'LABOUR_COST_TRANSFER'),
    ]);
    expect((await labourCost('2026-03'))[0]).toMatchObject({ coversPeriod: false, isBehind: false });
  });

  test('are as fresh as their own project’s least fresh source, and others’ stay as they are', async () => {
    const one = {
      bankCode: '102',
      accountNumber: account('B', '9').accountNumber,
      flowSerial: '1',
      amount: '10.00',
      transferredOn: '2026-02-10',
      forMonth: '2026-02',
    };
    await transfers({ source: 'platform', sentAt: '2026-03-01T07:01:00+08:00' }, [one]);
    // Now that somebody states transfers of B, only those who do answer for them.
    expect(await labourCost('2026-02')).toEqual([
      whole(true),
      {
        completeUpTo: null,
        coversPeriod: false,
        isBehind: true,
        behind: [{ dataset: 'LABOUR_COST_TRANSFER', sourceSystem: 'platform' }],
      },
      unknown(false, 'LABOUR_COST_TRANSFER'),
    ]);
  });

  test('of an account are its own source’s word, and otherwise that of its project’s', async () => {
    await state('submitAccountFlows', 'AccountFlowRecordInput', [], { completeUpTo: UP_TO });
    const [a, b] = await entities(
      banks,
      reader,
      `... on Project { specialWageAccounts { provenance { sourceSystem } ${FRESH} missingSerials { ${FRESH} } } }`,
      projects('A', 'B'),
    );
    expect(a!.specialWageAccounts).toEqual([
      {
        provenance: { sourceSystem: 'bank-102' },
        freshness: whole(null),
        missingSerials: { freshness: whole(null) },
      },
    ]);
    const sources = (
      b!.specialWageAccounts as { freshness: object; provenance: { sourceSystem: string } }[]
    ).map(({ provenance, freshness }) => [provenance.sourceSystem, freshness]);
    // The platform has said nothing of bookings, so the bank's word on the project counts.
    expect(sources).toEqual(
      expect.arrayContaining([
        ['bank-102', whole(null)],
        ['platform', whole(null)],
      ]),
    );
  });

  test('of payments, and of a deposit by rule', async () => {
    const [one] = await entities(
      banks,
      reader,
      `... on Project { disbursed(month: "2026-02") { total ${FRESH} } }`,
      projects('A'),
    );
    expect(one!.disbursed).toEqual({ total: '0.00', freshness: unknown(false, 'DISBURSEMENT') });
    const deposit = { projectCode: 'A', form: 'CASH', required: '100.00', bankCode: '102', status: 'DUE' };
    await state('submitGuaranteeDeposits', 'GuaranteeDepositRecordInput', [
      { ...deposit, contractPrice: '10000000.00' },
    ]);
    const [{ guaranteeDeposits }] = (await entities(
      banks,
      reader,
      '... on Project { guaranteeDeposits { id } }',
      projects('A'),
    )) as unknown as [{ guaranteeDeposits: { id: string }[] }];
    const [byRule] = await entities(
      banks,
      reader,
      `... on GuaranteeDeposit { requiredByRule { amount ratesDocument ${FRESH} } }`,
      [{ __typename: 'GuaranteeDeposit', id: guaranteeDeposits[0]!.id, project: { divisionCode: '450103' } }],
    );
    expect(byRule!.requiredByRule).toEqual({
      amount: '200000.00',
      ratesDocument: '人社部发〔2021〕65号',
      freshness: {
        completeUpTo: null,
        coversPeriod: null,
        isBehind: true,
        behind: [{ dataset: 'GUARANTEE_DEPOSIT', sourceSystem: 'bank-102' }],
      },
    });
  });

  test('of the platform, added up over a division', async () => {
    const of = [{ __typename: 'PlatformFigures', division: '450000', on: '2026-02-28' }];
    const caller: Caller = { ...reader, scopes: [...reader.scopes, 'indicator:read'] };
    const [one] = await entities(
      banks,
      caller,
      `... on PlatformFigures { wagesPaid { total ${FRESH} } labourCostReceived { total ${FRESH} }
        bankingFreshness { completeUpTo isBehind } }`,
      of,
    );
    expect(one).toEqual({
      wagesPaid: { total: '0.00', freshness: unknown(false, 'DISBURSEMENT') },
      labourCostReceived: {
        total: '10.00',
        freshness: {
          completeUpTo: null,
          coversPeriod: false,
          isBehind: true,
          behind: [{ dataset: 'LABOUR_COST_TRANSFER', sourceSystem: 'platform' }],
        },
      },
      bankingFreshness: { completeUpTo: null, isBehind: true },
    });
  });

  test('as they were known at an instant', async () => {
    expect((await labourCost('2026-02', '2026-03-01T07:59:59+08:00'))[0]).toEqual(
      unknown(false, 'LABOUR_COST_TRANSFER'),
    );
  });

  test('are asked for all projects of a list in one statement', async () => {
    const statements: string[] = [];
    const { pool } = banks.store;
    const connect = pool.connect.bind(pool) as () => Promise<{ query: (...of: never[]) => unknown }>;
    pool.connect = (async () => {
      const client = await connect();
      const query = client.query.bind(client);
      client.query = (...of: never[]) => {
        statements.push(String((of[0] as unknown as { text?: string }).text ?? of[0]));
        return query(...of);
      };
      return client;
    }) as never;
    try {
      await labourCost('2026-02');
      expect(statements.filter((one) => one.includes('project_source'))).toHaveLength(1);
      statements.length = 0;
      await entities(
        banks,
        reader,
        '... on Project { labourCost(month: "2026-02") { received } }',
        projects('A', 'B'),
      );
      expect(statements.filter((one) => one.includes('project_source'))).toHaveLength(0);
    } finally {
      pool.connect = connect as never;
    }
  });
});

describe('Figures of the provincial hub', () => {
  const reader: Caller = {
    ...official('450000', 'HOUSING'),
    scopes: [
      'project:read',
      'attendance:read',
      'payroll:read',
      'worker:read',
      'enterprise:read',
      'indicator:read',
    ],
  };
  const FIRM = enterpriseCode('450100', 7);
  let hub: Department;
  beforeAll(async () => {
    hub = await openDepartment(provincial);
    await hub.write(Enterprise, '2026-02-10T09:00:00+08:00', [
      { creditCode: FIRM, name: '示例建设有限公司', divisionCode: '450100' },
    ]);
    await hub.write(IndicatorBase, '2026-02-10T09:00:00+08:00', [
      { divisionCode: '450100', divisionName: '南宁市', base: 4, statedOn: '2026-01-01' },
      { divisionCode: '450200', divisionName: '柳州市', base: 4, statedOn: '2026-01-01' },
    ]);
    const filed = project({ projectCode: 'A', ownerCode: null, generalContractorCode: null });
    await state('fileProjects', 'ProjectRecordInput', [filed]);
  });
  afterAll(() => hub?.close());

  const state = (operation: string, input: string, records: readonly object[], sending: Sending = {}) => {
    const scopes = ['project:submit', 'attendance:submit', 'credit:submit'];
    return send(hub, vendor('vendor-a', '450103', scopes, 'HOUSING'), operation, input, records, sending);
  };
  const ask = async (query: string) => {
    const { data, errors } = await hub.ask(reader, query);
    expect(errors).toBeUndefined();
    return Object.values(data!)[0];
  };

  test('a project’s attendance of a month', async () => {
    const question = `{ project(code: "A") { attendance(month: "2026-02") { workers ${FRESH} } } }`;
    expect(await ask(question)).toEqual({
      attendance: { workers: 0, freshness: unknown(false, 'ATTENDANCE') },
    });
    await state('submitAttendance', 'AttendanceRecordInput', [], { completeUpTo: UP_TO });
    expect(await ask(question)).toEqual({ attendance: { workers: 0, freshness: whole(true) } });
  });

  test('a division’s inclusion rate, by the sources of its own projects', async () => {
    const question = `{ inclusionRates(province: "450000") { divisionCode included ${FRESH} } }`;
    const never = {
      completeUpTo: null,
      coversPeriod: null,
      isBehind: true,
      behind: [{ dataset: 'PROJECT', sourceSystem: 'vendor-a' }],
    };
    expect(await ask(question)).toEqual([
      { divisionCode: '450100', included: 1, freshness: never },
      { divisionCode: '450200', included: 0, freshness: unknown(null, 'PROJECT') },
    ]);
    await state('fileProjects', 'ProjectRecordInput', [], {
      completeUpTo: UP_TO,
      sentAt: '2026-03-01T07:01:00+08:00',
    });
    expect(await ask(question)).toMatchObject([
      { freshness: whole(null) },
      { freshness: { isBehind: true } },
    ]);
  });

  test('what is certainly not in the published base is told beside the rate, which is not clipped', async () => {
    const rates = `{ inclusionRates(province: "450000") { divisionCode included outsideBase rate } }`;
    const base = (figure: number) =>
      hub.write(IndicatorBase, `2026-02-1${figure + 1}T09:00:00+08:00`, [
        { divisionCode: '450100', divisionName: '南宁市', base: figure, statedOn: '2026-02-01' },
      ]);
    expect(await ask(rates)).toMatchObject([{ outsideBase: 0, rate: '0.2500' }, { outsideBase: 0 }]);
    await base(0);
    expect(await ask(rates)).toMatchObject([{ included: 1, outsideBase: 1, rate: null }, { outsideBase: 0 }]);
  });

  test('the figures of the platform, each part by its own facts, and those of divisions below', async () => {
    const question = (division: string) => `{ platformFigures(division: "${division}", on: "2026-02-28") {
      ${FRESH} projectsOnFile { total ${FRESH} } workersRegistered { total ${FRESH} }
      attendance { recordsMonth ${FRESH} } payroll { sheets ${FRESH} }
      byDivision { division attendance { ${FRESH} } } } }`;
    expect(await ask(question('450000'))).toEqual({
      freshness: {
        completeUpTo: null,
        coversPeriod: false,
        isBehind: true,
        behind: ['PARTICIPATING_UNIT', 'REAL_NAME_REGISTRATION', 'PAYROLL_SHEET'].map((dataset) => ({
          dataset,
          sourceSystem: null,
        })),
      },
      projectsOnFile: { total: 0, freshness: whole(true) },
      workersRegistered: { total: 0, freshness: unknown(false, 'REAL_NAME_REGISTRATION') },
      attendance: { recordsMonth: 0, freshness: whole(true) },
      payroll: { sheets: 0, freshness: unknown(false, 'PAYROLL_SHEET') },
      byDivision: expect.arrayContaining([
        { division: '450100', attendance: { freshness: whole(true) } },
        { division: '450200', attendance: { freshness: unknown(false, 'ATTENDANCE') } },
      ]),
    });
  });

  test('that an enterprise is on no list says something only when those who keep lists have said so', async () => {
    const question = `{ enterprise(creditCode: "${FIRM}") { isBlacklisted ${FRESH} } }`;
    expect(await ask(question)).toEqual({
      isBlacklisted: false,
      freshness: unknown(null, 'ENTERPRISE_QUALIFICATION', 'ENTERPRISE_RECORD', 'ENTERPRISE_BLACKLISTING'),
    });
    for (const [operation, input] of [
      ['submitEnterpriseQualifications', 'EnterpriseQualificationRecordInput'],
      ['submitEnterpriseRecords', 'EnterpriseConductRecordInput'],
      ['submitEnterpriseBlacklistings', 'EnterpriseBlacklistingRecordInput'],
    ] as const)
      await state(operation, input, [], { completeUpTo: UP_TO });
    expect(await ask(question)).toEqual({ isBlacklisted: false, freshness: whole(null) });
  });
});

describe('Figures of the human-resources department', () => {
  const reader: Caller = {
    ...official('450000', 'HOUSING'),
    scopes: ['contract:read', 'credit:read', 'attendance:read', 'payroll:read'],
  };
  let office: Department;
  beforeAll(async () => {
    office = await openDepartment(humanResources);
    await office.scope([['A', 'HOUSING', '450103']]);
  });
  afterAll(() => office?.close());

  test('how far workers have contracts, in a month and in all', async () => {
    const [one] = await entities(
      office,
      reader,
      `... on Project { contractCoverage { contracts ${FRESH} } }`,
      projects('A'),
    );
    expect(one!.contractCoverage).toEqual({ contracts: 0, freshness: unknown(null, 'LABOUR_CONTRACT') });
    const [month] = await entities(
      office,
      reader,
      `... on WorkerMonth { isContracted humanResourcesF${FRESH.slice(1)} }`,
      [
        {
          __typename: 'WorkerMonth',
          projectCode: 'A',
          workerId: '0197a3c2-5f00-7000-8000-000000000000',
          month: '2026-02',
        },
      ],
    );
    expect(month).toEqual({
      isContracted: false,
      humanResourcesFreshness: unknown(false, 'LABOUR_CONTRACT'),
    });
  });

  test('that an enterprise has no entry and no record', async () => {
    const of = [{ __typename: 'Enterprise', creditCode: enterpriseCode('450100', 7) }];
    const fields = `... on Enterprise { humanResourcesF${FRESH.slice(1)} }`;
    const caller = vendor('court', '450103', ['credit:submit'], 'HOUSING');
    const state = (operation: string, input: string, completeUpTo: string) =>
      send(office, caller, operation, input, [], { source: 'court', completeUpTo });
    await state('submitDiscreditedListings', 'DiscreditedListingRecordInput', UP_TO);
    const [one] = await entities(office, reader, fields, of);
    expect(one!.humanResourcesFreshness).toEqual(unknown(null, 'CREDIT_RECORD'));
    await state('submitCreditRecords', 'CreditRecordRecordInput', UP_TO);
    const [both] = await entities(office, reader, fields, of);
    expect(both!.humanResourcesFreshness).toEqual(whole(null));
  });
});
