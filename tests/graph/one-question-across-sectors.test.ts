import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ROOT } from '../support/rooms.ts';
import { type Form, inOneProcess, inSevenProcesses, seededDatabase } from './support/forms.ts';
import type { Answer } from './support/running-hub.ts';

const QUESTION = readFileSync(join(ROOT, 'examples/questions/01-cross-sector-view.graphql'), 'utf8');
const EVERYTHING = { first: 100 };

interface Node {
  readonly code: string;
  readonly kind: string;
  readonly division: { readonly fullName: string };
  readonly [field: string]: unknown;
}

const CARDS = `mutation ($envelope: SubmissionEnvelopeInput!, $records: [WageCardRecordInput!]!) {
  submitWageCards(envelope: $envelope, records: $records) { verdicts { outcome code } }
}`;

const nodes = (answer: Answer): Node[] => answer.data.projects.nodes;

let database: Awaited<ReturnType<typeof seededDatabase>>;
const answers = new Map<string, Answer>();

beforeAll(async () => {
  database = await seededDatabase();
}, 240_000);

afterAll(() => database.drop());

describe.each([
  ['in one process', inOneProcess],
  ['in seven processes', inSevenProcesses],
] as const)('One question across all sectors, %s', (name, start) => {
  let form: Form;

  beforeAll(async () => {
    form = await start(database.env);
  }, 120_000);

  afterAll(() => form.hub.stop());

  test('a province officer gets projects of all four kinds, with what each department knows of them', async () => {
    const answer = await form.hub.ask('province-hr', QUESTION, EVERYTHING);
    answers.set(name, answer);
    expect(answer.errors).toBeUndefined();
    expect(answer.status).toBe(200);
    expect(new Set(nodes(answer).map((node) => node.kind))).toEqual(
      new Set(['HOUSING', 'TRANSPORT', 'WATER', 'OTHER']),
    );
    expect(answer.data.projects.totalCount).toBe(60);
    const some = (field: string, has: (value: never) => boolean) =>
      nodes(answer).filter((node) => node[field] && has(node[field] as never)).length;
    expect(some('attendance', (it: { workers: number }) => it.workers > 0)).toBeGreaterThan(40);
    expect(some('payrollSheets', (it: unknown[]) => it.length > 0)).toBeGreaterThan(40);
    expect(some('specialWageAccounts', (it: unknown[]) => it.length > 0)).toBeGreaterThan(40);
    expect(some('labourCost', (it: { received: string }) => it.received !== '0.00')).toBeGreaterThan(40);
    expect(some('contractCoverage', (it: { contracts: number }) => it.contracts > 0)).toBeGreaterThan(40);
    expect(some('warnings', (it: unknown[]) => it.length > 0)).toBeGreaterThan(5);
    expect(some('constructionPermits', (it: unknown[]) => it.length > 0)).toBeGreaterThan(5);
    expect(some('contractSections', (it: unknown[]) => it.length > 0)).toBeGreaterThan(2);
    expect(some('works', (it: unknown[]) => it.length > 0)).toBeGreaterThan(2);
  });

  test('a county housing officer gets the housing projects of the own county and nothing else', async () => {
    const answer = await form.hub.ask('county-housing', QUESTION, EVERYTHING);
    expect(answer.errors).toBeUndefined();
    expect(nodes(answer).length).toBeGreaterThan(2);
    for (const node of nodes(answer)) {
      expect(node.kind).toBe('HOUSING');
      expect(node.division.fullName).toBe('广西壮族自治区南宁市青秀区');
    }
    expect(answer.data.projects.totalCount).toBe(nodes(answer).length);
  });

  test('a vendor is refused as a whole, and told what it lacks', async () => {
    const answer = await form.hub.ask('vendor', QUESTION, EVERYTHING);
    expect(answer.status).toBe(403);
    expect(answer.data ?? null).toBeNull();
    expect(answer.errors![0]!.extensions.code).toBe('FORBIDDEN');
    expect(JSON.stringify(answer.errors)).toContain('project:read');
  });

  test('a caller without a token gets nothing', async () => {
    const answer = await form.hub.ask(null, '{ me { organisation } }');
    expect(answer.status).toBe(401);
    expect(answer.errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
  });

  test('document, card, account and phone numbers and names are masked', async () => {
    const question = readFileSync(join(ROOT, 'examples/questions/05-people-on-site.graphql'), 'utf8');
    const answer = await form.hub.ask('province-hr', question, { first: 3 });
    expect(answer.errors).toBeUndefined();
    const people = nodes(answer).flatMap((node) =>
      (node.engagements as { nodes: { worker: Record<string, unknown> }[] }).nodes.map((one) => one.worker),
    );
    expect(people.length).toBeGreaterThan(10);
    for (const person of people) {
      expect(person.name).toMatch(/^.\*$/u);
      expect(person.documentNumber).toMatch(/^\d{4}\*{10}[\dX]{4}$/);
      expect(person.phone).toMatch(/^\d{3}\*{4}\d{4}$/);
    }
    const cards = people
      .map((person) => (person.wageCard as { cardNumber: string } | null)?.cardNumber)
      .filter(Boolean);
    expect(cards.length).toBeGreaterThan(5);
    for (const card of cards) expect(card).toMatch(/^\*+\d{4}$/);
  });

  test('with a purpose declared, and only then, a caller with the right sees the number in clear', async () => {
    const question =
      '{ projects(first: 1, filter: { kinds: [WATER] }) { nodes { engagements(first: 1) { nodes { worker { documentNumber } } } } } }';
    const purpose = {
      basis: '保障农民工工资支付条例 Art. 38',
      caseNo: 'TEST-1',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    };
    const number = (answer: Answer) =>
      answer.data.projects.nodes[0].engagements.nodes[0].worker.documentNumber;
    const clear = await form.hub.ask('province-hr', question, {}, { hub: { purpose } });
    expect(clear.errors).toBeUndefined();
    expect(number(clear)).toMatch(/^\d{17}[\dX]$/);
    // The right comes with the role: a purpose alone opens nothing.
    const without = await form.hub.ask('province-water', question, {}, { hub: { purpose } });
    expect(number(without)).toContain('*');
  });

  test('asOf answers from the versions that were current then, in every department', async () => {
    const question =
      '{ projects(first: 100) { nodes { code attendance(month: "2026-11") { records } specialWageAccounts { balance } } } }';
    const records = (answer: Answer) =>
      nodes(answer).reduce((sum, node) => sum + (node.attendance as { records: number }).records, 0);
    const [then, now] = await Promise.all([
      form.hub.ask('province-hr', question, {}, { hub: { asOf: '2026-11-10T12:00:00+08:00' } }),
      form.hub.ask('province-hr', question),
    ]);
    expect(then.errors).toBeUndefined();
    expect(records(then)).toBeGreaterThan(0);
    expect(records(then)).toBeLessThan(records(now));
  });

  test('a worker sees the own record, an enterprise its own projects, a bank its own accounts', async () => {
    const own = await form.hub.ask('worker-app', '{ migrantWorkers(first: 10) { nodes { id } totalCount } }');
    expect(own.data.migrantWorkers.totalCount).toBe(1);
    const projects = await form.hub.ask('enterprise', '{ projects(first: 100) { totalCount } }');
    expect(projects.data.projects.totalCount).toBeGreaterThan(0);
    expect(projects.data.projects.totalCount).toBeLessThan(20);
    const accounts = await form.hub.ask(
      'bank',
      '{ specialWageAccounts(first: 100) { nodes { bank { code } } } }',
    );
    expect(accounts.errors).toBeUndefined();
    const banks = new Set(
      accounts.data.specialWageAccounts.nodes.map((node: { bank: { code: string } }) => node.bank.code),
    );
    expect(banks.size).toBe(1);
  });

  test.each([
    ['no assertion', {}],
    ['a token', { authorization: `Bearer ${'x'.repeat(40)}` }],
    ['an assertion of nobody', { 'hub-assertion': 'eyJ2IjoxfQ.AAAA' }],
  ] as [string, Record<string, string>][])('the inner door is closed to %s', async (_what, headers) => {
    const answer = await fetch(`${form.hub.url}/inner/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: '{ me { kind } }' }),
    });
    expect([answer.status, await answer.json()]).toEqual([
      401,
      { errors: [{ message: 'refused', extensions: { code: 'ASSERTION_INVALID' } }] },
    ]);
  });

  test('a bank states a card of somebody whom only the registry can name: its process asks the gateway', async () => {
    const record = {
      documentType: '01',
      // Of each form another person, since a bank remembers whom it has asked for.
      documentNumber: name === 'in one process' ? '45070219751231000X' : '450203198808080008',
      bankCode: '102',
      cardNumber: '6222020000000000000',
      cardholderName: '韦示例',
    };
    const answer = await form.hub.ask('bank', CARDS, {
      envelope: {
        idempotencyKey: `card ${name}`.replaceAll(' ', '-'),
        sourceSystem: 'bank-102',
        sentAt: '2026-11-20T15:00:00+08:00',
      },
      records: [record],
    });
    expect(answer.errors).toBeUndefined();
    expect(answer.data.submitWageCards.verdicts).toEqual([
      { outcome: expect.stringMatching(/^(ACCEPTED|DUPLICATE)$/), code: expect.any(String) },
    ]);
  });

  test('kill -9 of everything and a restart keep everything', async () => {
    const answer = async () => (await form.hub.ask('province-hr', QUESTION, EVERYTHING)).data;
    expect(await answer()).toEqual(answers.get(name)!.data);
    await form.kill();
    form = await start(database.env);
    expect(await answer()).toEqual(answers.get(name)!.data);
  }, 120_000);
});

test('one process and seven processes give the same answer', () => {
  const [one, seven] = [...answers.values()];
  expect(seven!.data).toEqual(one!.data);
});
