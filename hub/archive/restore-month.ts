import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Client, escapeIdentifier as name } from 'pg';
import type { Fault } from '../../kernel/faults.ts';
import { openRows, readRows, refuseOther } from './archive-file.ts';
import { copyIn } from './copy.ts';
import { countingRows } from './counting-rows.ts';
import { archiveFaults } from './faults.ts';
import { type Manifest, manifestBeside, readManifest } from './manifest.ts';
import { tellDepartment } from './tell-department.ts';
import { columnsOf, type MonthlyTable, type StoredMonth, storedMonths } from './monthly-table.ts';

export interface RestoreOrder {
  readonly file: string;
  /** Everything is read and compared, and nothing is written. */
  readonly dryRun: boolean;
  readonly tables: readonly MonthlyTable[];
  readonly say: (line: string) => void;
  readonly onRows: (records: number, of: number, label: string) => void;
}

/**
 * A transaction for so many bytes of rows, a second or less: the order of submissions never goes beyond the oldest
 * transaction that writes, and must not wait for a month.
 */
const STEP = 8 * 2 ** 20;
const LINE_END = 0x0a;

/**
 * Brings an archived month back (恢复归档): its rows into a table of their own, counted and compared with what the database
 * knows of the archive, and only then into their place. A run that was broken off begins again.
 * @throws Fault `ARCHIVE_FILE_BROKEN`, `ARCHIVE_OF_ANOTHER_DATABASE`, `ARCHIVE_UNFINISHED`, `ARCHIVE_COLUMNS_DIFFER`
 */
export async function restoreMonth(client: Client, order: RestoreOrder): Promise<void> {
  const { say, tables } = order;
  const at = manifestBeside(order.file);
  const manifest = await readManifest(at);
  const { schema, table, month } = manifest;
  const label = `${schema}.${table} ${month}`;
  const of = tables.find((one) => one.schema === schema && one.table === table);
  const stored = of && (await storedMonths(client, of)).find((one) => one.month === month);
  if (of && stored?.state === 'ATTACHED' && stored.archived === null)
    return say(`${label} is in the database; there is nothing to restore`);
  refuseUnfit(manifest, stored, label);
  await refuseOtherColumns(client, manifest);
  const rows = join(dirname(at), manifest.file);
  if (!existsSync(rows))
    throw archiveFaults.ARCHIVE_FILE_BROKEN(
      `the manifest ${at} speaks of ${manifest.file}, which is not beside it; give both the names that hub archive gave them`,
    );
  if (order.dryRun) {
    refuseOther(rows, await readWhole(rows, manifest, order.onRows), manifest);
    return say(
      `would bring ${label} back: ${manifest.records} records from ${manifest.file}, which is whole`,
    );
  }
  const part = `${name(schema)}.${name(stored!.part)}`;
  await client.query(`drop table if exists ${part}`);
  await client.query('select hub.shape_month($1, $2, $3)', [schema, table, `${month}-01`]);
  const found = await load(client, part, manifest, rows, order.onRows);
  try {
    refuseOther(rows, found, manifest);
  } catch (error) {
    await clearAway(client, part);
    throw error;
  }
  await client.query(`analyze ${part}`);
  await putBack(client, of!, month, stored!.archived!.keptAs);
  say(`${label} is back: ${found.records} records from ${manifest.file}`);
}

/** The database remembers what it let go; a file of another archive, or a changed one, is not let in. */
function refuseUnfit(manifest: Manifest, stored: StoredMonth | undefined, label: string): void {
  const { archived } = stored ?? {};
  if (!archived)
    throw archiveFaults.ARCHIVE_OF_ANOTHER_DATABASE(
      `this database has archived no ${label}; the file belongs to another installation`,
    );
  if (archived.archivedAt === null)
    throw archiveFaults.ARCHIVE_UNFINISHED(
      `archiving ${label} was broken off, and its rows are still in the database; ` +
        `end it first: hub archive --month ${manifest.month}`,
    );
  if (archived.records !== manifest.records || archived.sm3 !== manifest.sm3)
    throw archiveFaults.ARCHIVE_OF_ANOTHER_DATABASE(
      `${label} was archived as ${archived.records} records with the digest ${archived.sm3}, the manifest speaks of ` +
        `${manifest.records} with ${manifest.sm3}; look for the file ${archived.file}`,
    );
}

async function refuseOtherColumns(client: Client, { schema, table, columns }: Manifest): Promise<void> {
  const today = new Map((await columnsOf(client, schema, table)).map((one) => [one.name, one.type]));
  const other = columns.filter((one) => today.get(one.name) !== one.type);
  if (other.length > 0)
    throw archiveFaults.ARCHIVE_COLUMNS_DIFFER(
      `${schema}.${table} has changed since: ${other.map((one) => `${one.name} was ${one.type} and is ${today.get(one.name) ?? 'gone'}`).join(', ')}; ` +
        'restore it with the version of the hub that wrote it (the manifest names it), and migrate afterwards',
    );
}

async function load(
  client: Client,
  part: string,
  { columns, records, month }: Manifest,
  file: string,
  onRows: RestoreOrder['onRows'],
) {
  const list = columns.map((column) => name(column.name)).join(', ');
  const statement = `copy ${part} (${list}) from stdin`;
  let refusal: unknown;
  const put = (bytes: Buffer) =>
    copyIn(client, statement, bytes).catch((error: unknown) => {
      refusal = error;
      throw error;
    });
  const counting = countingRows((done) => onRows(done, records, month));
  const rows = openRows(file);
  rows.once('error', (error) => counting.passing.destroy(error));
  let [waiting, size]: [Buffer[], number] = [[], 0];
  try {
    for await (const chunk of rows.pipe(counting.passing) as AsyncIterable<Buffer>) {
      const end = size + chunk.length < STEP ? -1 : chunk.lastIndexOf(LINE_END);
      if (end < 0) {
        waiting.push(chunk);
        size += chunk.length;
        continue;
      }
      await put(Buffer.concat([...waiting, chunk.subarray(0, end + 1)]));
      waiting = [chunk.subarray(end + 1)];
      size = waiting[0]!.length;
    }
    if (size > 0) await put(Buffer.concat(waiting));
  } catch (error) {
    await clearAway(client, part);
    if (refusal !== undefined) refuseUnlessOfRows(refusal as Refusal, columns);
    throw broken(file, error);
  } finally {
    rows.destroy();
  }
  return counting.told();
}

async function readWhole(file: string, { records, month }: Manifest, onRows: RestoreOrder['onRows']) {
  try {
    return await readRows(file, (done) => onRows(done, records, month));
  } catch (error) {
    throw broken(file, error);
  }
}

const broken = (file: string, error: unknown): Fault =>
  archiveFaults
    .ARCHIVE_FILE_BROKEN(
      `${file} cannot be read to its end or holds rows that do not fit (${(error as Error).message}); ` +
        'take the file from a copy',
    )
    .because(error);

/** What the database says of a COPY, or the driver of a lost connection. */
interface Refusal extends Error {
  readonly code?: string;
  readonly column?: string;
}

/** SQLSTATE classes of what rows themselves can be: data that cannot be read, or that a constraint refuses. */
const OF_ROWS = /^2[23]/;
const NOT_NULL = '23502';

/**
 * A file is broken where its rows are. A full disk, a connection that is lost or a server that stops is told as what it is,
 * and a column that has come since and wants a value is a change of the table.
 */
function refuseUnlessOfRows(refusal: Refusal, columns: Manifest['columns']): void {
  const { code, column } = refusal;
  if (code === undefined || !OF_ROWS.test(code)) throw refusal;
  if (code === NOT_NULL && !columns.some((one) => one.name === column))
    throw archiveFaults
      .ARCHIVE_COLUMNS_DIFFER(
        `the column ${column} has come since and wants a value that the archived rows do not have; ` +
          'restore them with the version of the hub that wrote them (the manifest names it), and migrate afterwards',
      )
      .because(refusal);
}

/** What is left of a restoring that failed goes; where it cannot, the cause is still what is told, and the next run begins with it. */
const clearAway = (client: Client, part: string): Promise<unknown> =>
  client.query(`drop table if exists ${part}`).catch(() => undefined);

async function putBack(
  client: Client,
  of: MonthlyTable,
  month: string,
  keptAs: string | null,
): Promise<void> {
  const one = [of.schema, of.table, `${month}-01`];
  await client.query('begin');
  await client.query('select hub.lock_month($1, $2, $3)', one);
  await client.query('select hub.attach_month($1, $2, $3)', one);
  await tellDepartment(client, of, 'month_put_back', month);
  await client.query('delete from hub.archived_month where room = $1 and tab = $2 and month = $3', one);
  if (keptAs !== null) {
    const [keptIn, kept] = keptAs.split('.') as [string, string];
    await client.query(`drop table if exists ${name(keptIn)}.${name(kept)}`);
  }
  await client.query('commit');
}
