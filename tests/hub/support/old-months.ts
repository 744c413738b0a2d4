import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from 'pg';
import { migrate } from '../../../hub/database/migrate.ts';
import { rooms } from '../../../hub/rooms.ts';
import { hubCaller } from '../../../kernel/caller.ts';
import { frozenClock } from '../../../kernel/clock.ts';
import { AttendanceRecord } from '../../../subgraphs/provincial/attendance/facts.ts';
import { provincial } from '../../../subgraphs/provincial/index.ts';
import { Session } from '../../../subgraphs/session.ts';
import { Store } from '../../../subgraphs/store.ts';
import { type FreshDatabase, testKeyring } from '../../support/database.ts';

/** The first migrations that an old database does not have. */
const LATER: Readonly<Record<string, string>> = { hub: '0013', provincial: '0014' };

/** Makes the attendance of a hub from before indexes of months were replaced (decision 0035). */
export async function migrateAsBefore({ ownerUrl }: FreshDatabase, folder: string): Promise<void> {
  const before = [];
  for (const room of rooms().filter(({ name }) => name === 'ledger' || name === 'provincial')) {
    const only = join(folder, room.name);
    await mkdir(only);
    for (const file of await readdir(room.folder))
      if (file < LATER[room.databaseSchema]!) await copyFile(join(room.folder, file), join(only, file));
    before.push({ ...room, folder: only });
  }
  await migrate(ownerUrl, before);
}

/** So many punches of a month, a second from each other, of as many people as 2,000. */
export async function fillMonth(client: Client, month: string, records: number): Promise<void> {
  await client.query(`select hub.make_month('provincial', 'attendance_record', $1)`, [`${month}-01`]);
  await client.query(
    `insert into provincial.attendance_record (id, project_code, worker_id, occurred_at, direction, version, source_system, source_version,
            source_place, receipt_id, received_at, recorded_at, assurance, seed, content_hash, withdrawn)
     select gen_random_uuid(), 'P' || n % 40, md5((n % 2000)::text)::uuid, $1::timestamptz + n * interval '1 second', 'IN', 1, 'filled', 1,
            n, $2, $1::timestamptz, $1::timestamptz, 'UNSIGNED', decode(md5(n::text), 'hex'), sha256(n::text::bytea), false
       from generate_series(1, $3::integer) as n`,
    [`${month}-02T00:00:00+08:00`, randomUUID(), records],
  );
}

export interface Punching {
  /** What becomes of a punch; the same one again with another device, or taken back, is a correction. */
  punch(day: string, worker: number, stated?: { device?: string; withdrawn?: boolean }): Promise<string>;
  close(): Promise<void>;
}

/** Sends punches the way the ledger writes them, a later statement with a higher version. */
export function punching({ appUrl }: FreshDatabase): Punching {
  const clock = frozenClock(new Date('2026-03-01T08:00:00+08:00'));
  const store = new Store(provincial, { url: appUrl, keyring: testKeyring, clock });
  const session = new Session(store.pool, hubCaller('tests'), null);
  const writer = store.writer(AttendanceRecord, clock);
  let stated = 0;
  return {
    async punch(day, worker, { device = 'GATE-1', withdrawn = false } = {}) {
      const content = {
        projectCode: 'P-OF-THE-TEST',
        workerId: `00000000-0000-4000-8000-${String(worker).padStart(12, '0')}`,
        crewNo: null,
        direction: 'IN',
        attendType: null,
        deviceNo: device,
        longitude: null,
        latitude: null,
        fenceCheck: null,
      };
      const occurredAt = new Date(`${day}T07:30:00+08:00`);
      const provenance = {
        sourceSystem: 'tests',
        receiptId: randomUUID(),
        receivedAt: clock.now(),
        assurance: 'UNSIGNED',
      } as const;
      stated += 1;
      const [verdict] = await session.write((db) =>
        writer.write(db, [{ content, occurredAt, sourceVersion: BigInt(stated), withdrawn }], provenance),
      );
      return verdict!.code;
    },
    close: () => store.close(),
  };
}

/** The indexes of each month, and of the table itself, without its name and theirs. */
export async function indexesOf(client: Client): Promise<Record<string, string[]>> {
  const { rows } = await client.query<{ part: string; indexes: string[] }>(
    `select c.relname as part, array_agg(substring(pg_get_indexdef(x.indexrelid) from '\\(.*$')
              || case when x.indisunique then ' unique' else '' end || case when x.indisvalid then '' else ' not valid' end
              || case when c.relispartition and i.inhrelid is null then ' alone' else '' end order by 1) as indexes
       from pg_class c join pg_index x on x.indrelid = c.oid left join pg_inherits i on i.inhrelid = x.indexrelid
      where c.oid::regclass::text ~ '^provincial.attendance_record(_\\d{6})?$' group by 1 order by 1`,
  );
  return Object.fromEntries(rows.map(({ part, indexes }) => [part, [...indexes].sort()]));
}
