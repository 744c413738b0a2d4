import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { developmentIssuer } from '../../gateway/callers/issuer.ts';
import { KNOWN } from '../../seeds/known.ts';
import { accountNumber } from '../../seeds/synthetic-numbers.ts';
import { testKeyring } from '../support/database.ts';
import { type HubDatabase, hubDatabase } from '../support/hub-database.ts';
import { type Form, inOneProcess, seededDatabase } from './support/forms.ts';

const SLOW = 60_000;
const [NORTH, SOUTH, EAST] = ['GX-2026-0101', 'GX-2026-0102', 'GX-2026-0103'];
const nameOf = (code: string) => `示例工程${code.slice(-3)}`;
/** The enterprise and the bank that the development's tokens speak for. */
const CONTRACTOR = '91450300MA0DEA1178';
const [OWN_BANK, OTHER_BANK] = [KNOWN.bank, '103'];
const ISSUER = 'guixin-hub-development';

describe('A bank that states an account', () => {
  let database: HubDatabase;
  let form: Form;
  let otherBank: string;
  const account = accountNumber(OWN_BANK, 880_001);

  beforeAll(async () => {
    database = await hubDatabase('2026-03-02T08:00:00+08:00');
    form = await inOneProcess(database.env);
    const issuer = developmentIssuer(testKeyring.secret('issuer/development'), ISSUER);
    otherBank = await issuer.issue!('bank', { bank: OTHER_BANK, organisation: '演示银行(103)' });
    for (const projectCode of [NORTH, SOUTH, EAST])
      await state('enterprise', 'fileProjects', 'ProjectRecordInput', {
        projectCode,
        sector: 'HOUSING',
        name: nameOf(projectCode),
        divisionCode: '450103',
        address: '示例路1号',
        constructionStatus: 'UNDER_CONSTRUCTION',
        generalContractorCode: CONTRACTOR,
      });
  }, 120_000);
  afterAll(async () => {
    await form?.hub.stop();
    await database?.drop();
  });

  let calls = 0;
  const envelope = (sourceSystem: string) => ({
    idempotencyKey: randomUUID(),
    sourceSystem,
    sentAt: new Date(Date.parse('2026-03-02T07:00:00+08:00') + ++calls * 1000).toISOString(),
  });
  async function state(by: string, operation: string, input: string, record: object) {
    const data = await asked(
      by === OTHER_BANK ? otherBank : form.hub.tokens[by]!,
      `mutation ($envelope: SubmissionEnvelopeInput!, $records: [${input}!]!) {
        ${operation}(envelope: $envelope, records: $records) { verdicts { outcome code path recordId } } }`,
      { envelope: envelope(`${by}-system`), records: [record] },
    );
    const [verdict] = data[operation].verdicts;
    expect(verdict).toMatchObject({ outcome: expect.stringMatching(/ACCEPTED|CORRECTED/) });
    return verdict.recordId as string;
  }
  const keepAccount = (projectCode: string, more: object = {}) =>
    state('bank', 'submitSpecialWageAccounts', 'SpecialWageAccountRecordInput', {
      bankCode: OWN_BANK,
      accountNumber: account,
      projectCode,
      openedOn: '2026-02-01',
      bankName: '示例支行',
      ...more,
    });
  const withdraw = async (recordId: string, dataset: string) => {
    const { data, errors } = await form.hub.ask(
      'bank',
      `mutation ($envelope: SubmissionEnvelopeInput!, $records: [WithdrawnRecordInput!]!) {
        withdrawBankingRecords(envelope: $envelope, records: $records, reason: "示例撤回") { verdicts { outcome code } } }`,
      { envelope: envelope('bank-system'), records: [{ dataset, recordId }] },
    );
    expect(errors).toBeUndefined();
    expect(data.withdrawBankingRecords.verdicts[0].outcome).toBe('CORRECTED');
  };
  /** Which of the three projects the bank sees, once they are these or in five seconds. */
  const seen = async (expected: readonly string[], token = form.hub.tokens.bank!): Promise<string[]> => {
    for (let tries = 0; ; tries++) {
      const { projects } = await asked(token, '{ projects(orderBy: CODE) { nodes { name } } }');
      const names: string[] = projects.nodes.map(({ name }: { name: string }) => name);
      if (tries === 150 || `${names}` === `${expected.map(nameOf)}`) return names;
      await pause(100);
    }
  };
  const asked = async (token: string, query: string, variables = {}) => {
    const response = await fetch(`${form.hub.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its question
    const { data, errors } = (await response.json()) as any;
    expect(errors).toBeUndefined();
    return data;
  };
  const ACCOUNTS = `{ specialWageAccounts { nodes { status nameCheck project {
    code name address divisionCode constructionStatus generalContractor { creditCode } } } } }`;

  test(
    'reads of it the project, and of no other',
    async () => {
      expect(await seen([])).toEqual([]);
      await keepAccount(NORTH);
      expect(await seen([NORTH])).toEqual([nameOf(NORTH)]);
      const { specialWageAccounts } = await asked(form.hub.tokens.bank!, ACCOUNTS);
      expect(specialWageAccounts.nodes).toEqual([
        {
          status: 'ACTIVE',
          nameCheck: null,
          project: {
            code: NORTH,
            name: nameOf(NORTH),
            address: '示例路1号',
            divisionCode: '450103',
            constructionStatus: 'UNDER_CONSTRUCTION',
            generalContractor: null,
          },
        },
      ]);
      expect(await asked(form.hub.tokens.bank!, `{ project(code: "${SOUTH}") { name } }`)).toEqual({
        project: null,
      });
    },
    SLOW,
  );

  test(
    'shows it to no other bank, which sees the project and its own accounts alone when it has one there',
    async () => {
      expect(await asked(otherBank, `{ project(code: "${NORTH}") { name } ${ACCOUNTS.slice(2)}`)).toEqual({
        project: null,
        specialWageAccounts: { nodes: [] },
      });
      await state(OTHER_BANK, 'submitSpecialWageAccounts', 'SpecialWageAccountRecordInput', {
        bankCode: OTHER_BANK,
        accountNumber: accountNumber(OTHER_BANK, 880_002),
        projectCode: NORTH,
        bankName: '另一支行',
      });
      expect(await seen([NORTH], otherBank)).toEqual([nameOf(NORTH)]);
      const OF_PROJECT = `{ project(code: "${NORTH}") { name specialWageAccounts { bankName } } }`;
      const ofBank = (bankName: string) => ({
        project: { name: nameOf(NORTH), specialWageAccounts: [{ bankName }] },
      });
      expect(await asked(otherBank, OF_PROJECT)).toEqual(ofBank('另一支行'));
      expect(await asked(form.hub.tokens.bank!, OF_PROJECT)).toEqual(ofBank('示例支行'));
    },
    SLOW,
  );

  test(
    'still reads it when the account is closed, another when it is moved, and none when it is taken back',
    async () => {
      await keepAccount(NORTH, { closedOn: '2026-03-01', status: 'CLOSED' });
      await keepAccount(SOUTH);
      expect(await seen([SOUTH])).toEqual([nameOf(SOUTH)]);
      const record = await keepAccount(SOUTH, { closedOn: '2026-03-01', status: 'CLOSED' });
      await state('bank', 'submitGuaranteeLetters', 'GuaranteeLetterRecordInput', {
        issuerCode: OWN_BANK,
        issuerName: '演示银行',
        letterNo: 'BH-1',
        projectCode: EAST,
        form: 'BANK_LETTER',
        amount: '1000.00',
        startsOn: '2026-01-01',
        endsOn: '2026-12-31',
        status: 'IN_FORCE',
      });
      expect(await seen([SOUTH, EAST])).toEqual([SOUTH, EAST].map(nameOf));
      await withdraw(record, 'SPECIAL_WAGE_ACCOUNT');
      expect(await seen([EAST])).toEqual([nameOf(EAST)]);
      await keepAccount(NORTH);
      expect(await seen([NORTH, EAST])).toEqual([NORTH, EAST].map(nameOf));
    },
    SLOW,
  );

  test(
    'reads the projects of its deposits and payment guarantees by those',
    async () => {
      await state('bank', 'submitGuaranteeDeposits', 'GuaranteeDepositRecordInput', {
        projectCode: SOUTH,
        form: 'CASH',
        required: '1000.00',
        stored: '1000.00',
        bankCode: OWN_BANK,
        storedOn: '2026-02-01',
        status: 'STORED',
      });
      expect(await seen([NORTH, SOUTH, EAST])).toEqual([NORTH, SOUTH, EAST].map(nameOf));
      const data = await asked(
        form.hub.tokens.bank!,
        '{ guaranteeDeposits { nodes { project { name } } } guaranteeLetters { nodes { project { name } } } }',
      );
      expect(data).toEqual({
        guaranteeDeposits: { nodes: [{ project: { name: nameOf(SOUTH) } }] },
        guaranteeLetters: { nodes: [{ project: { name: nameOf(EAST) } }] },
      });
    },
    SLOW,
  );

  test(
    'reads the projects that share its account as it reads the one whose it is, and no longer when they do not',
    async () => {
      const sharedProjects = [{ projectCode: SOUTH, ledgerDigest: 'ab'.repeat(32) }];
      const shares = (projectCode: string, more = {}) =>
        state(OTHER_BANK, 'submitSpecialWageAccounts', 'SpecialWageAccountRecordInput', {
          bankCode: OTHER_BANK,
          accountNumber: accountNumber(OTHER_BANK, 880_003),
          projectCode,
          bankName: '共用支行',
          ...more,
        });
      await shares(EAST, { sharedProjects });
      expect(await seen([NORTH, SOUTH, EAST], otherBank)).toEqual([NORTH, SOUTH, EAST].map(nameOf));
      const OF_SHARED = `{ project(code: "${SOUTH}") { name sharedWageAccounts { bankName sharedProjects { project { name } } } } }`;
      expect(await asked(otherBank, OF_SHARED)).toEqual({
        project: {
          name: nameOf(SOUTH),
          sharedWageAccounts: [
            { bankName: '共用支行', sharedProjects: [{ project: { name: nameOf(SOUTH) } }] },
          ],
        },
      });
      await shares(EAST);
      expect(await seen([NORTH, EAST], otherBank)).toEqual([NORTH, EAST].map(nameOf));
    },
    SLOW,
  );

  test('reads it although the hub was killed as soon as the account was accepted', async () => {
    await withdraw(await keepAccount(NORTH, { bankName: '新支行' }), 'SPECIAL_WAGE_ACCOUNT');
    await form.kill();
    form = await inOneProcess(database.env);
    expect(await seen([SOUTH, EAST])).toEqual([SOUTH, EAST].map(nameOf));
    await keepAccount(NORTH);
    await form.kill();
    form = await inOneProcess(database.env);
    expect(await seen([NORTH, SOUTH, EAST])).toEqual([NORTH, SOUTH, EAST].map(nameOf));
  }, 120_000);
});

describe('A hub that stood before there was such a projection', () => {
  let database: HubDatabase;
  let form: Form;
  let client: Client;
  beforeAll(async () => {
    database = await seededDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    // As its migration leaves it where banking stands already.
    await client.query('truncate provincial.bank_project');
    form = await inOneProcess(database.env);
  }, 240_000);
  afterAll(async () => {
    await client?.end();
    await form?.hub.stop();
    await database?.drop();
  });

  test(
    'comes to know what banking keeps, record by record',
    async () => {
      const [stands, kept] = [
        `select id as record_id, version, bank_code, project_code from banking.special_wage_account where not withdrawn
       union all select id, version, bank_code, project_code from banking.guarantee_deposit where not withdrawn
       union all select id, version, issuer_code, project_code from banking.guarantee_letter where not withdrawn
       union all select id, version, issuer_code, project_code from banking.payment_guarantee where not withdrawn`,
        'select record_id, version, bank_code, project_code from provincial.bank_project where not withdrawn',
      ];
      const differing = async () =>
        (
          await client.query(
            `((${stands}) except all (${kept})) union all ((${kept}) except all (${stands}))`,
          )
        ).rows;
      for (let tries = 0; tries < 300 && (await differing()).length > 0; tries++) await pause(100);
      expect(await differing()).toEqual([]);
      const { rows } = await client.query(`select count(*)::int as n from (${kept}) k`);
      expect(rows[0].n).toBeGreaterThan(70);
    },
    SLOW,
  );

  test('answers a bank the published question of an account’s ledger, with the project’s name', async () => {
    const { rows } = await client.query(
      `select p.project_code as code, p.name from provincial.project p join banking.special_wage_account a using (project_code)
        where a.bank_code = $1 order by 1 limit 1`,
      [KNOWN.bank],
    );
    const [{ code, name }] = rows;
    const response = await fetch(`${form.hub.url}/op/account-ledger`, {
      method: 'POST',
      headers: { authorization: `Bearer ${form.hub.tokens.bank}`, 'content-type': 'application/json' },
      body: JSON.stringify({ code, month: '2026-10' }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its question
    const { data, errors } = (await response.json()) as any;
    expect(errors).toBeUndefined();
    expect(data.project).toMatchObject({ name, specialWageAccounts: [{ balance: expect.any(String) }] });
    expect(data.project.accountFlows.totalCount).toBeGreaterThan(0);
  });

  test('leaves nothing of a bank’s own business without its project', async () => {
    const lists = [
      'specialWageAccounts',
      'accountFlows',
      'labourCostTransfers',
      'disbursements',
      'guaranteeDeposits',
      'guaranteeLetters',
      'paymentGuarantees',
      'accountFreezes',
      'emptyAccountDays',
    ];
    for (const list of lists) {
      const { data, errors } = await form.hub.ask(
        'bank',
        `{ ${list}(first: 100) { nodes { project { name } } } }`,
      );
      expect({ list, errors }).toEqual({ list, errors: undefined });
      const { nodes } = data[list];
      expect({
        list,
        without: nodes.filter((one: { project: unknown }) => one.project === null).length,
      }).toEqual({
        list,
        without: 0,
      });
    }
  });

  test('shows the enterprise the projects of its accounts, as before', async () => {
    const { data } = await form.hub.ask(
      'enterprise',
      '{ specialWageAccounts { nodes { project { name } } } }',
    );
    expect(data.specialWageAccounts.nodes.length).toBeGreaterThan(0);
    for (const { project } of data.specialWageAccounts.nodes) expect(project).not.toBeNull();
  });
});
