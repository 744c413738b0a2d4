import { sql } from 'kysely';
import type { Querier } from '../query.ts';
import { ref } from '../table.ts';

/** What one step of bringing a tally along has done (补算进度). */
export interface BackfillStep {
  readonly part: string;
  /** Projects, or divisions, up to this code are counted. */
  readonly through: string;
  /** How many projects of the part are counted so far. */
  readonly projects: number;
  /** The part is counted. */
  readonly isDone: boolean;
}

interface Part {
  readonly part: string;
  readonly through: string;
  readonly counted: bigint;
}

/** The newest part of which something is left. */
export async function nextPart(db: Querier, schema: string, tally: string): Promise<Part | null> {
  const [next] = await db.rows<Part>(sql`
    select part, through, counted from ${ref(schema, 'tally_backfill')}
     where tally = ${tally} and not is_done order by part desc limit 1`);
  return next ?? null;
}

/** Notes how far the part is, in the transaction that counted. */
export async function partDone(
  db: Querier,
  schema: string,
  tally: string,
  { part, through: before, counted }: Part,
  through: string | null,
  projects: number,
): Promise<BackfillStep> {
  const isDone = through === null;
  const now = { through: through ?? before, projects: Number(counted) + projects };
  await db.rows(sql`
    update ${ref(schema, 'tally_backfill')} set through = ${now.through}, counted = ${now.projects}, is_done = ${isDone}
     where tally = ${tally} and part = ${part}`);
  return { part, ...now, isDone };
}
