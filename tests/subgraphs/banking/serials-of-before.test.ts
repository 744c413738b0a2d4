import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { tieToKeyring } from '../../../hub/database/installation.ts';
import { migrate } from '../../../hub/database/migrate.ts';
import { rooms } from '../../../hub/rooms.ts';
import { emptyDatabase, type FreshDatabase, testKeyring } from '../../support/database.ts';

let database: FreshDatabase;
let folder: string;
let owner: Client;
beforeAll(async () => {
  database = await emptyDatabase();
  folder = await mkdtemp(join(tmpdir(), 'hub-migrations-'));
  const banking = rooms().find(({ name }) => name === 'banking')!;
  for (const file of await readdir(banking.folder))
    if (file < '0021') await cp(join(banking.folder, file), join(folder, file));
  await tieToKeyring(database.ownerUrl, testKeyring);
  await migrate(
    database.ownerUrl,
    rooms().map((one) => (one.name === 'banking' ? { ...one, folder } : one)),
  );
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await owner.query('set role hub_owner');
}, 60_000);
afterAll(async () => {
  await owner?.end();
  await database?.drop();
  if (folder) await rm(folder, { recursive: true });
});

const RECORD = `1, 'bank-102', 1, 0, gen_random_uuid(), now(), now(), 'UNSIGNED', decode(repeat('00', 16), 'hex'), decode(repeat('00', 32), 'hex'), false`;
const RECORD_COLUMNS =
  'version, source_system, source_version, source_place, receipt_id, received_at, recorded_at, assurance, seed, content_hash, withdrawn';
const INDEX = `decode(repeat('ab', 32), 'hex')`;

test('Bookings and transfers that stand are known by their numbers; of several under one number one is, and none is lost', async () => {
  for (const [serial, undoes] of [
    ['0001', null],
    ['0002', '0001'],
    ['03', null],
    ['0003', null],
    ['4', null],
    ['04', null],
    ['0000', null],
  ])
    await owner.query(
      `insert into banking.account_flow (id, bank_code, account_index, serial, project_code, occurred_at, accounting_on, direction,
         amount_fen, kind, undoes_serial, ${RECORD_COLUMNS})
       values (gen_random_uuid(), '102', ${INDEX}, $1, 'A', now(), '2026-01-01', 'OUT', 1, 'WAGE', $2, ${RECORD})`,
      [serial, undoes],
    );
  for (const serial of ['0001', '1', 'T1'])
    await owner.query(
      `insert into banking.labour_cost_transfer (id, bank_code, account_index, flow_serial, project_code, amount_fen, transferred_on,
         for_month, occurred_at, ${RECORD_COLUMNS})
       values (gen_random_uuid(), '102', ${INDEX}, $1, 'A', 1, '2026-01-01', '2026-01', now(), ${RECORD})`,
      [serial],
    );
  await migrate(database.ownerUrl, rooms());
  const flows = await owner.query(
    `select serial, serial_no, undoes_no from banking.account_flow order by serial_no, serial`,
  );
  expect(flows.rows.map((row) => Object.values(row).join(' ').trim())).toEqual([
    '0000 0',
    '03 03',
    '04 04',
    '0001 1',
    '0002 2 1',
    '0003 3',
    '4 4',
  ]);
  const transfers = await owner.query(
    `select flow_serial, flow_no from banking.labour_cost_transfer order by flow_no`,
  );
  expect(transfers.rows.map((row) => Object.values(row).join(' '))).toEqual(['0001 0001', '1 1', 'T1 T1']);
}, 60_000);
