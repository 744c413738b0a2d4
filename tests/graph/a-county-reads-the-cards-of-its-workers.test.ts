import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { developmentIssuer } from '../../gateway/callers/issuer.ts';
import { KNOWN } from '../../seeds/known.ts';
import { cardNumber, residentNumber } from '../../seeds/synthetic-numbers.ts';
import { testKeyring } from '../support/database.ts';
import { type HubDatabase, hubDatabase } from '../support/hub-database.ts';
import { type Form, inOneProcess, seededDatabase } from './support/forms.ts';

const SLOW = 60_000;
const ISSUER = 'guixin-hub-development';
const CONTRACTOR = '91450300MA0DEA1178';
const [HERE, THERE] = ['GX-2026-0201', 'GX-2026-0202'];
const CARDS = '{ wageCards { totalCount nodes { id } } }';

const issuer = developmentIssuer(testKeyring.secret('issuer/development'), ISSUER);
const officialOf = (role: string, division: string) => issuer.issue!(role, { divisions: [division] });

async function asked(form: Form, token: string, query: string, variables = {}) {
  const response = await fetch(`${form.hub.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its question
  const { data, errors } = (await response.json()) as any;
  expect(errors).toBeUndefined();
  return data;
}

describe('The card of a worker who comes onto a site', () => {
  let database: HubDatabase;
  let form: Form;
  let county: string;
  let otherCounty: string;
  let yunnan: string;
  const person = { documentNumber: residentNumber('450103', '1990-01-02') };
  const sent = new Map<string, string>();

  beforeAll(async () => {
    database = await hubDatabase('2026-03-02T08:00:00+08:00');
    form = await inOneProcess(database.env);
    [county, otherCounty, yunnan] = (await Promise.all([
      officialOf('county-hr', '450103'),
      officialOf('county-hr', '450202'),
      officialOf('county-hr', '530102'),
    ])) as [string, string, string];
    for (const [projectCode, divisionCode] of [
      [HERE, '450103'],
      [THERE, '450202'],
    ])
      await state('enterprise', 'fileProjects', 'ProjectRecordInput', {
        projectCode,
        sector: 'HOUSING',
        name: '示例工程',
        divisionCode,
        constructionStatus: 'UNDER_CONSTRUCTION',
        generalContractorCode: CONTRACTOR,
      });
    for (const projectCode of [HERE, THERE])
      await state('enterprise', 'submitCrews', 'CrewRecordInput', {
        projectCode,
        unitCode: CONTRACTOR,
        crewNo: '1',
        name: '木工班组',
      });
    await state('vendor', 'submitMigrantWorkers', 'MigrantWorkerRecordInput', {
      ...person,
      name: '韦示例',
    });
    await state('vendor', 'submitWageCards', 'WageCardRecordInput', {
      ...person,
      bankCode: KNOWN.bank,
      cardNumber: cardNumber(880_001),
      cardholderName: '韦示例',
    });
  }, 120_000);
  afterAll(async () => {
    await form?.hub.stop();
    await database?.drop();
  });

  let calls = 0;
  const envelope = (by: string) => ({
    idempotencyKey: randomUUID(),
    sourceSystem: `${by}-system`,
    sentAt: new Date(Date.parse('2026-03-02T07:00:00+08:00') + ++calls * 1000).toISOString(),
  });
  async function state(by: string, operation: string, input: string, record: object): Promise<void> {
    const data = await asked(
      form,
      form.hub.tokens[by]!,
      `mutation ($envelope: SubmissionEnvelopeInput!, $records: [${input}!]!) {
        ${operation}(envelope: $envelope, records: $records) { verdicts { outcome code path recordId } } }`,
      { envelope: envelope(by), records: [record] },
    );
    const [verdict] = data[operation].verdicts;
    expect({ operation, verdict }).toMatchObject({
      verdict: { outcome: /ACCEPTED|CORRECTED/.exec(verdict.outcome)?.[0] },
    });
    sent.set(operation, verdict.recordId);
  }
  const withdraw = async (operation: string, dataset: string) => {
    const data = await asked(
      form,
      form.hub.tokens.vendor!,
      `mutation ($envelope: SubmissionEnvelopeInput!, $records: [WithdrawnRecordInput!]!) {
        withdrawProvincialRecords(envelope: $envelope, records: $records, reason: "示例撤回") { verdicts { outcome code } } }`,
      { envelope: envelope('vendor'), records: [{ dataset, recordId: sent.get(operation) }] },
    );
    expect(data.withdrawProvincialRecords.verdicts[0]).toMatchObject({
      outcome: 'CORRECTED',
      code: 'WITHDRAWN',
    });
  };
  /** How many cards an official is shown, once they are so many or in half a minute; the worker shows the card as the list does. */
  async function seen(token: string, expected: number): Promise<number> {
    for (let tries = 0; ; tries++) {
      const { wageCards } = await asked(form, token, CARDS);
      if (tries < 300 && wageCards.totalCount !== expected) {
        await pause(100);
        continue;
      }
      if (token === form.hub.tokens.bank) return wageCards.totalCount;
      const { migrantWorkers } = await asked(form, token, '{ migrantWorkers { nodes { wageCard { id } } } }');
      for (const { wageCard } of migrantWorkers.nodes) expect(wageCard).not.toBeNull();
      return wageCards.totalCount;
    }
  }

  test(
    'is shown to no county while the worker is nowhere, and to the province that reaches every project',
    async () => {
      expect(await seen(form.hub.tokens['province-hr']!, 1)).toBe(1);
      for (const token of [county, otherCounty, yunnan]) expect(await seen(token, 0)).toBe(0);
      expect(await seen(form.hub.tokens.bank!, 1)).toBe(1);
    },
    SLOW,
  );

  test(
    'is shown to the county of the site by the registration, and to that of another by the entry',
    async () => {
      await state('vendor', 'submitRealNameRegistrations', 'RealNameRegistrationRecordInput', {
        projectCode: HERE,
        crewNo: '1',
        ...person,
      });
      expect(await seen(county, 1)).toBe(1);
      expect(await seen(otherCounty, 0)).toBe(0);
      await state('vendor', 'submitEngagements', 'EngagementRecordInput', {
        projectCode: THERE,
        crewNo: '1',
        ...person,
        enteredOn: '2026-02-20',
        exitedOn: '2026-02-25',
      });
      expect(await seen(otherCounty, 1)).toBe(1);
      expect(await seen(yunnan, 0)).toBe(0);
    },
    SLOW,
  );

  test(
    'is shown no more to the county whose record of the worker was taken back, also over a kill',
    async () => {
      await withdraw('submitEngagements', 'ENGAGEMENT');
      await form.kill();
      form = await inOneProcess(database.env);
      expect(await seen(otherCounty, 0)).toBe(0);
      expect(await seen(county, 1)).toBe(1);
    },
    2 * SLOW,
  );
});

describe('A hub that stood before departments were shown the cards of their workers alone', () => {
  let database: HubDatabase;
  let form: Form;
  let client: Client;
  beforeAll(async () => {
    database = await seededDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    // As its migration leaves it where the provincial hub stands already.
    await client.query('truncate banking.worker_project');
    form = await inOneProcess(database.env);
  }, 240_000);
  afterAll(async () => {
    await client?.end();
    await form?.hub.stop();
    await database?.drop();
  });

  const STANDING = `select id as record_id, version, worker_id, project_code from provincial.engagement where not withdrawn
    union all select id, version, worker_id, project_code from provincial.real_name_registration where not withdrawn`;

  test(
    'comes to know who is or was where, record by record',
    async () => {
      const kept =
        'select record_id, version, worker_id, project_code from banking.worker_project where not withdrawn';
      const differing = async () =>
        (
          await client.query(
            `((${STANDING}) except all (${kept})) union all ((${kept}) except all (${STANDING}))`,
          )
        ).rows;
      for (let tries = 0; tries < 400 && (await differing()).length > 0; tries++) await pause(100);
      expect(await differing()).toEqual([]);
      const { rows } = await client.query(`select count(*)::int as n from (${kept}) k`);
      expect(rows[0].n).toBeGreaterThan(1_000);
    },
    SLOW,
  );

  test(
    'shows officials the cards of the workers whom they see, and no others',
    async () => {
      const cardsWithin = async (division: string) => {
        const { rows } = await client.query(
          `select count(*)::int as n from banking.wage_card c where not c.withdrawn and exists (
             select from (${STANDING}) s join provincial.project p using (project_code)
              where s.worker_id = c.worker_id and p.division_code like $1)`,
          [`${division}%`],
        );
        return rows[0].n as number;
      };
      const { rows } = await client.query(
        'select count(*)::int as n from banking.wage_card where not withdrawn',
      );
      const all = rows[0].n as number;
      const total = async (token: string) => (await asked(form, token, CARDS)).wageCards.totalCount;
      const county = await cardsWithin(KNOWN.county);
      expect(county).toBeGreaterThan(50);
      expect(county).toBeLessThan(all);
      expect(await total(form.hub.tokens['county-hr']!)).toBe(county);
      expect(await total(await officialOf('county-hr', KNOWN.otherCounty))).toBe(
        await cardsWithin(KNOWN.otherCounty),
      );
      expect(await total(await officialOf('city-hr', '530100'))).toBe(await cardsWithin('5301'));
      expect(await total(form.hub.tokens['province-hr']!)).toBe(await cardsWithin('45'));
      expect(await total(form.hub.tokens['worker-app']!)).toBe(1);
      expect(await total(form.hub.tokens.bank!)).toBe(all);
    },
    SLOW,
  );

  test('tells no official of a worker whom they see that there is no card, where there is one', async () => {
    const { migrantWorkers } = await asked(
      form,
      form.hub.tokens['county-hr']!,
      '{ migrantWorkers(first: 100) { nodes { id wageCard { id } } } }',
    );
    const without = migrantWorkers.nodes.flatMap((one: { id: string; wageCard: unknown }) =>
      one.wageCard ? [] : [one.id],
    );
    const { rows } = await client.query(
      'select worker_id from banking.wage_card where worker_id = any($1::uuid[]) and not withdrawn',
      [without],
    );
    expect(rows).toEqual([]);
    expect(migrantWorkers.nodes.length - without.length).toBeGreaterThan(50);
  });
});
