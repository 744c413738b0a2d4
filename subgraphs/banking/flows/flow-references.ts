import { sql } from 'kysely';
import { type BusinessDate, businessDateOf } from '../../../kernel/calendar.ts';
import type { Querier } from '../../../ledger/query.ts';
import type { Awaited, Reference } from '../../../ledger/submission/dataset.ts';
import { takeTurns } from '../../../ledger/turns.ts';
import { accountRows, byPlace } from '../accounts/account-rows.ts';
import { accountKey, type KnownAccount, knownAccount } from '../accounts/known-account.ts';
import { type Booking, Bookings } from '../rules/bookings.ts';
import { serialNumber } from './serial-number.ts';
import { undoneOf } from './undone.ts';

/** A booking on record, as far as what points to it is compared with it. */
export interface BookedFlow {
  readonly place: bigint;
  readonly direction: string;
  readonly amountFen: bigint;
  /** What of it was returned or reversed, less what of that was undone in turn (undone.ts). */
  readonly undoneFen: bigint;
}

/** Bookings by account and number. */
export const findFlows: Reference<never, BookedFlow>['find'] = async (keys, _scene, db) => {
  const named = sql`select k.place as name, k.bank_code, k.account_index, k.rest as number from ${accountRows(keys)}`;
  const rows = await db!.rows<Omit<BookedFlow, 'undoneFen'> & { readonly undone: string }>(sql`
    select k.place, f.direction, f.amount_fen as "amountFen", coalesce(u.fen, '0') as undone
      from ${accountRows(keys)}
      join banking.account_flow f
        on f.bank_code = k.bank_code and f.account_index = k.account_index and f.serial_no = k.rest
      left join (${undoneOf(named)}) u on u.name = k.place
     where not f.withdrawn`);
  return byPlace(
    keys,
    rows.map(({ undone, ...flow }) => ({ ...flow, undoneFen: BigInt(undone) })),
  );
};

/** The booking of the same account that a return or reversal undoes (原流水); one that is not on record is waited for. */
export const undoneFlow: Reference<{ readonly undoesSerial: string | null }, BookedFlow> = {
  name: 'flow',
  path: 'undoesSerial',
  missing: 'UNDONE_FLOW_UNKNOWN',
  asks: 'database',
  key: ({ undoesSerial }, found) =>
    undoesSerial === null ? null : accountKey(found(knownAccount)!, serialNumber(undoesSerial)),
  find: findFlows,
};

/** The booking by which labour cost came in (到账流水). */
export const flowOfTransfer: Reference<{ readonly flowSerial: string }, BookedFlow> = {
  name: 'flow-of-transfer',
  path: 'flowSerial',
  missing: null,
  asks: 'database',
  key: ({ flowSerial }, found) => accountKey(found(knownAccount)!, serialNumber(flowSerial)),
  find: findFlows,
};

/** A booking becoming known, for those that undo it, and for what others of its account in one call make of each other. */
export const releasesFlow = (content: Readonly<Record<string, unknown>>): readonly Awaited[] => {
  const account = content as unknown as KnownAccount;
  return [
    { name: undoneFlow.name, key: accountKey(account, serialNumber(content.serial as string)) },
    anyFlowOf(account),
  ];
};

/** Whichever booking of an account, for what it may change about another. */
export const anyFlowOf = (account: KnownAccount): Awaited => ({
  name: undoneFlow.name,
  key: accountKey(account),
});

interface Undoing {
  readonly serial: string;
  readonly undoesSerial: string | null;
}

/** The number of a booking, and of the one that it undoes. */
const numbersOf = ({ serial, undoesSerial }: Undoing): [string, string] => [
  serialNumber(serial),
  serialNumber(undoesSerial ?? serial),
];

/**
 * The bookings of the account that undo a booking, or are undone by it, however far (退汇、冲正). What a call states is noted as it is checked,
 * in its order: its records are told what they would be in calls of their own.
 */
export const bookings: Reference<Undoing, Bookings> = {
  name: 'bookings',
  path: 'undoesSerial',
  missing: null,
  asks: 'database',
  key: (values, found) => accountKey(found(knownAccount)!, ...numbersOf(values)),
  async find(keys, _scene, db) {
    // What undoes a booking, and what corrects one, is judged one at a time in its account. A booking that is new waits for nobody.
    const touched = new Set((await bookedAround(keys, db!)).map((row) => accountKey(row)));
    for (const [bankCode, index, own, undone] of keys.map((key) => key.split(' ')))
      if (own !== undone) touched.add(`${bankCode} ${index}`);
    await takeTurns(
      db!,
      [...touched].map((account) => `bookings of ${account}`),
      'ALONE',
    );
    const rows = touched.size === 0 ? [] : await bookedAround(keys, db!);
    const all = new Bookings();
    for (const { number, undoes, ...row } of rows)
      all.put(accountKey(row, number), { ...row, undoes: undoes === null ? null : accountKey(row, undoes) });
    return new Map(keys.map((key) => [key, all]));
  },
};

/** What stands of these bookings, of what they undo, and of what undoes any of that. */
function bookedAround(keys: readonly string[], db: Querier): Promise<BookedRow[]> {
  const asked = keys.flatMap((key) => {
    const [bankCode, index, ...numbers] = key.split(' ');
    return numbers.map((number) => `${bankCode} ${index} ${number}`);
  });
  return db.rows<BookedRow>(sql`
      with recursive above (bank_code, account_index, no) as (
        select k.bank_code collate "C", k.account_index, k.rest collate "C" from ${accountRows([...new Set(asked)])}
        union
        select f.bank_code, f.account_index, f.undoes_no
          from above a join banking.account_flow f
            on f.bank_code = a.bank_code and f.account_index = a.account_index and f.serial_no = a.no
         where f.undoes_no is not null and not f.withdrawn),
      around as (
        select * from above
        union
        select f.bank_code, f.account_index, f.serial_no
          from around a join banking.account_flow f
            on f.bank_code = a.bank_code and f.account_index = a.account_index and f.undoes_no = a.no
         where not f.withdrawn)
      select f.bank_code as "bankCode", f.account_index as "accountIndex", f.serial_no as number, f.undoes_no as undoes,
             f.amount_fen as "amountFen", f.direction, f.occurred_at as "occurredAt"
        from around a join banking.account_flow f
          on f.bank_code = a.bank_code and f.account_index = a.account_index and f.serial_no = a.no
       where not f.withdrawn`);
}

interface BookedRow extends Omit<Booking, 'undoes'>, Pick<KnownAccount, 'bankCode' | 'accountIndex'> {
  readonly number: string;
  readonly undoes: string | null;
}

/** The transfer of labour cost (人工费拨付) that names the booking which this one undoes. */
export const transferOfUndone: Reference<Undoing, { readonly place: bigint }> = {
  name: 'transfer-of-undone',
  path: 'undoesSerial',
  missing: null,
  asks: 'database',
  key: ({ undoesSerial }, found) =>
    undoesSerial === null ? null : accountKey(found(knownAccount)!, serialNumber(undoesSerial)),
  async find(keys, _scene, db) {
    const rows = await db!.rows<{ readonly place: bigint }>(sql`
      select k.place from ${accountRows(keys)}
        join banking.labour_cost_transfer t
          on t.bank_code = k.bank_code and t.account_index = k.account_index and t.flow_no = k.rest
       where not t.withdrawn`);
    return byPlace(keys, rows);
  },
};

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
