import { type RawBuilder, sql } from 'kysely';
import { divisionSpan } from '../../kernel/identifiers/division-code.ts';
import { arrayLiteral } from '../array-literals.ts';
import { kept, type Querier } from '../query.ts';
import { ref } from '../table.ts';
import { projectSources, type SourcesRoom, sourcesOfProjects } from './project-sources.ts';

/** What one source has said of one dataset (来源声明). */
export interface SourceWord {
  readonly dataset: string;
  readonly sourceSystem: string;
  /** Until when it has stated everything; null when it never said. */
  readonly completeUpTo: Date | null;
}

interface Room {
  readonly schema: string;
}

/**
 * The words of all who state facts of projects, by project. Where nobody has stated any of a dataset, those count who state
 * other facts of the project and have said that this dataset is complete: with nothing in it.
 */
export async function wordsOnProjects(
  db: Querier,
  room: SourcesRoom,
  projectCodes: readonly string[],
  datasets: readonly string[],
): Promise<ReadonlyMap<string, readonly SourceWord[]>> {
  const rows = await words<{ readonly key: string }>(
    db,
    room,
    orSaidToBeNone(
      sql`select project_code as key, dataset, source_system from ${sourcesOfProjects(db, room, projectCodes)} p`,
      datasets,
    ),
    kept,
  );
  return Map.groupBy(rows, ({ key }) => key);
}

/** What sources themselves have said of datasets, by source, whatever they have stated; one that never said has no word. */
export async function wordsOfSources(
  db: Querier,
  room: Room,
  sources: readonly string[],
  datasets: readonly string[],
): Promise<ReadonlyMap<string, readonly SourceWord[]>> {
  const rows = await words<object>(
    db,
    room,
    sql`
      w as (
        select d.dataset, s.source_system, false as states
          from unnest(${arrayLiteral(sources)}::text[]) s(source_system)
          cross join unnest(${arrayLiteral(datasets)}::text[]) d(dataset))`,
    kept,
  );
  return Map.groupBy(rows, ({ sourceSystem }) => sourceSystem);
}

/** The words of all who state facts of projects in divisions and below, as far as the caller sees these; by division. */
export async function wordsOnDivisions(
  db: Querier,
  room: Room,
  divisions: readonly string[],
  datasets: readonly string[],
): Promise<ReadonlyMap<string, readonly SourceWord[]>> {
  const spans = divisions.map(divisionSpan);
  const rows = await words<{ readonly key: string }>(
    db,
    room,
    orSaidToBeNone(
      sql`select distinct d.key, p.dataset, p.source_system
            from unnest(${arrayLiteral(divisions)}::text[], ${arrayLiteral(spans.map(({ lo }) => lo))}::text[],
                        ${arrayLiteral(spans.map(({ hi }) => hi))}::text[]) as d(key, lo, hi)
            join ${ref(room.schema, 'project_scope')} s on s.division_code >= d.lo and s.division_code < d.hi
            join ${projectSources(db, room)} p on p.project_code = s.project_code`,
      datasets,
    ),
  );
  return Map.groupBy(rows, ({ key }) => key);
}

/** The words of all who state facts that belong to no project, such as an enterprise's, and of those who said there are none. */
export function wordsOnFacts(
  db: Querier,
  room: Room,
  tables: readonly { readonly dataset: string; readonly table: RawBuilder<unknown> }[],
): Promise<SourceWord[]> {
  const stated = tables.map(
    ({ dataset, table }) =>
      sql`select distinct ${dataset}::text as dataset, t.source_system from ${table} where not t.withdrawn`,
  );
  const said = sql`
    select distinct dataset, source_system from ${ref(room.schema, 'completeness')}
     where dataset = any(${arrayLiteral(tables.map(({ dataset }) => dataset))}::text[])
       and received_at <= ${db.asOf ?? 'infinity'}::timestamptz`;
  return words(
    db,
    room,
    sql`w as (select dataset, source_system, true as states from (${sql.join([...stated, said], sql` union `)}) s)`,
  );
}

/** Who states facts of these datasets; where nobody does, whoever states others and may have said that there are none. */
const orSaidToBeNone = (
  stating: RawBuilder<unknown>,
  datasets: readonly string[],
): RawBuilder<unknown> => sql`
  p as (${stating}),
  w as (
    select key, dataset, source_system, true as states from p where dataset = any(${arrayLiteral(datasets)}::text[])
    union all
    select s.key, d.dataset, s.source_system, false
      from (select distinct key, source_system from p) s cross join unnest(${arrayLiteral(datasets)}::text[]) d(dataset)
     where not exists (select 1 from p where p.key = s.key and p.dataset = d.dataset))`;

/** What was said last counts. Sources are few and projects many, so each source's word on a dataset is looked up once. */
function words<More extends object>(
  db: Querier,
  { schema }: Room,
  wanted: RawBuilder<unknown>,
  marked: typeof kept = (query) => query,
): Promise<(SourceWord & More)[]> {
  const query = sql`
    with ${wanted}, said as (
      select s.dataset, s.source_system, c.complete_up_to
        from (select distinct dataset, source_system from w) s cross join lateral (
          select complete_up_to from ${ref(schema, 'completeness')} c
           where c.dataset = s.dataset and c.source_system = s.source_system
             and c.received_at <= ${db.asOf ?? 'infinity'}::timestamptz
           order by c.sent_at desc, c.received_at desc limit 1) c)
    select w.*, w.source_system as "sourceSystem", said.complete_up_to as "completeUpTo"
      from w left join said using (dataset, source_system)
     where w.states or said.complete_up_to is not null
     order by dataset, source_system`;
  return db.rows<SourceWord & More>(marked(query));
}
