import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays, type BusinessDate } from '../../kernel/calendar.ts';
import { KNOWN } from '../../seeds/known.ts';
import { accountNumber, cardNumber, residentNumber } from '../../seeds/synthetic-numbers.ts';
import { type Form, inOneProcess, seededDatabase } from './support/forms.ts';
import type { Answer } from './support/running-hub.ts';

const CONTRACTS = `mutation ($envelope: SubmissionEnvelopeInput!, $records: [LabourContractRecordInput!]!) {
  submitLabourContracts(envelope: $envelope, records: $records) {
    id replayed submitted accepted duplicates held rejected contentDigest
    verdicts { index outcome code path message messageEn remedy recordId heldUntil }
  }
}`;

const ACCOUNTS = `mutation ($envelope: SubmissionEnvelopeInput!, $records: [SpecialWageAccountRecordInput!]!) {
  submitSpecialWageAccounts(envelope: $envelope, records: $records) { verdicts { outcome code path recordId } }
}`;

const CARDS = `mutation ($envelope: SubmissionEnvelopeInput!, $records: [WageCardRecordInput!]!) {
  submitWageCards(envelope: $envelope, records: $records) { accepted duplicates }
}`;

const INSPECTIONS = `mutation ($envelope: SubmissionEnvelopeInput!, $inspections: [HousingInspectionRecordInput!]!,
    $deductions: [HousingCreditDeductionRecordInput!]!) {
  submitHousingInspections(envelope: $envelope, records: $inspections) { verdicts { outcome code path recordId } }
  submitHousingCreditDeductions(envelope: $envelope, records: $deductions) { accepted }
}`;

const envelope = (idempotencyKey: string, sourceSystem: string) => ({
  idempotencyKey,
  sourceSystem,
  sentAt: '2026-11-20T15:59:00+08:00',
  mode: 'PARTIAL',
  dryRun: false,
});

const contract = (more: object = {}) => ({
  projectCode: KNOWN.projects.HOUSING,
  documentType: '01',
  documentNumber: residentNumber(KNOWN.county, '1971-02-03'),
  contractNo: `HT-${randomUUID()}`,
  employerCode: KNOWN.enterprise,
  periodKind: '1',
  startsOn: '2026-11-01',
  unitPrice: '20.00',
  ...more,
});

describe('One submission through the gateway', () => {
  let database: Awaited<ReturnType<typeof seededDatabase>>;
  let form: Form;

  beforeAll(async () => {
    database = await seededDatabase();
    form = await inOneProcess(database.env);
  }, 240_000);
  afterAll(async () => {
    await form?.hub.stop();
    await database?.drop();
  });

  const submit = (key: string, records: readonly object[], role = 'enterprise'): Promise<Answer> =>
    form.hub.ask(role, CONTRACTS, { envelope: envelope(key, 'site-platform'), records });

  const records = [
    contract(),
    contract({ endsOn: '2026-10-31' }),
    contract({ startsOn: { year: 2026 }, endsOn: '2026/12/31' }),
    contract({ projectCode: '4501032099010001' }),
    contract({ employerCode: `${KNOWN.enterprise.slice(0, -1)}9` }),
  ];

  test('gives each record its verdict in both languages, and stores what is good', async () => {
    const answer = await submit('first', records);
    expect(answer.errors).toBeUndefined();
    const { verdicts, ...receipt } = answer.data.submitLabourContracts;
    expect(receipt).toMatchObject({ replayed: false, submitted: 5, accepted: 1, held: 2, rejected: 2 });
    expect(verdicts).toMatchObject([
      { index: 0, outcome: 'ACCEPTED', code: 'ACCEPTED', path: null, heldUntil: null },
      { index: 1, outcome: 'REJECTED', code: 'PERIOD_REVERSED', path: 'endsOn', recordId: null },
      { index: 2, outcome: 'REJECTED', code: 'VALUE_MALFORMED', path: 'startsOn' },
      { index: 3, outcome: 'HELD', code: 'PROJECT_UNKNOWN', path: 'projectCode', recordId: null },
      { index: 4, outcome: 'HELD', code: 'CREDIT_CODE_INVALID', path: 'employerCode' },
    ]);
    for (const { message, messageEn } of verdicts) {
      expect(message).toMatch(/[\u4e00-\u9fff]/);
      expect(messageEn).toMatch(/^[A-Z][^\u4e00-\u9fff]+$/);
    }
    for (const { outcome, heldUntil } of verdicts) expect(heldUntil !== null).toBe(outcome === 'HELD');
    const read = await form.hub.ask(
      'enterprise',
      `query ($id: ID!) { labourContract(id: $id) {
        contractNo unitPrice employer { name } project { code name } provenance { sourceSystem receiptId } } }`,
      { id: verdicts[0].recordId },
    );
    expect(read.errors).toBeUndefined();
    expect(read.data.labourContract).toEqual({
      contractNo: records[0]!.contractNo,
      unitPrice: '20.00',
      employer: { name: expect.any(String) },
      project: { code: KNOWN.projects.HOUSING, name: expect.any(String) },
      provenance: { sourceSystem: 'site-platform', receiptId: receipt.id },
    });
  });

  test('answers a resend with the stored receipt', async () => {
    const once = [contract()];
    const first = await submit('once', once);
    const second = await submit('once', once);
    expect(second.data.submitLabourContracts).toEqual({
      ...first.data.submitLabourContracts,
      replayed: true,
    });
  });

  test('is refused under a key that stands for other content, and told which receipt that has', async () => {
    const sent = await submit('used', [contract()]);
    const again = await submit('used', [contract()]);
    expect(again.data).toBeNull();
    expect(again.errors?.[0]?.extensions).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(JSON.stringify(again.errors)).toContain(sent.data.submitLabourContracts.id);
  });

  test('is PARTIAL and no rehearsal when its envelope does not say', async () => {
    const { mode, dryRun, ...least } = envelope('least', 'site-platform');
    const answer = await form.hub.ask('enterprise', CONTRACTS, { envelope: least, records: [contract()] });
    expect(answer.errors).toBeUndefined();
    expect(answer.data.submitLabourContracts).toMatchObject({ accepted: 1 });
    const stated = await form.hub.ask('enterprise', CONTRACTS, {
      envelope: { ...least, idempotencyKey: 'least-stated', mode, dryRun },
      records: [contract()],
    });
    expect(stated.data.submitLabourContracts).toMatchObject({ accepted: 1 });
  });

  test('sent four times at once under one key is stored once', async () => {
    const once = [contract()];
    const answers = await Promise.all([0, 1, 2, 3].map(() => submit('at-once', once)));
    const receipts = answers.flatMap(({ data }) => data?.submitLabourContracts ?? []);
    const late = answers.flatMap(({ errors }) => errors?.map(({ extensions }) => extensions.code) ?? []);
    expect(new Set(receipts.map(({ id }) => id)).size).toBe(1);
    expect(receipts.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(new Set(late)).toEqual(new Set(late.length > 0 ? ['SUBMISSION_IN_FLIGHT'] : []));
    expect((await submit('at-once-again', once)).data.submitLabourContracts).toMatchObject({ duplicates: 1 });
  });

  test('is refused whole to a role without the scope, and stores nothing', async () => {
    const one = contract();
    const refused = await submit('refused', [one], 'vendor');
    expect(refused.data ?? null).toBeNull();
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    expect((await submit('after', [one])).data.submitLabourContracts).toMatchObject({ accepted: 1 });
  });

  test('of a bank states accounts of its own, which the county then reads', async () => {
    const account = (bankCode: string) => ({
      bankCode,
      accountNumber: accountNumber(bankCode, 990_001),
      projectCode: KNOWN.projects.HOUSING,
      openedOn: '2026-11-02',
    });
    const { data, errors } = await form.hub.ask('bank', ACCOUNTS, {
      envelope: envelope('accounts', 'bank-platform'),
      records: [account(KNOWN.bank), account('103')],
    });
    expect(errors).toBeUndefined();
    const [own, other] = data.submitSpecialWageAccounts.verdicts;
    expect(own).toMatchObject({ outcome: 'ACCEPTED' });
    expect(other).toMatchObject({ outcome: 'REJECTED', code: 'BANK_OF_ANOTHER', path: 'bankCode' });
    const read = await form.hub.ask(
      'county-housing',
      'query ($id: ID!) { specialWageAccount(id: $id) { accountName openedOn accountNumber nameCheck project { code } } }',
      { id: own.recordId },
    );
    expect(read.errors).toBeUndefined();
    expect(read.data.specialWageAccount).toEqual({
      accountName: null,
      openedOn: '2026-11-02',
      accountNumber: expect.stringMatching(/^\*+0001$/),
      nameCheck: null,
      project: { code: KNOWN.projects.HOUSING },
    });
  });

  test('of an industry department states what it found and took, which the contractor reads, and no vendor states', async () => {
    const projectCode = KNOWN.projects.HOUSING;
    const inspection = {
      projectCode,
      inspectionNo: 'JC-99',
      inspectedOn: '2026-11-10',
      inspector: '示例区住建局',
      result: 'RECTIFY',
      findings: '考勤设备离线',
    };
    const deduction = {
      projectCode,
      deductionNo: 'KF-99',
      inspectionNo: 'JC-99',
      decidedOn: '2026-11-12',
      enterpriseCode: KNOWN.enterprise,
      points: 2,
      basis: '未保持考勤设备在线',
    };
    const variables = {
      envelope: envelope('inspections', 'district-housing'),
      inspections: [inspection, { ...inspection, projectCode: KNOWN.projects.TRANSPORT }],
      deductions: [deduction],
    };
    const refused = await form.hub.ask('vendor', INSPECTIONS, variables);
    expect(refused.data ?? null).toBeNull();
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    const { data, errors } = await form.hub.ask('county-housing', INSPECTIONS, variables);
    expect(errors).toBeUndefined();
    expect(data.submitHousingCreditDeductions).toEqual({ accepted: 1 });
    const [own, other] = data.submitHousingInspections.verdicts;
    expect(own).toMatchObject({ outcome: 'ACCEPTED' });
    expect(other).toMatchObject({ outcome: 'HELD', code: 'PROJECT_UNKNOWN', path: 'projectCode' });
    const read = await form.hub.ask(
      'enterprise',
      `query ($id: ID!) { housingInspection(id: $id) {
        findings project { name } creditDeductions { points enterprise { name } } } }`,
      { id: own.recordId },
    );
    expect(read.errors).toBeUndefined();
    expect(read.data.housingInspection).toEqual({
      findings: '考勤设备离线',
      project: { name: expect.any(String) },
      creditDeductions: [{ points: 2, enterprise: { name: expect.any(String) } }],
    });
  });

  test('may name more people than one question to the registry', async () => {
    const cards = Array.from({ length: 1_200 }, (_, serial) => ({
      documentNumber: residentNumber(KNOWN.otherCounty, addDays('1960-01-01' as BusinessDate, serial)),
      bankCode: KNOWN.bank,
      cardNumber: cardNumber(900_000 + serial),
      cardholderName: '示范人',
    }));
    const send = (key: string) =>
      form.hub.ask('bank', CARDS, { envelope: envelope(key, 'bank-platform'), records: cards });
    const first = await send('cards');
    expect(first.errors).toBeUndefined();
    expect(first.data.submitWageCards).toEqual({ accepted: 1_200, duplicates: 0 });
    expect((await send('cards-again')).data.submitWageCards).toEqual({ accepted: 0, duplicates: 1_200 });
  });

  test('names no number of a person in an error', async () => {
    const one = { ...contract(), anything: 1 };
    const refused = await submit('unknown-field', [one]);
    expect(refused.errors).toBeDefined();
    expect(JSON.stringify(refused)).not.toContain(one.documentNumber);
  });
});
