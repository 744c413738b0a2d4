import { type RawBuilder, sql } from 'kysely';

/** A contract `t` that is in force on a day (当日有效), its first and its last included. */
export const inForceOn = (day: string): RawBuilder<boolean> =>
  sql<boolean>`t.starts_on <= ${day}::date and (t.ends_on is null or t.ends_on >= ${day}::date)`;
