import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Caller } from '../../../kernel/caller.ts';
import { SpecialWageAccount } from '../../../subgraphs/banking/facts.ts';
import { type Department, official } from '../support/department.ts';
import {
  account,
  bank,
  CONTRACTOR,
  county,
  FEBRUARY,
  JANUARY,
  key,
  lin,
  openBanks,
  ofB,
  paidOnRetry,
  province,
  wei,
  worker,
} from './support/bank-records.ts';

interface Cards {
  readonly totalCount: number;
  readonly nodes: readonly { readonly id: string; readonly worker: { readonly id: string } }[];
  readonly pageInfo: { readonly endCursor: string };
}

describe('The banking subgraph', () => {
  let banks: Department;

  beforeAll(async () => {
    banks = await openBanks();
  });
  afterAll(() => banks.close());

  const ask = async (caller: Caller, query: string, asking: { variables?: object; asOf?: string } = {}) => {
    const { data, errors } = await banks.ask(caller, query, asking as { variables: Record<string, unknown> });
    expect(errors).toBeUndefined();
    return data!;
  };

  const entity = async (caller: Caller, of: Record<string, unknown>, fields: string, asOf?: string) => {
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ${of.__typename} { ${fields} } } }`;
    const { _entities } = await ask(caller, query, { variables: { of: [of] }, ...(asOf && { asOf }) });
    return (_entities as Record<string, unknown>[])[0]!;
  };
  const projectA = (caller: Caller, fields: string, asOf?: string) =>
    entity(caller, { __typename: 'Project', code: 'A' }, fields, asOf);

  const projectsOf = async (caller: Caller, filter: object = {}) => {
    const { specialWageAccounts } = await ask(
      caller,
      'query ($filter: SpecialWageAccountFilter) { specialWageAccounts(filter: $filter) { nodes { project { code } } } }',
      { variables: { filter } },
    );
    return (specialWageAccounts as { nodes: { project: { code: string } }[] }).nodes.map(
      ({ project }) => project.code,
    );
  };

  test('shows a county its own accounts and a bank those it keeps', async () => {
    expect(await projectsOf(county)).toEqual(['A']);
    expect(await projectsOf(province)).toEqual(['A', 'B']);
    expect(await projectsOf(bank('103'))).toEqual(['B']);
    expect(await projectsOf(worker(lin))).toEqual([]);
  });

  test('lists accounts by bank, state and division', async () => {
    expect(await projectsOf(province, { bankCode: '103' })).toEqual(['B']);
    expect(await projectsOf(province, { division: '450100' })).toEqual(['A']);
    expect(await projectsOf(province, { statuses: ['FROZEN', 'CLOSED'] })).toEqual([]);
  });

  test('keeps flows, transfers and payments of another county and another bank to themselves', async () => {
    const fields =
      'accountFlows(month: "2026-01") { totalCount } labourCostTransfers { id } disbursed(month: "2026-01") { workers }';
    const nothing = { accountFlows: { totalCount: 0 }, labourCostTransfers: [], disbursed: { workers: 0 } };
    expect(await projectA(official('450203', 'HOUSING'), fields)).toEqual(nothing);
    // What a bank paid out is no figure of the project, in which others pay as well.
    expect(await projectA(bank('103'), fields)).toEqual({ ...nothing, disbursed: null });
    expect(await projectA(bank('102'), fields)).toMatchObject({
      accountFlows: { totalCount: 1 },
      disbursed: null,
    });
    expect(await projectA(county, fields)).toMatchObject({ disbursed: { workers: 2 } });
  });

  test('masks numbers and names unless the caller sees them in clear', async () => {
    const { specialWageAccounts } = await projectA(
      county,
      'specialWageAccounts { accountNumber accountName }',
    );
    expect(specialWageAccounts).toEqual([
      { accountNumber: expect.stringMatching(/^\*+0001$/), accountName: '示范建工A农民工工资专用账户' },
    ]);
    const { wageCard } = await entity(
      county,
      { __typename: 'MigrantWorker', id: lin },
      'wageCard { cardNumber cardholderName }',
    );
    expect(wageCard).toEqual({ cardNumber: expect.stringMatching(/^\*+0000$/), cardholderName: '林*' });
  });

  test('shows a worker the own card and payments and nobody else’s', async () => {
    const of = (id: string) =>
      entity(
        worker(lin),
        { __typename: 'MigrantWorker', id },
        'wageCard { id } disbursements { totalCount }',
      );
    expect(await of(lin)).toEqual({
      wageCard: { id: expect.any(String) },
      disbursements: { totalCount: 1 },
    });
    expect(await of(wei)).toEqual({ wageCard: null, disbursements: { totalCount: 0 } });
  });

  test('lists wage cards by worker, bank and state: a worker’s own, a bank’s its own, a department’s those of its workers', async () => {
    const CARDS =
      'query ($filter: WageCardFilter, $first: Int, $after: Cursor) { wageCards(filter: $filter, first: $first, after: $after) { totalCount nodes { id worker { id } cardNumber versions { version } } pageInfo { endCursor } } }';
    const listed = async (caller: Caller, variables: object = {}) =>
      (await ask(caller, CARDS, { variables })).wageCards as Cards;
    const workers = ({ nodes }: Cards) => nodes.map((one) => one.worker.id);
    const both = [lin, wei].sort();
    const all = await listed(county);
    expect([all.totalCount, workers(all)]).toEqual([2, both]);
    expect(all.nodes[0]).toMatchObject({
      cardNumber: expect.stringMatching(/^\*+000\d$/),
      versions: [{ version: 1 }],
    });
    const first = await listed(county, { first: 1 });
    expect(workers(await listed(county, { first: 1, after: first.pageInfo.endCursor }))).toEqual([both[1]]);
    expect(workers(await listed(bank('102')))).toEqual(both);
    expect(workers(await listed(bank('103')))).toEqual([]);
    expect(workers(await listed(worker(lin)))).toEqual([lin]);
    expect(workers(await listed(county, { filter: { workerId: wei.toUpperCase() } }))).toEqual([wei]);
    for (const filter of [
      { workerId: 'nobody' },
      { bankCode: '103' },
      { statuses: ['LOST', 'CLOSED'] },
      { issuedFrom: '2020-01-01' },
    ])
      expect(await listed(county, { filter })).toMatchObject({ totalCount: 0, nodes: [] });
    const { id } = all.nodes.find((one) => one.worker.id === lin)!;
    const ONE = 'query ($id: ID!) { wageCard(id: $id) { worker { id } } }';
    expect(await ask(worker(lin), ONE, { variables: { id } })).toEqual({ wageCard: { worker: { id: lin } } });
    expect(await ask(worker(wei), ONE, { variables: { id } })).toEqual({ wageCard: null });
  });

  test('books a flow at midnight in China to the new month', async () => {
    const serials = async (month: string) => {
      const { accountFlows } = await projectA(
        county,
        `accountFlows(month: "${month}") { nodes { serial account { accountName } } }`,
      );
      return (accountFlows as { nodes: object[] }).nodes;
    };
    const accountName = '示范建工A农民工工资专用账户';
    expect(await serials('2026-01')).toEqual([{ serial: '1', account: { accountName } }]);
    expect(await serials('2026-02')).toEqual([{ serial: '2', account: { accountName } }]);
  });

  test('lists the accounts an enterprise opened, within the caller’s scope', async () => {
    const opened = (caller: Caller) =>
      entity(
        caller,
        { __typename: 'Enterprise', creditCode: CONTRACTOR },
        'specialWageAccounts { totalCount nodes { bank { name } generalContractor { creditCode } } }',
      );
    expect(await opened(county)).toEqual({
      specialWageAccounts: {
        totalCount: 1,
        nodes: [{ bank: { name: '中国工商银行' }, generalContractor: { creditCode: CONTRACTOR } }],
      },
    });
    expect(await opened(province)).toMatchObject({ specialWageAccounts: { totalCount: 2 } });
  });

  test('lists all flows of one account, and none of an account out of scope', async () => {
    const { specialWageAccounts } = await ask(province, '{ specialWageAccounts { nodes { id } } }');
    const [a, b] = (specialWageAccounts as { nodes: { id: string }[] }).nodes.map(({ id }) => id);
    const serials = (caller: Caller, accountId: string) =>
      ask(
        caller,
        'query ($accountId: ID!) { accountFlows(accountId: $accountId) { nodes { serial amount } } }',
        {
          variables: { accountId },
        },
      );
    expect(await serials(county, a!)).toEqual({
      accountFlows: {
        nodes: [
          { serial: '2', amount: '2.00' },
          { serial: '1', amount: '1.00' },
        ],
      },
    });
    expect(await serials(county, b!)).toEqual({ accountFlows: { nodes: [] } });
  });

  test('adds up a month’s labour cost and what came by the 20th', async () => {
    expect(
      await projectA(
        county,
        'labourCost(month: "2026-01") { month received firstReceivedOn receivedByThe20th }',
      ),
    ).toEqual({
      labourCost: {
        month: '2026-01',
        received: '75.00',
        firstReceivedOn: '2026-01-20',
        receivedByThe20th: '70.00',
      },
    });
  });

  test('counts a line as failed by its last attempt and adds up what was paid', async () => {
    expect(await projectA(county, 'disbursed(month: "2026-01") { total workers failed }')).toEqual({
      disbursed: { total: '10001.00', workers: 2, failed: 1 },
    });
    const { disbursements } = await entity(
      county,
      { __typename: 'PayrollEntry', id: paidOnRetry },
      'disbursements { attempt result }',
    );
    expect(disbursements).toEqual([
      { attempt: 1, result: 'FAILED' },
      { attempt: 2, result: 'SUCCESS' },
    ]);
  });

  test('lists letters in force that end by a day; on its last day a letter still holds', async () => {
    const query = '{ guaranteeLettersExpiring(by: "2026-03-30") { nodes { letterNo isExpired } } }';
    expect(await ask(county, query)).toEqual({
      guaranteeLettersExpiring: {
        nodes: [
          { letterNo: 'past', isExpired: true },
          { letterNo: 'today', isExpired: false },
        ],
      },
    });
  });

  test('checks a deposit account’s name against the names the provincial hub has on record', async () => {
    const { guaranteeDeposits } = await projectA(county, 'guaranteeDeposits { id nameCheck }');
    const [deposit] = guaranteeDeposits as { id: string; nameCheck: null }[];
    expect(deposit!.nameCheck).toBeNull();
    const checked = (name: string) =>
      entity(
        county,
        {
          __typename: 'GuaranteeDeposit',
          id: deposit!.id,
          project: { name, generalContractor: { name: '示范建工有限公司' } },
        },
        'nameCheck',
      );
    expect(await checked('甲项目')).toEqual({ nameCheck: 'PASS' });
    expect(await checked('乙项目')).toEqual({ nameCheck: 'FAIL_PROJECT' });
  });

  test('checks an account’s name with the abbreviations approved for the project’s own contractor', async () => {
    const { specialWageAccounts } = (await projectA(
      county,
      'specialWageAccounts { id accountName }',
    )) as Record<string, { id: string; accountName: string | null }[]>;
    const [{ id, accountName } = { id: '', accountName: '' }] = specialWageAccounts!;
    const short = String(accountName).replace('农民工工资专用账户', '');
    const checked = (filedAs: object, project: object, generalContractor = {}) =>
      entity(
        county,
        {
          __typename: 'SpecialWageAccount',
          id,
          project: {
            name: '某某项目',
            approvedAbbreviations: [],
            generalContractor: { name: '某公司' },
            ...project,
          },
          generalContractor: { name: '某公司', ...filedAs, ...generalContractor },
        },
        'nameCheck usesUnapprovedAbbreviation',
      );
    // The name as a whole is the contractor's abbreviation and the project's.
    const [head, tail] = [short.slice(0, 2), short.slice(2)];
    const whole = { approvedAbbreviations: [tail], approvedContractorAbbreviations: [head] };
    expect(await checked({}, whole)).toEqual({
      nameCheck: 'PASS_ABBREVIATED',
      usesUnapprovedAbbreviation: false,
    });
    expect(await checked({}, whole, { name: '别家公司' })).toEqual({
      nameCheck: 'FAIL_CONTRACTOR',
      usesUnapprovedAbbreviation: false,
    });
    expect(await checked({ abbreviation: head }, { abbreviation: tail })).toEqual({
      nameCheck: 'FAIL_CONTRACTOR',
      usesUnapprovedAbbreviation: true,
    });
  });

  test('checks no name that its caller does not know', async () => {
    const { specialWageAccounts, guaranteeDeposits } = (await projectA(
      county,
      'specialWageAccounts { id } guaranteeDeposits { id }',
    )) as Record<string, { id: string }[]>;
    const contractor = { name: '示范建工有限公司' };
    for (const project of [{}, { name: null }, { name: '甲项目', generalContractor: {} }, null, undefined]) {
      const deposit = { __typename: 'GuaranteeDeposit', id: guaranteeDeposits![0]!.id, project };
      expect(await entity(county, deposit, 'nameCheck')).toEqual({ nameCheck: null });
    }
    const id = specialWageAccounts![0]!.id;
    for (const names of [
      { project: {}, generalContractor: contractor },
      { project: { name: '甲项目' }, generalContractor: {} },
      { generalContractor: contractor },
    ])
      expect(await entity(county, { __typename: 'SpecialWageAccount', id, ...names }, 'nameCheck')).toEqual({
        nameCheck: null,
      });
  });

  test('keeps what an account was before a correction', async () => {
    const frozen = { ...account(ofB, '2103000000000002', 'B'), status: 'FROZEN' };
    expect(await banks.write(SpecialWageAccount, FEBRUARY, [frozen])).toMatchObject([
      { outcome: 'CORRECTED', version: 2 },
    ]);
    const query =
      '{ specialWageAccounts(filter: { bankCode: "103" }) { nodes { status versions { version } } } }';
    const now = await ask(province, query);
    expect(now).toEqual({
      specialWageAccounts: { nodes: [{ status: 'FROZEN', versions: [{ version: 2 }, { version: 1 }] }] },
    });
    const before = await ask(province, query, { asOf: '2026-01-31T00:00:00+08:00' });
    expect(before).toMatchObject({ specialWageAccounts: { nodes: [{ status: 'ACTIVE' }] } });
  });

  test('takes a number however its digits are grouped, so that a resend is no second account', async () => {
    const again = account(key('102', '2102-0000-0000-0001'), '2102000000000001', 'A');
    expect(await banks.write(SpecialWageAccount, JANUARY, [again])).toMatchObject([{ outcome: 'DUPLICATE' }]);
  });
});
