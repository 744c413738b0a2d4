import { sql } from 'kysely';
import { type BusinessDate, businessDateOf } from '../../../kernel/calendar.ts';
import type { Awaited, Reference } from '../../../ledger/submission/dataset.ts';
import { accountRows, byPlace } from '../accounts/account-rows.ts';
import { accountKey, type KnownAccount, knownAccount } from '../accounts/known-account.ts';

/** A booking on record, as far as what points to it is compared with it. */
export interface BookedFlow {
  readonly place: bigint;
  readonly direction: string;
  readonly amountFen: bigint;
}

const findFlows: Reference<never, BookedFlow>['find'] = async (keys, _scene, db) => {
  const rows = await db!.rows<BookedFlow>(sql`
    select k.place, f.direction, f.amount_fen as "amountFen"
      from ${accountRows(keys)}
      join banking.account_flow f
        on f.bank_code = k.bank_code and f.account_index = k.account_index and f.serial = k.rest
     where not f.withdrawn`);
  return byPlace(keys, rows);
};

/** The booking of the same account that a return or reversal undoes (原流水); one that is not on record is waited for. */
export const undoneFlow: Reference<{ readonly undoesSerial: string | null }, BookedFlow> = {
  name: 'flow',
  path: 'undoesSerial',
  missing: 'UNDONE_FLOW_UNKNOWN',
  asks: 'database',
  key: ({ undoesSerial }, found) =>
    undoesSerial === null ? null : accountKey(found(knownAccount)!, undoesSerial),
  find: findFlows,
};

/** The booking by which labour cost came in (到账流水). */
export const flowOfTransfer: Reference<{ readonly flowSerial: string }, BookedFlow> = {
  name: 'flow-of-transfer',
  path: 'flowSerial',
  missing: null,
  asks: 'database',
  key: ({ flowSerial }, found) => accountKey(found(knownAccount)!, flowSerial),
  find: findFlows,
};

/** A booking becoming known, for those that undo it. */
export const releasesFlow = (content: Readonly<Record<string, unknown>>): readonly Awaited[] => [
  {
    name: undoneFlow.name,
    key: accountKey(content as unknown as KnownAccount, content.serial as string),
  },
];

interface OnDay {
  readonly accountingOn: BusinessDate | null;
  readonly occurredAt: Date;
}

/** Whether the account's bank has stated that the day of this booking had none (空日). */
export const emptyDayOfFlow: Reference<OnDay, { readonly place: bigint }> = {
  name: 'empty-day',
  path: 'accountingOn',
  missing: null,
  asks: 'database',
  key: ({ accountingOn, occurredAt }, found) =>
    accountKey(found(knownAccount)!, accountingOn ?? businessDateOf(occurredAt)),
  async find(keys, _scene, db) {
    const rows = await db!.rows<{ readonly place: bigint }>(sql`
      select k.place from ${accountRows(keys)}
        join banking.empty_account_day e
          on e.bank_code = k.bank_code and e.account_index = k.account_index and e.day = k.rest::date
       where not e.withdrawn`);
    return byPlace(keys, rows);
  },
};
