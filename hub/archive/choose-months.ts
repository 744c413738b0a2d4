import type { Client } from 'pg';
import { addMonths, type YearMonth } from '../../kernel/calendar.ts';
import { LATEST_ARCHIVED } from '../../ledger/archived-months.ts';
import { archiveFaults } from './faults.ts';
import { type MonthlyTable, type StoredMonth, storedMonths } from './monthly-table.ts';

/** Which months are to be archived: this one, or all that lie before it. */
export interface Wanted {
  readonly month?: string | undefined;
  readonly before?: string | undefined;
  readonly force: boolean;
}

export interface Retention {
  /** The running month. */
  readonly now: YearMonth;
  /** So many months before the running one stay in the database. */
  readonly keepMonths: number;
}

/** The months of a table that an order means, those included whose archiving was broken off. @throws Fault `ARCHIVE_…` */
export async function chooseMonths(
  client: Client,
  table: MonthlyTable,
  wanted: Wanted,
  retention: Retention,
): Promise<StoredMonth[]> {
  const all = await storedMonths(client, table);
  const chosen = all.filter(({ month }) =>
    wanted.month === undefined ? month < wanted.before! : month === wanted.month,
  );
  if (wanted.month !== undefined && chosen.length === 0) throw missing(table, wanted.month, all);
  const open = chosen.filter(({ archived }) => archived === null).at(-1);
  if (open) refuseYoung(open.month, retention, wanted.force);
  await refuseTable(client, table);
  return chosen;
}

function missing({ schema, table }: MonthlyTable, month: string, all: readonly StoredMonth[]) {
  const stored = all.filter(({ archived }) => archived === null).map((one) => one.month);
  return archiveFaults.ARCHIVE_MONTH_MISSING(
    `there is no month ${month} of ${schema}.${table}; ` +
      (stored.length === 0 ? 'there is none at all' : `there are ${stored.join(', ')}`),
  );
}

/** What the law wants at hand is kept by default; what is still being filled is kept whatever is asked. */
function refuseYoung(month: YearMonth, { now, keepMonths }: Retention, force: boolean): void {
  const latest = addMonths(now, LATEST_ARCHIVED);
  if (month > latest)
    throw archiveFaults.ARCHIVE_MONTH_RUNNING(
      `${month} is still being sent, or was until lately; ${latest} is the latest month that can be archived`,
    );
  const oldest = addMonths(now, -keepMonths);
  if (month >= oldest && !force)
    throw archiveFaults.ARCHIVE_MONTH_TOO_YOUNG(
      `the months from ${oldest} on stay in the database (HUB_KEEP_MONTHS is ${keepMonths}), ${month} among them; ` +
        'name an older month, or give --force if nobody has to look at it any more',
    );
}

/** What DETACH … CONCURRENTLY cannot do, said before anything is closed. */
async function refuseTable(client: Client, { schema, table }: MonthlyTable): Promise<void> {
  const { rows } = await client.query<{ default_part: string | null; referenced: string | null }>(
    `select (select partdefid::regclass::text from pg_partitioned_table where partrelid = t.oid and partdefid <> 0) as default_part,
            (select string_agg(conrelid::regclass::text, ', ') from pg_constraint
              where confrelid = t.oid and contype = 'f' and conparentid = 0) as referenced
       from (select format('%I.%I', $1::text, $2::text)::regclass as oid) t`,
    [schema, table],
  );
  const { default_part, referenced } = rows[0]!;
  if (default_part !== null)
    throw archiveFaults.ARCHIVE_DEFAULT_PARTITION(
      `${schema}.${table} has the default partition ${default_part}, and PostgreSQL then detaches no month beside running ` +
        'submissions; move its rows into months and drop it',
    );
  if (referenced !== null)
    throw archiveFaults.ARCHIVE_REFERENCED(
      `foreign keys of ${referenced} lead to ${schema}.${table}; drop them before its months can go`,
    );
}
