import { type RawBuilder, sql } from 'kysely';
import type { Querier } from '../query.ts';
import { ref } from '../table.ts';
import { countAgain } from './count-again.ts';
import type { CountedProjects, Tally } from './tally.ts';

export interface ProjectTallyOptions {
  readonly name: string;
  readonly schema: string;
  /** One row a project, or a project and what else is in `key`. */
  readonly table: string;
  /** Made by `hub.make_project_marks`. */
  readonly marks: string;
  /** Columns of the table's primary key, `project_code` among them. */
  readonly key: readonly string[];
  /** The other columns, each an array of steps. */
  readonly steps: readonly string[];
  /** Fact tables that it counts; each has an index that begins with `project_code`. */
  readonly sources: readonly string[];
  /** What stands of these projects: a select of all columns by name. */
  counted(projects: readonly string[]): RawBuilder<unknown>;
  /** What else follows from what stands of these projects: a statement. */
  afterwards?(projects: readonly string[]): RawBuilder<unknown>;
}

const MARKS_A_STEP = 500;
const PROJECTS_A_STEP = 100;

/**
 * A tally that is counted again whole for each project that is marked: for facts of which a project has few and which
 * change seldom. That the same select answers for marked projects until then is what keeps both equal.
 */
export function projectTally(options: ProjectTallyOptions): Tally {
  const { name, schema, marks } = options;
  return {
    name,
    async follow(db) {
      const taken = await db.rows<{ project_code: string }>(sql`
        delete from ${ref(schema, marks)} where ctid = any(array(select ctid from ${ref(schema, marks)} limit ${MARKS_A_STEP}))
        returning project_code`);
      const projects = [...new Set(taken.map((one) => one.project_code))].sort();
      // What is not brought along yet will be, with all that is recorded by then.
      const known = await broughtAlong(db, schema, name, projects);
      for (let from = 0; from < known.length; from += PROJECTS_A_STEP)
        await countProjects(db, options, known.slice(from, from + PROJECTS_A_STEP));
      return taken.length === MARKS_A_STEP;
    },
    async backfill(db, _part, through): Promise<CountedProjects> {
      const projects = await projectsBeyond(db, options, through);
      if (projects.length > 0) await countProjects(db, options, projects);
      return { through: projects.at(-1) ?? null, projects: projects.length };
    },
  };
}

/** The projects that have to be counted directly. @param db under the row scope of the caller */
export async function markedProjects(
  db: Querier,
  { schema, marks }: Pick<ProjectTallyOptions, 'schema' | 'marks'>,
): Promise<string[]> {
  const rows = await db.rows<{ project_code: string }>(
    sql`select distinct project_code from ${ref(schema, marks)} order by 1`,
  );
  return rows.map((one) => one.project_code);
}

async function broughtAlong(
  db: Querier,
  schema: string,
  tally: string,
  projects: readonly string[],
): Promise<string[]> {
  const rows = await db.rows<{ project_code: string }>(sql`
    select n.project_code from unnest(${projects as string[]}::text[]) as n (project_code)
     where not exists (select from ${ref(schema, 'tally_backfill')} b
                        where b.tally = ${tally} and not b.is_done and b.through < n.project_code)
     order by 1`);
  return rows.map((one) => one.project_code);
}

async function countProjects(
  db: Querier,
  options: ProjectTallyOptions,
  projects: readonly string[],
): Promise<void> {
  const among = sql`t.project_code = any(${projects as string[]}::text[])`;
  await countAgain(db, options, among, options.counted(projects));
  if (options.afterwards) await db.rows(options.afterwards(projects));
}

/** The next projects that have facts, found in the index without reading what lies between. */
async function projectsBeyond(
  db: Querier,
  { schema, sources }: ProjectTallyOptions,
  through: string,
): Promise<string[]> {
  const least = (beyond: RawBuilder<unknown>) => sql`
    select min(s.project_code) from (${sql.join(
      sources.map(
        (table) =>
          sql`(select f.project_code from ${ref(schema, table)} f where f.project_code > ${beyond} order by 1 limit 1)`,
      ),
      sql` union all `,
    )}) s`;
  const rows = await db.rows<{ project_code: string }>(sql`
    with recursive next (project_code) as (
      (${least(sql`${through}`)})
      union all
      select (${least(sql`next.project_code`)}) from next where next.project_code is not null)
    select project_code from next where project_code is not null limit ${PROJECTS_A_STEP}`);
  return rows.map((one) => one.project_code);
}
