import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Caller } from '../../kernel/caller.ts';
import { banking } from '../../subgraphs/banking/index.ts';
import { type Department, official, openDepartment } from './support/department.ts';
import { type Sending, send, vendor } from './support/submitting.ts';

const reader: Caller = { ...official('450000', 'HOUSING'), scopes: ['account:read', 'project:read'] };
const account = (projectCode: string, accountNumber: string) => ({
  bankCode: '102',
  accountNumber,
  projectCode,
});

describe('How fresh the facts of a project are', () => {
  let banks: Department;
  beforeAll(async () => {
    banks = await openDepartment(banking);
    await banks.scope([
      ['A', 'HOUSING', '450103'],
      ['B', 'HOUSING', '450103'],
      ['C', 'HOUSING', '450103'],
    ]);
  });
  afterAll(() => banks.close());

  const state = (source: string, records: readonly object[], sending: Sending = {}) =>
    send(
      banks,
      vendor(source, '450103', ['account:submit'], 'HOUSING'),
      'submitSpecialWageAccounts',
      'SpecialWageAccountRecordInput',
      records,
      { source, ...sending },
    );
  const freshness = async (code: string, asOf?: string) => {
    const { data, errors } = await banks.ask(
      reader,
      `query($of: [_Any!]!) { _entities(representations: $of) { ... on Project {
        bankingFreshness { dataset completeUpTo sources } } } }`,
      { variables: { of: [{ __typename: 'Project', code }] }, ...(asOf && { asOf }) },
    );
    expect(errors).toBeUndefined();
    const [project] = (data as { _entities: { bankingFreshness: unknown[] }[] })._entities;
    return project!.bankingFreshness;
  };
  const dataset = 'SPECIAL_WAGE_ACCOUNT';

  test('of a project of which nothing was stated nothing is known', async () => {
    expect(await freshness('C')).toEqual([]);
  });

  test('is that of the source that is least complete, and unknown while one has never said', async () => {
    await state('bank-one', [account('A', '45010000000099990001'), account('B', '45010000000099990002')], {
      completeUpTo: '2026-03-01T06:00:00+08:00',
    });
    await state('bank-two', [account('A', '45010000000099990003')]);
    const sources = ['bank-one', 'bank-two'];
    expect(await freshness('A')).toEqual([{ dataset, completeUpTo: null, sources }]);
    expect(await freshness('B')).toEqual([
      { dataset, completeUpTo: '2026-03-01T06:00:00+08:00', sources: ['bank-one'] },
    ]);
    await state('bank-two', [], { completeUpTo: '2026-02-28T20:00:00+08:00' });
    expect(await freshness('A')).toEqual([{ dataset, completeUpTo: '2026-02-28T20:00:00+08:00', sources }]);
  });

  test('a rejected record makes no source of a project', async () => {
    await state('bank-three', [{ ...account('C', '45010000000099990004'), bankCode: '999' }], {
      completeUpTo: '2026-03-01T06:00:00+08:00',
    });
    expect(await freshness('C')).toEqual([]);
  });

  test('of a project outside the row scope nothing is told', async () => {
    const elsewhere: Caller = { ...reader, divisions: ['450203'] };
    const { data } = await banks.ask(
      elsewhere,
      'query($of: [_Any!]!) { _entities(representations: $of) { ... on Project { bankingFreshness { dataset } } } }',
      { variables: { of: [{ __typename: 'Project', code: 'B' }] } },
    );
    expect(data).toEqual({ _entities: [{ bankingFreshness: [] }] });
  });

  test('a vendor sees how fresh its own sources are, who reads changes sees all', async () => {
    const ask = async (caller: Caller, filter: string) => {
      const { data } = await banks.ask(
        caller,
        `{ ledgers { banking { sourceFreshness${filter} { sourceSystem isOverdue expectedEveryHours } } } }`,
      );
      const { banking: told } = (data as { ledgers: { banking: { sourceFreshness: Told[] } } }).ledgers;
      return told.sourceFreshness.map(({ sourceSystem }) => sourceSystem);
    };
    const own = vendor('bank-one', '450103', ['account:submit'], 'HOUSING');
    expect(await ask(own, '')).toEqual(['bank-one']);
    expect(await ask(own, '(filter: { organisation: "bank-two" })')).toEqual([]);
    const all: Caller = { ...reader, scopes: ['change:read'] };
    expect(await ask(all, '')).toEqual(['bank-one', 'bank-two']);
    expect(await ask(all, '(filter: { organisation: "bank-two" })')).toEqual(['bank-two']);
  });

  test('whoever states what another source has stated already is no source of the project', async () => {
    const day = { bankCode: '102', accountNumber: '45010000000099990002', day: '2026-02-27' };
    const stated = (source: string, sending: Sending = {}) =>
      send(
        banks,
        vendor(source, '450103', ['account:submit'], 'HOUSING'),
        'submitEmptyAccountDays',
        'EmptyAccountDayRecordInput',
        [day],
        { source, ...sending },
      );
    const completeUpTo = '2026-03-01T05:00:00+08:00';
    expect((await stated('bank-one', { completeUpTo })).verdicts).toMatchObject([{ outcome: 'ACCEPTED' }]);
    expect((await stated('bank-four')).verdicts).toMatchObject([{ code: 'SAME_FACT_OTHER_SOURCE' }]);
    const [days] = (await freshness('B')).filter((one) => (one as Told).dataset === 'EMPTY_ACCOUNT_DAY');
    expect(days).toEqual({ dataset: 'EMPTY_ACCOUNT_DAY', completeUpTo, sources: ['bank-one'] });
  });

  test('a source that has taken back all that it stated of a project is none of it, though it was until then', async () => {
    const sources = async (asOf?: string) => (await freshness('C', asOf)) as Told[];
    const made = await state('bank-five', [
      account('C', '45010000000099990005'),
      account('C', '45010000000099990006'),
    ]);
    const ids = made.verdicts.map(({ recordId }) => recordId as string);
    expect(await sources()).toMatchObject([{ sources: ['bank-five'] }]);
    await takeBack('bank-five', ids.slice(0, 1));
    expect(await sources()).toMatchObject([{ sources: ['bank-five'] }]);
    await takeBack('bank-five', ids.slice(1));
    expect(await sources()).toEqual([]);
    expect(await sources('2026-02-28T00:00:00Z')).toMatchObject([{ sources: ['bank-five'] }]);
    await state('bank-five', [account('C', '45010000000099990005')], { sentAt: '2026-03-01T07:50:00+08:00' });
    expect(await sources()).toMatchObject([{ sources: ['bank-five'] }]);
  });

  async function takeBack(source: string, ids: readonly string[]): Promise<void> {
    const { errors, data } = await banks.ask(
      vendor(source, '450103', ['account:submit'], 'HOUSING'),
      `mutation ($envelope: SubmissionEnvelopeInput!, $records: [WithdrawnRecordInput!]!) {
        withdrawBankingRecords(envelope: $envelope, records: $records, reason: "sent by mistake") { verdicts { code } } }`,
      {
        variables: {
          envelope: {
            idempotencyKey: ids.join('+'),
            sourceSystem: source,
            sentAt: '2026-03-01T07:40:00+08:00',
          },
          records: ids.map((recordId) => ({ dataset: 'SPECIAL_WAGE_ACCOUNT', recordId })),
        },
      },
    );
    expect(errors).toBeUndefined();
    const { verdicts } = (data as { withdrawBankingRecords: { verdicts: object[] } }).withdrawBankingRecords;
    expect(verdicts).toEqual(ids.map(() => ({ code: 'WITHDRAWN' })));
  }
});

interface Told {
  readonly dataset?: string;
  readonly sourceSystem: string;
}
