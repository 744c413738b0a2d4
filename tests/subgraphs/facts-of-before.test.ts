import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { tieToKeyring } from '../../hub/database/installation.ts';
import { migrate } from '../../hub/database/migrate.ts';
import { rooms } from '../../hub/rooms.ts';
import { emptyDatabase, type FreshDatabase, testKeyring } from '../support/database.ts';

const BEFORE: Readonly<Record<string, string>> = { banking: '0025', provincial: '0030' };

let database: FreshDatabase;
let folder: string;
let owner: Client;
beforeAll(async () => {
  database = await emptyDatabase();
  folder = await mkdtemp(join(tmpdir(), 'hub-migrations-'));
  const old = [];
  for (const room of rooms()) {
    const first = BEFORE[room.name];
    if (first === undefined) {
      old.push(room);
      continue;
    }
    for (const file of await readdir(room.folder))
      if (file < first) await cp(join(room.folder, file), join(folder, room.name, file));
    old.push({ ...room, folder: join(folder, room.name) });
  }
  await tieToKeyring(database.ownerUrl, testKeyring);
  await migrate(database.ownerUrl, old);
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('set role hub_owner');
  await owner.query(`select hub.make_month('provincial', 'attendance_record', '2026-01-01')`);
}, 120_000);
afterAll(async () => {
  await owner?.end();
  await database?.drop();
  if (folder) await rm(folder, { recursive: true });
});

const RECORD = `'a', 1, 0, gen_random_uuid(), now(), now(), 'UNSIGNED', decode(repeat('00', 16), 'hex'), decode(repeat('00', 32), 'hex')`;
const COLUMNS =
  'source_system, source_version, source_place, receipt_id, received_at, recorded_at, assurance, seed, content_hash';
const ids = Array.from({ length: 3 }, (_, at) => `00000000-0000-4000-8000-00000000000${at}`);

/** A version of a registration without a day; the newest of a record stands, those before are history. */
const registration = (id: string, version: number, day: string, stands: boolean, withdrawn = false) =>
  owner.query(
    `insert into provincial.real_name_registration${stands ? '' : '_history'}
       (id, project_code, crew_no, worker_id, is_crew_leader, occurred_at, version, withdrawn, ${COLUMNS}${stands ? '' : ', superseded_at'})
     values ($1, 'A', '1', $1, false, $2, $3, $4, ${RECORD}${stands ? '' : ', now()'})`,
    [id, `${day}T09:00:00+08:00`, version, withdrawn],
  );

test('What stands keeps what follows from it over the upgrade: the months of payments, the first days of registrations', async () => {
  await owner.query(
    `insert into banking.disbursement (id, payroll_entry_id, attempt, project_code, worker_id, bank_code, amount_fen, result, paid_on,
       pay_month, occurred_at, version, withdrawn, ${COLUMNS})
     values ($1, $1, 1, 'A', $1, '102', 1, 'SUCCESS', '2026-02-01', '2026-01', now(), 1, false, ${RECORD})`,
    [ids[0]],
  );
  await registration(ids[0]!, 1, '2026-01-01', true);
  await registration(ids[1]!, 1, '2026-01-01', false);
  await registration(ids[1]!, 2, '2026-02-01', false);
  await registration(ids[1]!, 3, '2026-03-01', true);
  await registration(ids[2]!, 1, '2026-01-01', false);
  await registration(ids[2]!, 2, '2026-01-02', false, true);
  await registration(ids[2]!, 3, '2026-02-01', false);
  await registration(ids[2]!, 4, '2026-03-01', true);
  await owner.query('delete from provincial.roster_mark');
  await migrate(database.ownerUrl, rooms());
  const months = await owner.query('select pay_month, for_month from banking.disbursement');
  expect(months.rows).toEqual([{ pay_month: '2026-01', for_month: '2026-01' }]);
  const days = await owner.query(`
    select id, version, to_char(first_stated_at at time zone 'Asia/Shanghai', 'MM-DD') as day
      from (select id, version, first_stated_at from provincial.real_name_registration
             union all select id, version, first_stated_at from provincial.real_name_registration_history) v order by 1, 2`);
  expect(days.rows.map((row) => [ids.indexOf(row.id), row.version, row.day])).toEqual([
    [0, 1, '01-01'],
    [1, 1, '01-01'],
    [1, 2, '01-01'],
    [1, 3, '01-01'],
    [2, 1, '01-01'],
    [2, 2, '01-01'],
    [2, 3, '02-01'],
    [2, 4, '02-01'],
  ]);
  const marks = await owner.query('select distinct project_code from provincial.roster_mark');
  expect(marks.rows).toEqual([{ project_code: 'A' }]);
}, 120_000);

test('A punch has a column for its photo that no month had to be read or written anew for', async () => {
  const { rows } = await owner.query(`
    select c.relname, a.attnotnull, a.atthasdef, a.atthasmissing,
           exists (select from pg_constraint k where k.conrelid = c.oid and a.attnum = any (k.conkey)) as is_checked
      from pg_attribute a join pg_class c on c.oid = a.attrelid
     where a.attname = 'photo' and c.relname like 'attendance_record%' and c.relkind in ('r', 'p')`);
  expect(rows.length).toBeGreaterThan(2);
  for (const row of rows)
    expect(row).toMatchObject({
      attnotnull: false,
      atthasdef: false,
      atthasmissing: false,
      is_checked: false,
    });
});
