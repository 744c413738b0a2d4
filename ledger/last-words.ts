import { sql } from 'kysely';
import { arrayLiteral } from './array-literals.ts';
import type { Standing } from './decide.ts';
import type { Querier } from './query.ts';
import { ref, type Table } from './table.ts';

/** A version of a source, and the fact that it is about. */
export type Word = Pick<Standing, 'sourceSystem' | 'sourceVersion' | 'sourcePlace'> & { readonly id: string };

/**
 * Which of these versions are older than the last word of their source (过时的陈述), by the ids of the facts: since then it has
 * taken the fact back, and another source has stated it, so that only history knows. Under the number that its withdrawal took it may
 * state the fact anew.
 */
export async function outdated(
  db: Querier,
  { fact }: Table,
  words: readonly Word[],
): Promise<ReadonlySet<string>> {
  const list = (of: (one: Word) => unknown) => arrayLiteral(words.map(of));
  const rows = await db.rows<{ id: string }>(sql`
    select distinct n.id::text
      from unnest(${list((one) => one.id)}::uuid[], ${list((one) => one.sourceSystem)}::text[],
        ${list((one) => one.sourceVersion)}::bigint[], ${list((one) => one.sourcePlace)}::integer[])
        as n (id, source_system, source_version, source_place)
      join ${ref(fact.schema, `${fact.table}_history`)} h
        on h.id = n.id and h.source_system = n.source_system
       and (h.source_version > n.source_version
         or (h.source_version = n.source_version and h.source_place > n.source_place and not h.withdrawn))`);
  return new Set(rows.map(({ id }) => id));
}

/** Which of these facts a source stated once and took back (已撤回的陈述), by their ids, where another source's version stands since. */
export async function takenBackBy(
  db: Querier,
  { fact }: Table,
  ids: readonly string[],
  sourceSystem: string,
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db.rows<{ id: string }>(sql`
    select id::text from (
      select distinct on (h.id) h.id, h.withdrawn from ${ref(fact.schema, `${fact.table}_history`)} h
       where h.id = any(${arrayLiteral(ids)}::uuid[]) and h.source_system = ${sourceSystem}
       order by h.id, h.version desc) last_word
     where withdrawn`);
  return new Set(rows.map(({ id }) => id));
}
