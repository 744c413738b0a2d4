import { type RawBuilder, sql } from 'kysely';
import type { Querier } from '../../../ledger/query.ts';
import type { Awaited, Reference } from '../../../ledger/submission/dataset.ts';
import { takeTurns, turnsTaken } from '../../../ledger/turns.ts';
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
  readonly accountingOn: string;
  readonly occurredAt: Date;
  readonly projectCode: string;
  /** What of it was returned or reversed, less what of that was undone in turn (undone.ts). */
  readonly undoneFen: bigint;
}

/** Bookings by account and number. */
export const findFlows: Reference<never, BookedFlow>['find'] = async (keys, _scene, db) => {
  const named = sql`select k.place as name, k.bank_code, k.account_index, k.rest as number from ${accountRows(keys)}`;
  const rows = await db!.rows<Omit<BookedFlow, 'undoneFen'> & { readonly undone: string }>(sql`
    select k.place, f.direction, f.amount_fen as "amountFen", f.accounting_on as "accountingOn", f.occurred_at as "occurredAt",
           f.project_code as "projectCode", coalesce(u.fen, '0') as undone
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

/** Accounts of keys of `accountKey`. */
const accountsOf = (keys: readonly string[]): string[] => [
  ...new Set(keys.map((key) => key.split(' ', 2).join(' '))),
];

/** Bookings are stated beside each other; what is judged by all bookings of an account, and they by it, waits for them and keeps them out. */
const LEDGER = 'account ledgers';

/** Waits until all that states bookings of these accounts is done, and keeps others from it (与流水报送轮流). */
export const aloneInLedgers = async (keys: readonly string[], db: Querier): Promise<void> => {
  await db.rows(sql`select ${turnsTaken(LEDGER, accountsOf(keys), 'ALONE')} as taken`);
};

/** Waits until what is judged by all bookings of these accounts is done, and keeps others of that kind out. */
export const besideLedgers = async (keys: readonly string[], db: Querier): Promise<void> => {
  await db.rows(sql`select ${turnsTaken(LEDGER, accountsOf(keys), 'BESIDE')} as taken`);
};

/** The booking by which labour cost came in (到账流水). */
export const flowOfTransfer: Reference<{ readonly flowSerial: string }, BookedFlow> = {
  name: 'flow-of-transfer',
  path: 'flowSerial',
  missing: null,
  asks: 'database',
  key: ({ flowSerial }, found) => accountKey(found(knownAccount)!, serialNumber(flowSerial)),
  async find(keys, scene, db) {
    await aloneInLedgers(keys, db!);
    return findFlows(keys, scene, db);
  },
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

export interface Undoing {
  readonly serial: string;
  readonly undoesSerial: string | null;
}

/** The number of a booking, and of the one that it undoes. */
export const numbersOf = ({ serial, undoesSerial }: Undoing): [string, string] => [
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
    const turn = turnsTaken(LEDGER, accountsOf(keys), 'BESIDE');
    const touched = new Set((await bookedAround(keys, db!, turn)).map((row) => accountKey(row)));
    for (const [bankCode, index, own, undone] of keys.map((key) => key.split(' ')))
      if (own !== undone) touched.add(`${bankCode} ${index}`);
    await takeTurns(
      db!,
      [...touched].map((account) => `bookings of ${account}`),
      'ALONE',
    );
    const rows = touched.size === 0 ? [] : await bookedAround(keys, db!);
    const all = bookingsOf(rows);
    return new Map(keys.map((key) => [key, all]));
  },
};

export function bookingsOf(rows: readonly BookedRow[]): Bookings {
  const all = new Bookings();
  for (const { number, undoes, ...row } of rows)
    all.put(accountKey(row, number), { ...row, undoes: undoes === null ? null : accountKey(row, undoes) });
  return all;
}

/**
 * What stands of these bookings, of what they undo, and of what undoes any of that.
 * @param turn is taken in the same statement, which is thus not one more for each call
 */
export function bookedAround(
  keys: readonly string[],
  db: Querier,
  turn: RawBuilder<unknown> = sql`0`,
): Promise<BookedRow[]> {
  const asked = keys.flatMap((key) => {
    const [bankCode, index, ...numbers] = key.split(' ');
    return numbers.map((number) => `${bankCode} ${index} ${number}`);
  });
  return db.rows<BookedRow>(sql`
      with recursive above (bank_code, account_index, no) as (
        select k.bank_code collate "C", k.account_index, k.rest collate "C" from ${accountRows([...new Set(asked)])} where ${turn} >= 0
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
