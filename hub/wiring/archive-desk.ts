import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { yearMonthOf } from '../../kernel/calendar.ts';
import { subgraphs } from '../../subgraphs/registry.ts';
import { archiveMonth } from '../archive/archive-month.ts';
import { chooseMonths, type Wanted } from '../archive/choose-months.ts';
import { archiveFaults } from '../archive/faults.ts';
import { refuseUnusableFolder } from '../archive/usable-folder.ts';
import { type MonthlyTable, monthlyTables, storedMonths } from '../archive/monthly-table.ts';
import { restoreMonth } from '../archive/restore-month.ts';
import { Misuse } from '../commands/command.ts';
import { openBeside } from '../database/open-beside.ts';
import type { Progress } from './seeding.ts';
import { prepare } from './surroundings.ts';

type Env = Readonly<Record<string, string | undefined>>;

export interface Telling {
  readonly say: (line: string) => void;
  readonly onRows: Progress;
}

export interface ArchiveWish extends Wanted {
  readonly subgraph?: string | undefined;
  readonly fact?: string | undefined;
  readonly to?: string | undefined;
  readonly keep: boolean;
  readonly dryRun: boolean;
}

/** Archives the months that a wish means, one after the other. @throws Misuse, Fault `ARCHIVE_…` */
export async function archiveMonths(env: Env, wish: ArchiveWish, telling: Telling): Promise<void> {
  const tables = tablesOf(wish);
  await atDesk(env, async ({ client, config, clock, dataDir }) => {
    const now = clock.now();
    const folder = resolve(wish.to ?? join(dataDir, 'archive'));
    const retention = { now: yearMonthOf(now), keepMonths: config.keepMonths };
    const order = { folder, keep: wish.keep, now, version: version(), ...telling };
    // Everything is judged before the first month is touched.
    const chosen: [MonthlyTable, Awaited<ReturnType<typeof chooseMonths>>][] = [];
    for (const table of tables)
      chosen.push([table, await chooseMonths(client, table, { ...wish }, retention)]);
    if (chosen.every(([, months]) => months.length === 0)) telling.say('there is nothing to archive');
    if (chosen.some(([, months]) => months.some((one) => !one.archived?.archivedAt)))
      await refuseUnusableFolder(folder, !wish.dryRun);
    for (const [table, months] of chosen)
      for (const one of months)
        if (!wish.dryRun) await archiveMonth(client, table, one, order);
        else telling.say(wouldDo(table, one, folder));
  });
}

/** Brings the month of a file back, or tells whether it could be. @throws Fault `ARCHIVE_…` */
export const restore = (
  env: Env,
  { file, dryRun }: { readonly file: string; readonly dryRun: boolean },
  telling: Telling,
): Promise<void> =>
  atDesk(env, ({ client }) =>
    restoreMonth(client, { file: resolve(file), dryRun, tables: monthlyTables(subgraphs), ...telling }),
  );

/** A line for each month of the tables: where it is, how large, in which file. */
export const listMonths = (env: Env, wish: Pick<ArchiveWish, 'subgraph' | 'fact'>): Promise<string[]> =>
  atDesk(env, async ({ client }) => {
    const lines: string[] = [];
    for (const table of tablesOf(wish))
      for (const { month, archived, rows, bytes } of await storedMonths(client, table)) {
        const where = !archived
          ? `in the database\tabout ${rows} rows, ${mib(bytes)}`
          : archived.archivedAt
            ? `archived\t${archived.records} rows, ${archived.file}${archived.keptAs ? `, kept as ${archived.keptAs}` : ''}`
            : 'closed, archiving was broken off';
        lines.push(`${table.schema}.${table.table}\t${month}\t${where}`);
      }
    return lines;
  });

interface Desk extends Awaited<ReturnType<typeof prepare>> {
  readonly client: Client;
}

const LOCK = 4_501_030_004;
const LOCK_WAIT_MS = 5_000;

/** One connection of the owner's, with nobody else archiving; a hub may be running meanwhile. */
async function atDesk<Result>(env: Env, work: (desk: Desk) => Promise<Result>): Promise<Result> {
  // What the database says of its start is of no interest here.
  const prepared = await prepare({ HUB_LOG_LEVEL: 'warn', ...env });
  const database = await openBeside({ ...prepared.config, ...prepared });
  const client = new Client({
    connectionString: database.ownerUrl,
    application_name: 'hub archive',
    keepAlive: true,
  });
  // The statement in hand rejects by itself.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(SETTINGS);
    await takeTurn(client);
    return await work({ ...prepared, client });
  } finally {
    await client.end().catch(() => undefined);
    await database.stop();
  }
}

// The form of values in a file depends on nobody's settings. A command that was killed is noticed within seconds, also while
// its statement waits.
const SETTINGS = `
  set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0;
  set client_encoding = 'UTF8'; set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'iso_8601';
  set bytea_output = 'hex'; set extra_float_digits = 1; set client_min_messages = warning;
  set client_connection_check_interval = '1s'`;

async function takeTurn(client: Client): Promise<void> {
  for (const until = performance.now() + LOCK_WAIT_MS; ; await pause(200)) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      LOCK,
    ]);
    if (rows[0]!.taken) return;
    if (performance.now() < until) continue;
    throw archiveFaults.ARCHIVE_LOCKED(
      'another hub archive works on this database, or was killed a moment ago; let it finish and run the command again',
    );
  }
}

/** The tables that a wish means: all that have a partition a month, unless it names some. @throws Misuse */
function tablesOf({ subgraph, fact }: Pick<ArchiveWish, 'subgraph' | 'fact'>): MonthlyTable[] {
  const all = monthlyTables(subgraphs);
  const found = all.filter(
    (one) =>
      (subgraph === undefined || one.subgraph === subgraph) && (fact === undefined || one.fact === fact),
  );
  if (found.length > 0) return found;
  throw new Misuse(
    `nothing of ${[subgraph, fact].filter(Boolean).join(' ')} is stored by month; there is ` +
      all.map((one) => `--subgraph ${one.subgraph} --fact ${one.fact}`).join(', '),
  );
}

function wouldDo(
  { schema, table }: MonthlyTable,
  one: Awaited<ReturnType<typeof storedMonths>>[number],
  folder: string,
) {
  const label = `${schema}.${table} ${one.month}`;
  if (one.archived?.archivedAt) return `${label} is archived already: ${one.archived.file}`;
  const goesOn = one.archived ? 'would go on archiving' : 'would archive';
  return `${goesOn} ${label}: about ${one.rows} rows, ${mib(one.bytes)} in the database, to ${folder}`;
}

const mib = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(bytes < 2 ** 24 ? 1 : 0)} MiB`;

function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
