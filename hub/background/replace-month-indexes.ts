import type { Client } from 'pg';
import type { Logger } from 'pino';
import { withClient } from '../database/connection.ts';
import { type Loop, loop } from './loop.ts';

export interface MonthIndexesParts {
  /** The database as its owner: no other may make indexes, and no function makes one beside intake. */
  readonly ownerUrl: string;
  readonly log: Logger;
}

const LOOK_MS = 60_000;
const TELL_EVERY_MS = 10_000;
/** Any number will do as long as every hub takes the same one. */
const LOCK = 4_501_030_005;
/** So long submissions wait at most for the last step, when it does not get its turn. */
const TURN_MS = 1_000;
const NO_TURN = '55P03';

interface MonthIndex {
  readonly room: string;
  readonly tab: string;
  readonly name: string;
}

interface Month {
  readonly part: string;
  /** Makes its index; what an attempt that was broken off has left goes first. */
  readonly statements: readonly string[];
  /** Months that have none yet, this one included. */
  readonly left: number;
}

/**
 * Gives months with many records the indexes that a migration has put in place of others (换索引), the newest month first, while they
 * are written and read. What a killed hub has left half made is dropped and begun again; another process that is at it is left alone.
 */
export function replaceMonthIndexes({ ownerUrl, log }: MonthIndexesParts): Pick<Loop, 'stop'> {
  const stopping = new AbortController();
  const round = () =>
    withClient(ownerUrl, async (client) => {
      const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
        LOCK,
      ]);
      // One core is the submissions'.
      await client.query('set max_parallel_maintenance_workers = 0');
      if (!rows[0]!.mine) return false;
      for (const index of await waiting(client))
        await replace(index, { client, ownerUrl, log, stopping: stopping.signal });
      return false;
    });
  const work = loop({ name: 'indexes of months', log, everyMs: LOOK_MS, round });
  return {
    stop() {
      stopping.abort();
      return work.stop();
    },
  };
}

interface Surroundings extends MonthIndexesParts {
  readonly client: Client;
  readonly stopping: AbortSignal;
}

async function waiting(client: Client): Promise<MonthIndex[]> {
  const { rows } = await client.query<MonthIndex>(
    'select room, tab, name from hub.month_index where done_at is null order by room, tab, name',
  );
  return rows;
}

async function replace(index: MonthIndex, surroundings: Surroundings): Promise<void> {
  const { client, log, stopping } = surroundings;
  const work = `${index.room}.${index.name}`;
  for (let month = await nextMonth(client, index); month; month = await nextMonth(client, index)) {
    if (stopping.aborted) return;
    log.info({ work, part: month.part, left: month.left }, 'the index of a month is being made');
    await telling(surroundings, work, month.statements);
  }
  try {
    await client.query(`set lock_timeout = ${TURN_MS}`);
    const { rows } = await client.query<{ done: boolean }>(
      'select hub.finish_month_index($1, $2, $3) as done',
      [index.room, index.tab, index.name],
    );
    if (rows[0]!.done) log.info({ work }, 'all months have the index; what it replaces is dropped');
  } catch (error) {
    if ((error as { code?: string }).code !== NO_TURN) throw error;
    log.info({ work }, 'all months have the index; what it replaces is dropped once nobody holds the table');
  } finally {
    await client.query('set lock_timeout = 0');
  }
}

async function nextMonth(client: Client, { room, tab, name }: MonthIndex): Promise<Month | undefined> {
  const { rows } = await client.query<Month>(
    `select part, array_remove(array['drop index concurrently ' || made::regclass,
                                     hub.month_index_statement($1, $2, $3, part, 'concurrently')], null) as statements,
            count(*) over ()::integer as left
       from hub.month_indexes($1, $2, $3) where not valid order by part desc limit 1`,
    [room, tab, name],
  );
  return rows[0];
}

/** Runs statements and says from time to time how far they are; a hub that is stopped does not wait for their end. */
async function telling(
  { client, ownerUrl, log, stopping }: Surroundings,
  work: string,
  statements: readonly string[],
): Promise<void> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const { pid } = rows[0]!;
  const aside = (question: string, told: (row: object) => void = () => undefined) =>
    withClient(ownerUrl, async (other) => {
      // A session is its login's; the role that the login has taken on knows nothing of it.
      await other.query('set role none');
      const found = await other.query<object>(question, [pid]);
      if (found.rows[0]) told(found.rows[0]);
    }).catch((error: unknown) => log.debug({ err: error, work }, 'the progress of an index is not known'));
  const cancel = () => void aside('select pg_cancel_backend($1)');
  const timer = setInterval(
    () =>
      void aside(PROGRESS, (progress) =>
        log.info({ work, ...progress }, 'the index of a month is being made'),
      ),
    TELL_EVERY_MS,
  );
  stopping.addEventListener('abort', cancel);
  try {
    for (const one of statements) await client.query(one);
  } finally {
    stopping.removeEventListener('abort', cancel);
    clearInterval(timer);
  }
}

const PROGRESS = `
  select relid::regclass::text as part, phase, blocks_done::float8 as "blocksDone", blocks_total::float8 as "blocksTotal",
         tuples_done::float8 as "tuplesDone", tuples_total::float8 as "tuplesTotal"
    from pg_stat_progress_create_index where pid = $1`;
