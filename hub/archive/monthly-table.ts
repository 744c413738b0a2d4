import type { Client } from 'pg';
import type { YearMonth } from '../../kernel/calendar.ts';
import type { Fact } from '../../ledger/fact.ts';

/** A fact whose table has a partition a month, and the department it is of. */
export interface MonthlyTable {
  readonly subgraph: string;
  readonly fact: string;
  readonly schema: string;
  readonly table: string;
}

/** What there is of one month of a table. */
export interface StoredMonth {
  readonly month: YearMonth;
  /** Its table, without the schema. */
  readonly part: string;
  /** `PENDING`: a detaching that was broken off. `GONE`: there is no such table any more. */
  readonly state: 'ATTACHED' | 'PENDING' | 'DETACHED' | 'GONE';
  /** With its indexes. */
  readonly bytes: number;
  /** As the planner estimates them. */
  readonly rows: number;
  /** What is known of its archive; null for a month in use. */
  readonly archived: ArchivedAs | null;
}

export interface ArchivedAs {
  readonly file: string | null;
  readonly records: number | null;
  readonly sm3: string | null;
  readonly archivedAt: Date | null;
  readonly keptAs: string | null;
}

export const monthlyTables = (
  departments: readonly { readonly name: string; readonly facts: readonly Fact[] }[],
): MonthlyTable[] =>
  departments.flatMap(({ name, facts }) =>
    facts
      .filter(({ monthly }) => monthly)
      .map((fact) => ({ subgraph: name, fact: fact.name, schema: fact.schema, table: fact.table })),
  );

export const partOf = ({ table }: Pick<MonthlyTable, 'table'>, month: string): string =>
  `${table}_${month.replace('-', '')}`;

/** Every month of a table that is stored or archived, the oldest first. */
export async function storedMonths(client: Client, of: MonthlyTable): Promise<StoredMonth[]> {
  const { rows } = await client.query<Row>(
    `with part as (
       select c.relname, to_date(right(c.relname, 6), 'YYYYMM') as month, pg_total_relation_size(c.oid)::text as bytes,
              greatest(c.reltuples, 0)::text as rows, i.inhrelid is not null as attached, coalesce(i.inhdetachpending, false) as pending
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         left join pg_inherits i on i.inhrelid = c.oid and i.inhparent = format('%I.%I', $1::text, $2::text)::regclass
        where n.nspname = $1 and c.relkind = 'r' and c.relname ~ ('^' || $2 || '_[0-9]{6}$'))
     select to_char(coalesce(p.month, a.month), 'YYYY-MM') as month, p.relname as part, p.bytes, p.rows, p.attached, p.pending,
            a.closed_at, a.file, a.records::text, encode(a.digest, 'hex') as sm3, a.archived_at, a.kept_as
       from part p full join (select * from hub.archived_month where room = $1 and tab = $2) a on a.month = p.month
      order by 1`,
    [of.schema, of.table],
  );
  return rows.map((row) => ({
    month: row.month,
    part: row.part ?? partOf(of, row.month),
    state: row.part === null ? 'GONE' : row.pending ? 'PENDING' : row.attached ? 'ATTACHED' : 'DETACHED',
    bytes: Number(row.bytes ?? 0),
    rows: Math.round(Number(row.rows ?? 0)),
    archived: row.closed_at && {
      file: row.file,
      records: row.records === null ? null : Number(row.records),
      sm3: row.sm3,
      archivedAt: row.archived_at,
      keptAs: row.kept_as,
    },
  }));
}

interface Row {
  readonly month: YearMonth;
  readonly part: string | null;
  readonly bytes: string | null;
  readonly rows: string | null;
  readonly attached: boolean | null;
  readonly pending: boolean | null;
  readonly closed_at: Date | null;
  readonly file: string | null;
  readonly records: string | null;
  readonly sm3: string | null;
  readonly archived_at: Date | null;
  readonly kept_as: string | null;
}

/** The columns of a table with their types, in their order. */
export async function columnsOf(client: Client, schema: string, table: string) {
  const { rows } = await client.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
      where attrelid = format('%I.%I', $1::text, $2::text)::regclass and attnum > 0 and not attisdropped order by attnum`,
    [schema, table],
  );
  return rows;
}
