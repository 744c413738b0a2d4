import { join, resolve } from 'node:path';
import { type Client, escapeIdentifier as name } from 'pg';
import { readRows, writeManifest, writeRows } from './archive-file.ts';
import { copyOut } from './copy.ts';
import { closeMonth, detachMonth, untilAllKnow } from './detach-month.ts';
import { tellDepartment } from './tell-department.ts';
import { FORMAT, type Manifest, namesOf } from './manifest.ts';
import { columnsOf, type MonthlyTable, type StoredMonth, storedMonths } from './monthly-table.ts';

export interface ArchiveOrder {
  readonly folder: string;
  /** Leaves the detached table in the database, out of everybody's reach. */
  readonly keep: boolean;
  readonly now: Date;
  /** The hub's version. */
  readonly version: string;
  readonly say: (line: string) => void;
  readonly onRows: (records: number, of: number, label: string) => void;
}

/** Where detached months lie that were not dropped; the running hub may not look into it. */
export const KEPT_SCHEMA = 'archive';

/**
 * Archives a month (归档): closes it, detaches it, writes it to a file, reads the file back, and only then drops the table.
 * Whatever step a run was broken off in, another one goes on with it.
 * @throws Fault `ARCHIVE_FILE_BROKEN` when the file is not what was written; the table then stays
 */
export async function archiveMonth(
  client: Client,
  of: MonthlyTable,
  { month }: Pick<StoredMonth, 'month'>,
  order: ArchiveOrder,
): Promise<void> {
  const { say } = order;
  const label = `${of.schema}.${of.table} ${month}`;
  const before = await stateOf(client, of, month);
  if (before.archived?.archivedAt) return say(`${label} is archived already: ${before.archived.file}`);
  if (before.state === 'ATTACHED' || before.state === 'PENDING') {
    await closeMonth(client, of, month, order.now);
    say(`${label} is closed`);
    await untilAllKnow(client, say);
    await detachMonth(client, of, month);
  }
  say(`${label} is detached`);
  const detached = await stateOf(client, of, month);
  const { file, records } = await written(client, of, detached, order);
  await putAway(client, of, detached, order);
  say(`${label} is archived: ${records} records in ${file}`);
}

async function stateOf(client: Client, of: MonthlyTable, month: string): Promise<StoredMonth> {
  const found = (await storedMonths(client, of)).find((one) => one.month === month);
  if (!found) throw new Error(`the month ${month} of ${of.schema}.${of.table} has gone meanwhile`);
  return found;
}

/** The month's file, whole: as a run before this one has left it, or made now. */
async function written(client: Client, of: MonthlyTable, stored: StoredMonth, order: ArchiveOrder) {
  const { month, part, rows, archived } = stored;
  if (archived?.file && archived.records !== null && archived.sm3 !== null) {
    const found = await readRows(archived.file).catch(() => null);
    // A file that has gone bad since is made anew: its table is still there.
    if (found?.records === archived.records && found.sm3 === archived.sm3)
      return { file: archived.file, records: archived.records };
  }
  const names = namesOf({ ...of, month });
  const file = join(resolve(order.folder), names.data);
  const columns = await columnsOf(client, of.schema, part);
  const list = columns.map((column) => name(column.name)).join(', ');
  const copied = () => copyOut(client, `copy ${name(of.schema)}.${name(part)} (${list}) to stdout`);
  const told = await writeRows(file, copied, (done) => order.onRows(done, Math.max(rows, done), month));
  const manifest: Manifest = {
    format: FORMAT,
    encoding: 'PostgreSQL COPY text, UTF-8, compressed by Zstandard',
    hub: order.version,
    ...of,
    month,
    columns,
    ...told,
    file: names.data,
    archivedAt: order.now.toISOString(),
  };
  await writeManifest(join(resolve(order.folder), names.manifest), manifest);
  await client.query(
    `update hub.archived_month a set file = $4, records = $5, digest = decode($6, 'hex'),
            first_id = (select id from ${name(of.schema)}.${name(part)} order by id limit 1),
            last_id = (select id from ${name(of.schema)}.${name(part)} order by id desc limit 1)
      where room = $1 and tab = $2 and month = $3`,
    [of.schema, of.table, `${month}-01`, file, told.records, told.sm3],
  );
  return { file, records: told.records };
}

/** The table goes with the note that it may, and with what its department keeps of it: one transaction. */
async function putAway(
  client: Client,
  of: MonthlyTable,
  { month, part }: StoredMonth,
  { keep, now }: ArchiveOrder,
): Promise<void> {
  const keptAs = keep ? `${KEPT_SCHEMA}.${of.schema}_${part}` : null;
  const table = `${name(of.schema)}.${name(part)}`;
  await client.query('begin');
  if (keep) {
    await client.query(`create schema if not exists ${KEPT_SCHEMA}`);
    await client.query(`alter table ${table} set schema ${KEPT_SCHEMA}`);
    await client.query(`alter table ${KEPT_SCHEMA}.${name(part)} rename to ${name(`${of.schema}_${part}`)}`);
  } else await client.query(`drop table ${table}`);
  await tellDepartment(client, of, 'month_put_away', month);
  await client.query(
    'update hub.archived_month set archived_at = $4, kept_as = $5 where room = $1 and tab = $2 and month = $3',
    [of.schema, of.table, `${month}-01`, now, keptAs],
  );
  await client.query('commit');
}
