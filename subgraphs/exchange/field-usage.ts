import { sql } from 'kysely';
import type { ExchangeDatabase } from './database.ts';

/** How often a field was asked for by one organisation. */
export interface UsedField {
  readonly coordinate: string;
  readonly organisation: string;
  readonly times: number;
}

/** What is asked of the counts (筛选条件). */
export interface UsageFilter {
  readonly coordinate?: string | null;
  readonly organisation?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly first: number;
}

export interface FieldUsageRow {
  readonly coordinate: string;
  readonly organisation: string;
  readonly times: number;
  readonly lastUsedOn: string;
}

/** How often each field of the graph was asked for (字段使用次数), by day. A crash loses the last minute's counts. */
export class FieldUsageStore {
  readonly #db: ExchangeDatabase;

  constructor(db: ExchangeDatabase) {
    this.#db = db;
  }

  /** Adds counts to a day, sorted, so that two processes that add the same fields cannot wait for each other. */
  async add(day: string, used: readonly UsedField[]): Promise<void> {
    const sorted = [...used].sort((one, other) =>
      `${one.organisation} ${one.coordinate}` < `${other.organisation} ${other.coordinate}` ? -1 : 1,
    );
    for (let from = 0; from < sorted.length; from += AT_ONCE) {
      const part = sorted.slice(from, from + AT_ONCE);
      await this.#db.writeOneLoosely(sql`
        insert into hub.field_usage as known (used_on, organisation, coordinate, times)
        select ${day}::date, * from unnest(
          ${part.map(({ organisation }) => organisation)}::text[],
          ${part.map(({ coordinate }) => coordinate)}::text[],
          ${part.map(({ times }) => times)}::bigint[])
        on conflict (used_on, organisation, coordinate) do update set times = known.times + excluded.times`);
    }
  }

  /** Counts summed over the days asked about, the most used first. */
  async find({ coordinate, organisation, from, to, first }: UsageFilter): Promise<FieldUsageRow[]> {
    const rows = await this.#db.ask<FieldUsageRow & { times: string }>(sql`
      select coordinate, organisation, sum(times)::text as times, max(used_on)::text as "lastUsedOn"
        from hub.field_usage
       where (${coordinate ?? null}::text is null or coordinate = ${coordinate ?? null})
         and (${organisation ?? null}::text is null or organisation = ${organisation ?? null})
         and used_on between ${from ?? '-infinity'}::date and ${to ?? 'infinity'}::date
       group by coordinate, organisation
       order by sum(times) desc, coordinate, organisation
       limit ${first}`);
    return rows.map((row) => ({ ...row, times: Number(row.times) }));
  }
}

const AT_ONCE = 5_000;
