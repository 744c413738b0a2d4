import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { hubCaller } from '../../../../kernel/caller.ts';
import { enterpriseCode } from '../../../../seeds/synthetic-numbers.ts';
import { vendor } from '../../support/submitting.ts';
import { card, type Hub, openHub } from './support.ts';

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
});
afterAll(() => hub?.close());

/** By the authority rule the register comes before the vendors, who are equals. */
const REGISTER = 'market-registration';
const as = (source: string) => vendor(source, '450103', ['project:submit'], 'HOUSING');

let creditCode = '';
let serial = 100;
beforeEach(() => {
  serial += 1;
  creditCode = enterpriseCode('450100', serial);
});

const NINE = '2026-03-01T07:00:00+08:00';
const TEN = '2026-03-01T07:10:00+08:00';
const state = async (source: string, name: string, sentAt = NINE, more: object = {}): Promise<string> => {
  const record = { creditCode, name, divisionCode: '450100', ...more };
  return (await hub.submit('submitEnterprises', [record], { caller: as(source), sentAt }))[0]!;
};

interface Shown {
  readonly name: string;
  readonly provenance: { readonly sourceSystem: string; readonly version: number };
  readonly conflicts: readonly {
    readonly claimedBy: string;
    readonly name: string;
    readonly differsIn: string[];
  }[];
}

const shown = async (): Promise<string[] | null> => {
  const enterprise = (await hub.ask(
    `{ enterprise(creditCode: "${creditCode}") { name provenance { sourceSystem version } conflicts { claimedBy name differsIn } } }`,
  )) as Shown | null;
  if (!enterprise) return null;
  const { name, provenance, conflicts } = enterprise;
  return [
    `${provenance.sourceSystem}: ${name}, ${provenance.version}`,
    ...conflicts.map((one) => `${one.claimedBy}: ${one.name} (${one.differsIn.join()})`),
  ];
};

async function takeBack(source: string): Promise<string> {
  const [row] = await hub.department.store.ledger.write(hubCaller('tests'), (db) =>
    db.rows<{ id: string }>(sql`select id from provincial.enterprise where credit_code = ${creditCode}`),
  );
  const envelope = {
    idempotencyKey: randomUUID(),
    sourceSystem: source,
    sentAt: '2026-03-01T07:50:00+08:00',
  };
  const { data, errors } = await hub.department.ask(
    as(source),
    `mutation ($envelope: SubmissionEnvelopeInput!, $records: [WithdrawnRecordInput!]!) {
      withdrawProvincialRecords(envelope: $envelope, records: $records, reason: "stated by mistake") { verdicts { outcome code } } }`,
    { variables: { envelope, records: [{ dataset: 'ENTERPRISE', recordId: row!.id }] } },
  );
  expect(errors).toBeUndefined();
  const { verdicts } = data!.withdrawProvincialRecords as { verdicts: { outcome: string; code: string }[] };
  return `${verdicts[0]!.outcome} ${verdicts[0]!.code}`;
}

describe('What several sources state of one enterprise', () => {
  test('of equals the first is shown, and what the second states otherwise is a conflict', async () => {
    expect(await state('vendor-a', '甲')).toBe('ACCEPTED');
    expect(await state('vendor-b', '乙', NINE, { divisionCode: '450200' })).toBe('DUPLICATE CLAIM_KEPT');
    expect(await shown()).toEqual(['vendor-a: 甲, 1', 'vendor-b: 乙 (name,divisionCode)']);
  });

  test('what a source leaves out, or states alike, is no conflict', async () => {
    await state('vendor-a', '甲', NINE, { abbreviation: '甲建', establishedOn: '2015-06-01' });
    expect(await state('vendor-b', '甲')).toBe('DUPLICATE CLAIM_KEPT');
    expect(await shown()).toEqual(['vendor-a: 甲, 1']);
  });

  test('a source with authority is shown whenever it comes, and its corrections are versions', async () => {
    await state('vendor-a', '甲');
    expect(await state(REGISTER, '丙')).toBe('CORRECTED');
    expect(await shown()).toEqual([`${REGISTER}: 丙, 2`, 'vendor-a: 甲 (name)']);
    expect(await state(REGISTER, '丁', TEN)).toBe('CORRECTED');
    expect(await shown()).toEqual([`${REGISTER}: 丁, 3`, 'vendor-a: 甲 (name)']);
  });

  test('a source corrects its own word, shown or not, and its highest version counts', async () => {
    await state(REGISTER, '丙');
    expect(await state('vendor-a', '甲', TEN)).toBe('DUPLICATE CLAIM_KEPT');
    expect(await state('vendor-a', '旧甲', NINE)).toBe('DUPLICATE NEWER_VERSION_STANDS');
    expect(await state('vendor-a', '甲', TEN)).toBe('DUPLICATE ALREADY_RECORDED');
    expect(await state('vendor-a', '新甲', '2026-03-01T07:20:00+08:00')).toBe('DUPLICATE CLAIM_KEPT');
    expect(await shown()).toEqual([`${REGISTER}: 丙, 1`, 'vendor-a: 新甲 (name)']);
  });

  test('what is taken back gives way to the next, until nobody states it any more', async () => {
    await state('vendor-a', '甲');
    await state('vendor-b', '乙');
    await state(REGISTER, '丙');
    expect(await takeBack('vendor-b')).toBe('DUPLICATE CLAIM_WITHDRAWN');
    expect(await shown()).toEqual([`${REGISTER}: 丙, 2`, 'vendor-a: 甲 (name)']);
    expect(await takeBack('vendor-b')).toBe('DUPLICATE ALREADY_WITHDRAWN');
    expect(await takeBack('vendor-c')).toBe('REJECTED RECORD_OF_ANOTHER_SOURCE');
    expect(await takeBack(REGISTER)).toBe('CORRECTED WITHDRAWN_OTHER_SHOWN');
    expect(await takeBack(REGISTER)).toBe('DUPLICATE ALREADY_WITHDRAWN');
    expect(await shown()).toEqual(['vendor-a: 甲, 4']);
    expect(await takeBack('vendor-a')).toBe('CORRECTED WITHDRAWN');
    expect(await shown()).toBeNull();
    expect(await state('vendor-b', '乙', '2026-03-01T07:55:00+08:00')).toBe('CORRECTED');
    expect(await shown()).toEqual(['vendor-b: 乙, 6']);
  });

  test('what was sent before it was taken back, and comes after, brings nothing back', async () => {
    await state('vendor-a', '甲');
    await state(REGISTER, '丙');
    expect(await takeBack('vendor-a')).toBe('DUPLICATE CLAIM_WITHDRAWN');
    expect(await takeBack(REGISTER)).toBe('CORRECTED WITHDRAWN');
    expect(await state('vendor-a', '甲', TEN)).toBe('DUPLICATE NEWER_VERSION_STANDS');
    expect(await state(REGISTER, '丙', TEN)).toBe('DUPLICATE NEWER_VERSION_STANDS');
    expect(await shown()).toBeNull();
  });

  test('sources that speak at once end as if one had spoken after the other', async () => {
    const verdicts = await Promise.all([
      state('vendor-a', '甲'),
      state(REGISTER, '丙'),
      state('vendor-b', '乙'),
    ]);
    expect(verdicts.filter((one) => one === 'ACCEPTED')).toHaveLength(1);
    const [first, ...conflicts] = (await shown())!;
    expect(first).toMatch(new RegExp(`^${REGISTER}: 丙`));
    expect(conflicts).toEqual(['vendor-a: 甲 (name)', 'vendor-b: 乙 (name)']);
  });

  test('enterprises with conflicts are listed, and those without', async () => {
    const listed = async (hasConflicts: boolean) => {
      const { nodes } = (await hub.ask(
        `{ enterprises(hasConflicts: ${hasConflicts}) { nodes { creditCode } } }`,
      )) as { nodes: { creditCode: string }[] };
      return nodes.some((one) => one.creditCode === creditCode);
    };
    await state('vendor-a', '甲');
    await state('vendor-b', '甲');
    expect([await listed(true), await listed(false)]).toEqual([false, true]);
    await state('vendor-b', '甲', TEN, { establishedOn: '2015-06-01' });
    expect([await listed(true), await listed(false)]).toEqual([true, false]);
  });

  test('a rehearsal leaves no claim', async () => {
    await state('vendor-a', '甲');
    const record = { creditCode, name: '丙', divisionCode: '450100' };
    expect(await hub.submit('submitEnterprises', [record], { caller: as(REGISTER), dryRun: true })).toEqual([
      'CORRECTED',
    ]);
    expect(await shown()).toEqual(['vendor-a: 甲, 1']);
  });
});

describe('An enterprise whose record keeps what it leaves out', () => {
  const [FIRST, SECOND] = ['1970-01-01', '1971-01-01'].map((day) => card(day)) as [string, string];
  const full = {
    legalRepresentative: '陈示例',
    legalRepresentativeDuty: '董事长',
    legalRepresentativeTitle: '工程师',
    legalRepresentativeDocumentType: '01',
    legalRepresentativeDocumentNumber: FIRST,
    taxNo: 'T1',
    contactName: '联系人',
  };
  const others = { taxNo: 'T1', contactName: '联*' };
  const office = { legalRepresentativeDuty: '董事长', legalRepresentativeTitle: '工程师' };
  const ofDocument = (type: string | null, number: string | null) => ({
    legalRepresentativeDocumentType: type && { code: type },
    legalRepresentativeDocumentNumber: number?.replace(/^(.{4}).{10}/, `$1${'*'.repeat(10)}`) ?? null,
  });
  const none = { legalRepresentativeDuty: null, legalRepresentativeTitle: null, ...ofDocument(null, null) };

  test.each<[string, object, object]>([
    ['nothing of a legal representative', {}, { ...office, ...ofDocument('01', FIRST) }],
    ['the same name', { legalRepresentative: '陈示例' }, { ...office, ...ofDocument('01', FIRST) }],
    ['another name', { legalRepresentative: '李示例' }, none],
    [
      'another name and number',
      { legalRepresentative: '李示例', legalRepresentativeDocumentNumber: SECOND },
      { ...none, ...ofDocument(null, SECOND) },
    ],
    [
      'another type of document',
      { legalRepresentativeDocumentType: '02' },
      { ...office, ...ofDocument('02', null) },
    ],
    [
      'another number',
      { legalRepresentativeDocumentNumber: SECOND },
      { ...office, ...ofDocument(null, SECOND) },
    ],
    [
      'the number again',
      { legalRepresentativeDocumentNumber: FIRST },
      { ...office, ...ofDocument('01', FIRST) },
    ],
  ])('and states %s keeps nobody else’s document, duty and title', async (_what, stated, kept) => {
    expect(await state('vendor-a', '甲', NINE, full)).toBe('ACCEPTED');
    await state('vendor-a', '甲', TEN, { keepsUnstated: true, ...stated });
    const found = (await hub.ask(`{ enterprise(creditCode: "${creditCode}") { registration {
      legalRepresentativeDuty legalRepresentativeTitle legalRepresentativeDocumentType { code } legalRepresentativeDocumentNumber
      taxNo contactName } } }`)) as { registration: object };
    expect(found.registration).toEqual({ ...others, ...kept });
  });
});
