import { sql } from 'kysely';
import type { Querier } from './query.ts';

/** The steps of one-off work (安装步骤) that are done, with what each noted. */
export async function stepsDone(db: Querier, work: string): Promise<Map<string, string>> {
  const rows = await db.rows<{ name: string; detail: string }>(sql`
    select name, detail from hub.installation_step where starts_with(name, ${`${work}/`})`);
  return new Map(rows.map(({ name, detail }) => [name.slice(work.length + 1), detail]));
}

/** Notes a step as done, in the transaction of its data. @throws the database's error when it is done already */
export async function stepDone(
  db: Querier,
  work: string,
  step: string,
  detail: string,
  at: Date,
): Promise<void> {
  await db.rows(sql`
    insert into hub.installation_step (name, detail, finished_at) values (${`${work}/${step}`}, ${detail}, ${at})`);
}
