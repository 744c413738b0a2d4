import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { sql } from 'kysely';
import { type Caller, hubCaller, SCOPES } from '../../../../kernel/caller.ts';
import { releaseHeld } from '../../../../ledger/held/release.ts';
import { lagOf, sequence } from '../../../../ledger/order/sequence.ts';
import { resubmit } from '../../../../ledger/submission/resubmit.ts';
import { enterpriseCode } from '../../../../seeds/synthetic-numbers.ts';
import { banking } from '../../../../subgraphs/banking/index.ts';
import { Enterprise, Project } from '../../../../subgraphs/provincial/facts.ts';
import { provincial } from '../../../../subgraphs/provincial/index.ts';
import { type Department, openDepartment } from '../../support/department.ts';
import { graphOver, vendor } from '../../support/submitting.ts';

export const CONTRACTOR = enterpriseCode('450100', 2);
export const OWNER = enterpriseCode('450100', 1);

/** A platform of one district that may state what banks state. */
export const platform: Caller = vendor('vendor-a', '450103', ['account:submit'], 'HOUSING');
/** Another source of the same district. */
export const other: Caller = { ...platform, organisation: 'vendor-b' };
export const bankOf = (bank: string): Caller => ({
  ...platform,
  organisation: `bank-${bank}`,
  kind: 'BANK',
  bank,
  divisions: ['450000'],
});

const READER: Caller = { ...hubCaller('tests'), scopes: SCOPES };
export const SENT = '2026-03-01T07:00:00+08:00';
export const LATER = '2026-03-01T07:30:00+08:00';

export interface Sending {
  readonly caller?: Caller;
  readonly sentAt?: string;
  readonly mode?: 'PARTIAL' | 'ATOMIC';
  readonly dryRun?: boolean;
  readonly completeUpTo?: string;
}

export interface Receipt {
  readonly completeUpTo: string | null;
  readonly verdicts: readonly Verdict[];
}

export interface OpenBanks {
  readonly registry: Department;
  /** Puts projects into the row scope of banking. */
  readonly scope: Department['scope'];
  /** Sends records by one mutation. @returns outcome, code, path and warnings of each, as short as a table of cases */
  submit(operation: string, records: readonly object[], sending?: Sending): Promise<string[]>;
  /** The id of what the one record last sent has become. */
  readonly recordId: () => string;
  /** The answer to what was last sent. */
  readonly receipt: () => Receipt;
  /** @returns the first field of the answer, as the hub reads it, or another */
  read(query: string, variables?: Record<string, unknown>, caller?: Caller): Promise<unknown>;
  withdraw(dataset: string, recordId: string, sending?: Sending): Promise<string[]>;
  /** Several records of one dataset in one withdrawal. */
  withdrawAll(dataset: string, recordIds: readonly string[], sending?: Sending): Promise<string[]>;
  /** Puts what was submitted in order, and judges again what waited for it. */
  release(): Promise<void>;
  close(): Promise<void>;
}

/** Banking beside a province in whose registry project A stands, signed on 2026-01-10, at a price of two million yuan. */
export async function openBanksBeside(): Promise<OpenBanks> {
  const registry = await openDepartment(provincial);
  await registry.scope([['A', 'HOUSING', '450103']]);
  await registry.write(Enterprise, '2026-01-10T09:00:00+08:00', [
    { creditCode: CONTRACTOR, name: '示范建工有限公司', divisionCode: '450100' },
  ]);
  await registry.write(Project, '2026-01-10T09:00:00+08:00', [
    {
      projectCode: 'A',
      kind: 'HOUSING',
      sector: 'HOUSING',
      name: '甲项目',
      divisionCode: '450103',
      contractPriceFen: 200_000_000n,
      contractSignedOn: '2026-01-10',
      constructionStatus: '003',
      generalContractorCode: CONTRACTOR,
      isUnderKeySupervision: false,
    },
  ]);
  const banks = await openDepartment(banking, graphOver(registry));
  await banks.scope([
    ['A', 'HOUSING', '450103'],
    ['B', 'HOUSING', '450103'],
    ['C', 'HOUSING', '450103'],
    ['FAR', 'HOUSING', '450203'],
  ]);
  let last: Receipt = { completeUpTo: null, verdicts: [] };
  const send = async (
    operation: string,
    input: string,
    records: readonly object[],
    sending: Sending,
    reason = '',
  ) => {
    const { caller = platform, sentAt = SENT, mode = 'PARTIAL', dryRun = false, completeUpTo } = sending;
    const envelope = {
      idempotencyKey: randomUUID(),
      sourceSystem: caller.organisation,
      sentAt,
      mode,
      dryRun,
      ...(completeUpTo && { completeUpTo }),
    };
    const { data, errors } = await banks.ask(
      caller,
      `mutation ($envelope: SubmissionEnvelopeInput!, $records: [${input}!]!) {
        ${operation}(envelope: $envelope, records: $records${reason}) {
          completeUpTo verdicts { outcome code path message remedy warnings recordId } } }`,
      { variables: { envelope, records } },
    );
    expect(errors).toBeUndefined();
    last = data![operation] as Receipt;
    return last.verdicts.map(told);
  };
  const withdrawAll: OpenBanks['withdrawAll'] = (dataset, recordIds, sending = {}) =>
    send(
      'withdrawBankingRecords',
      'WithdrawnRecordInput',
      recordIds.map((recordId) => ({ dataset, recordId })),
      { sentAt: LATER, ...sending },
      ', reason: "sent by mistake"',
    );
  const { ledger, clock } = banks.store;
  const isInOrder = () =>
    ledger.write(READER, async (db) => {
      await sequence(db, 'banking');
      return (await lagOf(db, 'banking', clock.now())).leaves === 0;
    });
  return {
    registry,
    scope: banks.scope,
    submit: (operation, records, sending = {}) =>
      send(operation, `${operation.slice('submit'.length).replace(/s$/, '')}RecordInput`, records, sending),
    recordId: () => last.verdicts[0]!.recordId!,
    receipt: () => last,
    withdraw: (dataset, recordId, sending) => withdrawAll(dataset, [recordId], sending),
    withdrawAll,
    async read(query, variables = {}, caller = READER) {
      const { data, errors } = await banks.ask(caller, query, { variables });
      expect(errors).toBeUndefined();
      return Object.values(data!)[0];
    },
    async release() {
      // Whoever writes in another suite's database holds the order back for a moment.
      do while (!(await isInOrder())) await pause(25);
      while ((await releaseHeld(ledger, resubmit)) > 0);
      const held = await ledger.write(READER, (db) =>
        db.rows(sql`select from banking.held_record where state = 'REJECTED'`),
      );
      expect(held).toEqual([]);
    },
    async close() {
      await banks.close();
      await registry.close();
    },
  };
}

interface Verdict {
  readonly outcome: string;
  readonly code: string;
  readonly path: string | null;
  readonly message: string;
  readonly remedy: string;
  readonly warnings: readonly string[];
  readonly recordId: string | null;
}

const told = ({ outcome, code, path, warnings }: Verdict): string =>
  [outcome, code === outcome ? null : code, path, ...warnings.map((one) => `+${one}`)]
    .filter((word) => word !== null)
    .join(' ');
