import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Caller, hubCaller } from '../../kernel/caller.ts';
import { frozenClock } from '../../kernel/clock.ts';
import { sm3Hex } from '../../kernel/crypto/sm3.ts';
import { releaseHeld } from '../../ledger/held/release.ts';
import { lagOf, sequence } from '../../ledger/order/sequence.ts';
import type { Envelope, RawRecord } from '../../ledger/submission/envelope.ts';
import type { Receipt } from '../../ledger/submission/receipt.ts';
import { resubmit } from '../../ledger/submission/resubmit.ts';
import type { LedgerRoom } from '../../ledger/submission/room.ts';
import { submit } from '../../ledger/submission/submit.ts';
import { withdraw } from '../../ledger/submission/withdraw.ts';
import { Store } from '../../subgraphs/store.ts';
import { testKeyring } from '../support/database.ts';
import { bookings, notes } from './support/booking-datasets.ts';
import { Booking, ledger, Note } from './support.ts';

const NOW = new Date('2026-03-01T08:00:00+08:00');

let base: Awaited<ReturnType<typeof ledger>>;
let store: Store;
let room: LedgerRoom;

beforeAll(async () => {
  base = await ledger();
  store = new Store(
    { name: 'provincial', databaseSchema: 'provincial', facts: [Note, Booking], datasets: [bookings, notes] },
    {
      url: base.store.pool.options.connectionString!,
      keyring: testKeyring,
      clock: frozenClock(NOW),
      limits: { heldPerClient: 50, heldDays: 15, earliestMonth: '2025-01', zoneRequiredOf: [] },
      random: randomBytes,
    },
  );
  room = store.ledger;
});

afterAll(async () => {
  await store.close();
  await base.close();
});

const vendor = (organisation: string): Caller => ({
  ...hubCaller('x'),
  organisation,
  person: 'program',
  kind: 'VENDOR',
  assurance: 'TOKEN',
});
const A = vendor('vendor a');
const B = vendor('vendor b');

const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const envelope = (more: Partial<Envelope> = {}): Envelope => ({
  idempotencyKey: randomUUID(),
  sourceSystem: 'vendor-a',
  sentAt: minutesAgo(1),
  mode: 'PARTIAL',
  dryRun: false,
  ...more,
});
const send = (records: readonly RawRecord[], more: Partial<Envelope> = {}, caller = A) =>
  submit(room, caller, notes, { envelope: envelope(more), records });
const book = (bookingNo: string) =>
  submit(room, A, bookings, { envelope: envelope(), records: [{ bookingNo }] });
const takeBack = (recordId: string, more: Partial<Envelope> = {}, reason = 'sent by mistake') =>
  withdraw(room, A, 'withdrawRecords', envelope(more), { records: [{ dataset: 'NOTE', recordId }], reason });
const told = ({ verdicts }: Receipt) => verdicts.map(({ outcome, code }) => `${outcome} ${code}`);
const rows = async (query: string): Promise<Record<string, unknown>[]> =>
  (await base.owner.query(query)).rows;
const note = async (noteNo: string) =>
  (await rows(`select text, withdrawn from provincial.note where note_no = '${noteNo}'`))[0];

async function follow(): Promise<void> {
  const putInOrder = async () => {
    for (let leaves = 1; leaves > 0; )
      leaves = await room.write(hubCaller('order'), async (db) => {
        await sequence(db, room.schema);
        return (await lagOf(db, room.schema, new Date())).leaves;
      });
  };
  await putInOrder();
  while ((await releaseHeld(room, resubmit)) > 0) await putInOrder();
}

test('a held record gives way to a later statement of its source, never to an earlier one that comes late', async () => {
  await send([{ noteNo: 'w1', text: 'later', booking: 'w-b1' }], { sentAt: minutesAgo(10) });
  await send([{ noteNo: 'w1', text: 'earlier', booking: 'w-b1' }], { sentAt: minutesAgo(20) });
  await book('w-b1');
  await follow();
  expect(await note('w1')).toMatchObject({ text: 'later' });
});

test('a held record is not ended by an earlier statement that becomes a fact', async () => {
  await send([{ noteNo: 'w2', text: 'later', booking: 'w-b2' }], { sentAt: minutesAgo(10) });
  await send([{ noteNo: 'w2', text: 'earlier' }], { sentAt: minutesAgo(20) });
  await book('w-b2');
  await follow();
  expect(await note('w2')).toMatchObject({ text: 'later' });
});

test('withdrawing a submission takes back what was released of it', async () => {
  const receipt = await send([{ noteNo: 'w3', text: 'x', booking: 'w-b3' }]);
  await book('w-b3');
  await follow();
  expect(await note('w3')).toMatchObject({ withdrawn: false });
  const taken = await withdraw(room, A, 'withdrawSubmission', envelope(), {
    receipt: receipt.id,
    reason: 'all wrong',
  });
  expect(told(taken)).toEqual(['CORRECTED WITHDRAWN']);
  expect(await note('w3')).toMatchObject({ withdrawn: true });
});

test('a fact that its source has taken back may be stated by another, whose it is then', async () => {
  const { verdicts } = await send([{ noteNo: 'w4', text: 'a' }], { sentAt: minutesAgo(10) });
  await takeBack(verdicts[0]!.recordId!);
  const other = await send([{ noteNo: 'w4', text: 'b' }], { sourceSystem: 'vendor-b' }, B);
  expect(told(other)).toEqual(['CORRECTED CORRECTED']);
  expect(await note('w4')).toEqual({ text: 'b', withdrawn: false });
  expect(told(await send([{ noteNo: 'w4', text: 'a' }]))).toEqual(['DUPLICATE SAME_FACT_OTHER_SOURCE']);
});

test.each([
  ['a small counter', '7', '8'],
  ['a time written as digits', '20260301070000', '20260301070001'],
])(
  'a fact under %s of its source can be taken back, and stated again under the next',
  async (_what, version, next) => {
    const noteNo = `v${version}`;
    const { verdicts } = await send([{ noteNo, text: 'a', sourceVersion: version }]);
    expect(told(await takeBack(verdicts[0]!.recordId!))).toEqual(['CORRECTED WITHDRAWN']);
    expect(await note(noteNo)).toMatchObject({ withdrawn: true });
    await send([{ noteNo, text: 'b', sourceVersion: `${BigInt(next) + 1n}` }]);
    expect(await note(noteNo)).toEqual({ text: 'b', withdrawn: false });
  },
);

test('no key of a sender stands in the way of a release', async () => {
  await send([{ noteNo: 'w5', text: 'x', booking: 'w-b5' }]);
  const [held] = await rows(`select id from provincial.held_record where state = 'HELD'`);
  const key = `release/${sm3Hex(held!.id as string).slice(0, 40)}`;
  await expect(send([{ noteNo: 'w6' }], { idempotencyKey: key })).rejects.toMatchObject({
    code: 'IDEMPOTENCY_KEY_MALFORMED',
  });
  await book('w-b5');
  await follow();
  expect(await note('w5')).toMatchObject({ text: 'x' });
});

test('a withdrawal that the database gives up for another writer is done all the same', async () => {
  const { verdicts } = await send([{ noteNo: 'x1' }, { noteNo: 'x2' }]);
  const records = verdicts.map(({ recordId }) => ({ dataset: 'NOTE', recordId: recordId! }));
  // Withdrawals lock in the order of ids.
  const [first, second] = records.map(({ recordId }) => recordId).sort();
  const locked = (id: string | undefined) =>
    base.owner.query(`select from provincial.note where id = '${id}' for update`);
  await base.owner.query('begin');
  await locked(second);
  const work = withdraw(room, A, 'withdrawRecords', envelope(), { records, reason: 'sent by mistake' });
  await someoneWaits();
  // It holds the first and waits for the second; whoever waited first is given up, unless the machine stood still.
  await locked(first).catch(({ code }) => expect(code).toBe('40P01'));
  await base.owner.query('commit');
  expect(told(await work)).toEqual(['CORRECTED WITHDRAWN', 'CORRECTED WITHDRAWN']);
});

/** Until a writer of this database waits for another's lock. */
async function someoneWaits(): Promise<void> {
  const waiting =
    'select from pg_locks join pg_stat_activity using (pid) where not granted and datname = current_database()';
  for (let left = 500; (await base.owner.query(waiting)).rowCount === 0; left--) {
    if (left === 0) throw new Error('nobody waits');
    // What a transaction sees of the others it is told once, unless it asks anew.
    await base.owner.query('select pg_stat_clear_snapshot()');
    await pause(20);
  }
}

test('a held record is sealed with no more of its sender’s projects than it names', async () => {
  const many = { ...A, projects: Array.from({ length: 5_000 }, (_, place) => `PROJECT-${place}`) };
  await send([{ noteNo: 'w8', booking: 'nowhere' }], {}, many);
  const [held] = await rows(
    `select octet_length(content) as size from provincial.held_record where state = 'HELD'`,
  );
  expect(held!.size).toBeLessThan(2_000);
});

test('a reason that no column holds is refused as bad input', async () => {
  const { verdicts } = await send([{ noteNo: 'w7', text: 'a' }]);
  await expect(takeBack(verdicts[0]!.recordId!, {}, 'nul\u0000 inside')).rejects.toMatchObject({
    code: 'REASON_MALFORMED',
  });
});
