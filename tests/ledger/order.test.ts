import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { Client } from 'pg';
import { hubCaller } from '../../kernel/caller.ts';
import { lagOf, sequence } from '../../ledger/order/sequence.ts';
import { NOW, type OrderRoom, orderRoom } from './support/order-room.ts';

let hub: OrderRoom;
const open: Client[] = [];

beforeAll(async () => {
  hub = await orderRoom();
}, 120_000);
afterAll(async () => {
  await Promise.all(open.map((client) => client.end()));
  await hub.close();
});

beforeEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.end()));
  await hub.rows('truncate notes.leaf, notes.sequenced');
  await hub.rows(`update notes.sequencer set next_position = 0, below = '0'`);
});

describe('The order of submissions', () => {
  test('has no gap and no leaf twice with eight writers, some of them aborting, one slow, and three sequencers', async () => {
    const slow = await writer();
    await slow.query('begin');
    const late = await leaf(slow);
    let isWriting = true;
    const kept: string[] = [];
    const writers = Array.from({ length: 8 }, async (_, nth) => {
      const client = await writer();
      for (let round = 0; round < 40; round++) {
        await client.query('begin');
        const ids = [await leaf(client), await leaf(client)];
        const isAborted = (round + nth) % 5 === 0;
        await client.query(isAborted ? 'rollback' : 'commit');
        if (!isAborted) kept.push(...ids);
      }
    });
    const sequencers = Array.from({ length: 3 }, async () => {
      while (isWriting) {
        await hub.tick(7);
        await pause(2);
      }
    });
    await Promise.all(writers);
    await slow.query('commit');
    kept.push(late);
    isWriting = false;
    await Promise.all(sequencers);
    await all();
    const order = await positions();
    expect(order.map(({ position }) => position)).toEqual(kept.map((_, at) => at));
    expect(order.map(({ receipt_id }) => receipt_id).sort()).toEqual(kept.sort());
    // A fifth of the 640 was taken back, and the slow one came.
    expect(kept).toHaveLength(513);
  });

  test('waits for an open writer, also of a leaf that was written later, and then puts the older first', async () => {
    const slow = await writer();
    await slow.query('begin');
    const older = await leaf(slow);
    const younger = await leaf(await writer());
    expect(await hub.tick()).toBe(0);
    expect(await hub.asking(hubCaller('tests'), (db) => lagOf(db, 'notes', later(3_000)))).toEqual({
      leaves: 1,
      oldestMs: 3_000,
    });
    await slow.query('commit');
    expect(await all()).toBe(2);
    expect((await positions()).map(({ receipt_id }) => receipt_id)).toEqual([older, younger]);
    expect(await hub.asking(hubCaller('tests'), (db) => lagOf(db, 'notes', NOW))).toEqual({
      leaves: 0,
      oldestMs: null,
    });
  });

  test('waits for a writer of another database on the same server as well', async () => {
    const elsewhere = await writer('postgres');
    await elsewhere.query('begin; select pg_current_xact_id()');
    await leaf(await writer());
    expect(await hub.tick()).toBe(0);
    await elsewhere.query('rollback');
    expect(await all()).toBe(1);
  });

  test('does not wait for readers', async () => {
    const reader = await writer();
    await reader.query('begin isolation level repeatable read read only; select 1');
    await leaf(await writer());
    expect(await all()).toBe(1);
  });

  test('never shows a reader, who has read up to a position, a new leaf below it', async () => {
    let isWriting = true;
    const writers = Array.from({ length: 6 }, async (_, nth) => {
      const client = await writer();
      for (let round = 0; round < 25; round++) {
        await client.query('begin');
        await leaf(client);
        // Some hold their transaction open while others overtake them.
        await pause((round * 7 + nth * 3) % 11);
        await client.query(round % 7 === 0 ? 'rollback' : 'commit');
      }
    });
    const sequencing = (async () => {
      while (isWriting) {
        await hub.tick(5);
        await pause(1);
      }
    })();
    const readings: string[][] = [];
    const reading = (async () => {
      while (isWriting) {
        readings.push((await positions()).map(({ receipt_id }) => receipt_id));
        await pause(3);
      }
    })();
    await Promise.all(writers);
    isWriting = false;
    await Promise.all([sequencing, reading]);
    await all();
    const whole = (await positions()).map(({ receipt_id }) => receipt_id);
    expect(whole).toHaveLength(6 * 21);
    expect(readings.length).toBeGreaterThan(5);
    for (const part of readings) expect(part).toEqual(whole.slice(0, part.length));
  });

  test('cuts a transaction of many leaves at the limit and goes on in its middle', async () => {
    const client = await writer();
    await client.query('begin');
    for (let each = 0; each < 9; each++) await leaf(client);
    await client.query('commit');
    await leaf(client);
    const ticks: number[] = [];
    for (let each = 0; each < 4; each++) ticks.push(await hub.tick(4));
    expect(ticks).toEqual([4, 4, 2, 0]);
    const order = await positions();
    expect(order.map(({ position }) => position)).toEqual(order.map((_, at) => at));
  });

  test('gives nothing when another tick holds the row, and the same positions after one that died halfway', async () => {
    const ids = [];
    for (let each = 0; each < 3; each++) ids.push(await leaf(await writer()));
    const dying = hub.room.write(hubCaller('tests'), async (db) => {
      expect(await sequence(db, 'notes')).toBe(3);
      expect(await hub.tick()).toBe(0);
      throw new Error('killed');
    });
    await expect(dying).rejects.toThrow('killed');
    expect(await positions()).toEqual([]);
    expect(await all()).toBe(3);
    expect((await positions()).map(({ position, receipt_id }) => [position, receipt_id])).toEqual(
      ids.map((id, at) => [at, id]),
    );
  });

  test('goes on after a restore into a server whose transactions are counted from the beginning', async () => {
    for (let each = 0; each < 3; each++) await leaf(await writer());
    await all();
    // What the other server had counted, one leaf in order there and one not yet.
    await hub.rows(
      `update notes.leaf set xid = '9000000000' where receipt_id in (select receipt_id from notes.sequenced)`,
    );
    await hub.rows(
      `insert into notes.leaf (receipt_id, xid, hash, recorded_at) values ($1, '9000000001', $2, $3)`,
      [randomUUID(), randomBytes(32), NOW],
    );
    await hub.rows(`update notes.sequencer set below = '9000000001'`);
    await leaf(await writer());
    expect(await all()).toBe(2);
    await leaf(await writer());
    expect(await all()).toBe(1);
    expect((await positions()).map(({ position }) => position)).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

/** Whoever writes, on a connection that the test alone ends. */
async function writer(database?: string): Promise<Client> {
  const url = new URL(hub.appUrl);
  if (database) url.pathname = database;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query(`set hub.writer = 'on'`);
  open.push(client);
  return client;
}

async function leaf(client: Client): Promise<string> {
  const id = randomUUID();
  await client.query('insert into notes.leaf (receipt_id, hash, recorded_at) values ($1, $2, $3)', [
    id,
    randomBytes(32),
    NOW,
  ]);
  return id;
}

/** Ticks until nothing is left. @returns how many leaves found their place */
async function all(): Promise<number> {
  let sum = 0;
  for (let given = 1; given > 0; sum += given) given = await hub.tick();
  return sum;
}

async function positions(): Promise<{ position: number; receipt_id: string }[]> {
  const rows = await hub.asking(hubCaller('tests'), (db) =>
    db.rows<{ position: bigint; receipt_id: string }>(
      sql`select position, receipt_id from notes.sequenced order by position`,
    ),
  );
  return rows.map(({ position, receipt_id }) => ({ position: Number(position), receipt_id }));
}

const later = (ms: number) => new Date(NOW.getTime() + ms);
