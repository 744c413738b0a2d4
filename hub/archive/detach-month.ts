import { setTimeout as pause } from 'node:timers/promises';
import { type Client, escapeIdentifier as name } from 'pg';
import { type MonthlyTable, partOf } from './monthly-table.ts';

const LOOK_MS = 200;
const SAY_AFTER_MS = 3_000;

/** Closes a month to submissions and questions, unless it is closed. From here on nobody but `--restore` opens it again. */
export async function closeMonth(client: Client, of: MonthlyTable, month: string, at: Date): Promise<void> {
  await client.query('begin');
  await client.query('select hub.lock_month($1, $2, $3)', [of.schema, of.table, `${month}-01`]);
  await client.query(
    // Until it is known which ids are the month's, any may be.
    `insert into hub.archived_month (room, tab, month, closed_at, first_id, last_id)
     values ($1, $2, $3, $4, '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff') on conflict do nothing`,
    [of.schema, of.table, `${month}-01`, at],
  );
  await client.query('commit');
}

/**
 * Waits until every transaction is over that began before now. Whoever asks in such a one may not see yet that the month is
 * closed: while the month is attached it is answered in full, and afterwards it would be answered with nothing.
 */
export async function untilAllKnow(client: Client, say: (line: string) => void): Promise<void> {
  const older = async () =>
    (
      await client.query<{ transaction: string; pid: number; who: string }>(
        `select l.virtualtransaction as transaction, l.pid, coalesce(a.application_name, '') as who
           from pg_locks l join pg_stat_activity a on a.pid = l.pid
          where l.locktype = 'virtualxid' and l.mode = 'ExclusiveLock' and l.granted
            and a.datname = current_database() and a.usesysid is not null and l.pid <> pg_backend_pid()`,
      )
    ).rows;
  const waiting = new Set((await older()).map(({ transaction }) => transaction));
  const from = performance.now();
  for (let hasSaid = false; ; await pause(LOOK_MS)) {
    const left = (await older()).filter(({ transaction }) => waiting.has(transaction));
    if (left.length === 0) return;
    if (hasSaid || performance.now() - from < SAY_AFTER_MS) continue;
    hasSaid = true;
    const who = left.map(({ pid, who: application }) => `${pid}${application && ` (${application})`}`);
    say(`waiting for ${left.length} transactions that began before: database sessions ${who.join(', ')}`);
  }
}

/**
 * Takes a month out of its table while the other months are written and read. It waits for whoever uses the table at this
 * moment, and nobody waits for it. What a killed run has left half detached is finished first, whichever month it is.
 */
export async function detachMonth(client: Client, of: MonthlyTable, month: string): Promise<void> {
  const parent = `${name(of.schema)}.${name(of.table)}`;
  const { rows } = await client.query<{ part: string; pending: boolean }>(
    `select c.relname as part, i.inhdetachpending as pending from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = $1::regclass and (i.inhdetachpending or c.relname = $2)`,
    [parent, partOf(of, month)],
  );
  for (const { part } of rows.filter(({ pending }) => pending))
    await client.query(`alter table ${parent} detach partition ${name(of.schema)}.${name(part)} finalize`);
  // Alone in its query: the server allows it in no transaction.
  for (const { part } of rows.filter(({ pending }) => !pending))
    await client.query(
      `alter table ${parent} detach partition ${name(of.schema)}.${name(part)} concurrently`,
    );
}
