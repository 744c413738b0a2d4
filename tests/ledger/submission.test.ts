import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type Caller, hubCaller } from '../../kernel/caller.ts';
import { frozenClock } from '../../kernel/clock.ts';
import { BadInput } from '../../kernel/refusals.ts';
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
import { departmentRefusals } from '../../schema/refusals.ts';

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
      limits: { heldPerClient: 3, heldDays: 15, earliestMonth: '2025-01', zoneRequiredOf: ['strict-clock'] },
      random: randomBytes,
    },
  );
  room = store.ledger;
});

afterAll(async () => {
  await store.close();
  await base.close();
});

const vendor = (organisation: string, person = 'program'): Caller => ({
  ...hubCaller('x'),
  organisation,
  person,
  kind: 'VENDOR',
  assurance: 'TOKEN',
});

const envelope = (more: Partial<Envelope> = {}): Envelope => ({
  idempotencyKey: randomUUID(),
  sourceSystem: 'vendor-a',
  sentAt: new Date(NOW.getTime() - 60_000),
  mode: 'PARTIAL',
  dryRun: false,
  ...more,
});

const A = vendor('vendor a');
const send = (records: readonly RawRecord[], more: Partial<Envelope> = {}, caller = A) =>
  submit(room, caller, notes, { envelope: envelope(more), records });
const codes = ({ verdicts }: Receipt) => verdicts.map(({ outcome, code, path }) => [outcome, code, path]);
const rows = async (query: string): Promise<Record<string, unknown>[]> =>
  (await base.owner.query(query)).rows;
const refusal = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(BadInput);
  return (error as BadInput).code;
};

describe('A submission (architecture §3)', () => {
  test('gives each record a verdict in its order: good, bad, held', async () => {
    const receipt = await send([
      { noteNo: 'v1', text: 'good' },
      { text: 'no number' },
      { noteNo: 'v3', booking: 'nowhere' },
      { noteNo: 'v4', text: 'x'.repeat(21) },
    ]);
    expect(codes(receipt)).toEqual([
      ['ACCEPTED', 'ACCEPTED', null],
      ['REJECTED', 'VALUE_MISSING', 'noteNo'],
      ['HELD', 'CREW_UNKNOWN', 'booking'],
      ['REJECTED', 'VALUE_TOO_LONG', 'text'],
    ]);
    expect([receipt.accepted, receipt.rejected, receipt.held, receipt.submitted]).toEqual([1, 2, 1, 4]);
    expect(receipt.verdicts[2]!.heldUntil).toEqual(new Date('2026-03-16T08:00:00+08:00'));
    const [held] = await rows(`select id from provincial.held_record where state = 'HELD'`);
    expect(receipt.verdicts.map(({ heldId }) => heldId)).toEqual([null, null, held!.id, null]);
    expect(receipt).toMatchObject({ isStored: true, replayed: false, assurance: 'UNSIGNED' });
    await room.write(A, (db) =>
      db.rows(sql`update provincial.held_record set state = 'EXPIRED', settled_at = now()`),
    );
  });

  test('the same key with the same content answers what was stored, and changes nothing', async () => {
    const same = envelope();
    const first = await submit(room, A, notes, { envelope: same, records: [{ noteNo: 'k1' }] });
    const again = await submit(room, A, notes, { envelope: same, records: [{ noteNo: 'k1' }] });
    expect(again).toEqual({ ...first, replayed: true });
    expect(await rows(`select version from provincial.note where note_no = 'k1'`)).toEqual([{ version: 1 }]);
  });

  test('the same key with other content is refused and names the first receipt', async () => {
    const same = envelope();
    const first = await submit(room, A, notes, { envelope: same, records: [{ noteNo: 'k2' }] });
    const work = submit(room, A, notes, { envelope: same, records: [{ noteNo: 'k2', text: 'other' }] });
    await expect(work).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
      expected: expect.stringContaining(first.id),
    });
    expect(await rows(`select text from provincial.note where note_no = 'k2'`)).toEqual([{ text: null }]);
  });

  test('a key is a client and an operation’s own: another client may use it', async () => {
    const key = randomUUID();
    await send([{ noteNo: 'k3' }], { idempotencyKey: key });
    const other = await send(
      [{ noteNo: 'k4' }],
      { idempotencyKey: key, sourceSystem: 'vendor-b' },
      vendor('vendor b'),
    );
    expect(codes(other)).toEqual([['ACCEPTED', 'ACCEPTED', null]]);
  });

  test('twenty sends of one key at once have one effect; the others get the stored answer or are told to wait', async () => {
    const same = envelope();
    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, () =>
        submit(room, A, notes, { envelope: same, records: [{ noteNo: 'once' }] }),
      ),
    );
    const told = answers.map((one) =>
      one.status === 'fulfilled'
        ? one.value.replayed
          ? 'stored answer'
          : 'first'
        : (one.reason as BadInput).code,
    );
    expect(told.filter((one) => one === 'first')).toHaveLength(1);
    expect(new Set(told)).not.toContain('INTERNAL');
    expect(
      [...new Set(told)].every((one) => ['first', 'stored answer', 'SUBMISSION_IN_FLIGHT'].includes(one)),
    ).toBe(true);
    expect(await rows(`select version from provincial.note where note_no = 'once'`)).toHaveLength(1);
  });

  test('a resend under a new key is a duplicate, a later statement a correction, an earlier one stays without effect', async () => {
    const at = (minutes: number) => ({ sentAt: new Date(NOW.getTime() - minutes * 60_000) });
    expect(codes(await send([{ noteNo: 'd1', text: 'one' }], at(30)))).toEqual([
      ['ACCEPTED', 'ACCEPTED', null],
    ]);
    expect(codes(await send([{ noteNo: 'd1', text: 'one' }], at(20)))).toEqual([
      ['DUPLICATE', 'ALREADY_RECORDED', null],
    ]);
    expect(codes(await send([{ noteNo: 'd1', text: 'two' }], at(10)))).toEqual([
      ['CORRECTED', 'CORRECTED', null],
    ]);
    expect(codes(await send([{ noteNo: 'd1', text: 'old' }], at(25)))).toEqual([
      ['DUPLICATE', 'NEWER_VERSION_STANDS', null],
    ]);
    expect(await rows(`select text, version from provincial.note where note_no = 'd1'`)).toEqual([
      { text: 'two', version: 2 },
    ]);
  });

  test('an ATOMIC submission with one bad record stores nothing and does not use up its key', async () => {
    const same = envelope({ mode: 'ATOMIC' });
    const failed = await submit(room, A, notes, { envelope: same, records: [{ noteNo: 'a1' }, {}] });
    expect(codes(failed)).toEqual([
      ['REJECTED', 'ATOMIC_NOT_STORED', null],
      ['REJECTED', 'VALUE_MISSING', 'noteNo'],
    ]);
    expect(failed.isStored).toBe(false);
    expect(await rows(`select from provincial.note where note_no = 'a1'`)).toHaveLength(0);
    const good = await submit(room, A, notes, { envelope: same, records: [{ noteNo: 'a1' }] });
    expect(codes(good)).toEqual([['ACCEPTED', 'ACCEPTED', null]]);
  });

  test('a rehearsal tells every verdict, names no new record and stores nothing', async () => {
    const before = await rows('select count(*) from provincial.submission');
    const receipt = await send([{ noteNo: 'dry' }, { noteNo: 'dry2', booking: 'nowhere' }], { dryRun: true });
    expect(codes(receipt)).toEqual([
      ['ACCEPTED', 'ACCEPTED', null],
      ['HELD', 'CREW_UNKNOWN', 'booking'],
    ]);
    expect(receipt.verdicts[0]!.recordId).toBeNull();
    expect(await rows(`select from provincial.note where note_no like 'dry%'`)).toHaveLength(0);
    expect(await rows(`select from provincial.held_record where state = 'HELD'`)).toHaveLength(0);
    expect(await rows('select count(*) from provincial.submission')).toEqual(before);
  });

  test('a source system belongs to the organisation that first used its name', async () => {
    await send([{ noteNo: 's1' }], { sourceSystem: 'system-s' });
    expect(await refusal(send([{ noteNo: 's2' }], { sourceSystem: 'system-s' }, vendor('vendor c')))).toBe(
      'SOURCE_SYSTEM_OF_ANOTHER',
    );
    const other = await send(
      [{ noteNo: 's1', text: 'mine' }],
      { sourceSystem: 'system-c' },
      vendor('vendor c'),
    );
    expect(codes(other)).toEqual([['DUPLICATE', 'SAME_FACT_OTHER_SOURCE', null]]);
  });

  test.each([
    ['IDEMPOTENCY_KEY_MALFORMED', { idempotencyKey: '' }, '0 characters'],
    [
      'IDEMPOTENCY_KEY_MALFORMED',
      { idempotencyKey: 'ключ' },
      '4 characters, some of which it may not have there',
    ],
    ['IDEMPOTENCY_KEY_MALFORMED', { idempotencyKey: 'k'.repeat(129) }, '129 characters'],
    ['IDEMPOTENCY_KEY_MALFORMED', { idempotencyKey: 'release/1' }, 'a key that begins so'],
    ['SOURCE_SYSTEM_MALFORMED', { sourceSystem: 'a b' }, '3 characters, some of which it may not have there'],
    ['SENT_AT_IN_FUTURE', { sentAt: new Date('2026-03-01T09:00:00+08:00') }, 'an instant 60 minutes ahead'],
    ['SENT_AT_TOO_EARLY', { sentAt: new Date('1970-01-01T00:00:00Z') }, 'an instant before the year 2000'],
    [
      'COMPLETE_UP_TO_INVALID',
      { completeUpTo: new Date('2026-03-02T08:00:00+08:00') },
      'an instant after sentAt',
    ],
    [
      'COMPLETE_UP_TO_INVALID',
      { completeUpTo: new Date('1970-01-01T00:00:00Z') },
      'an instant before the year 2000',
    ],
  ] as [string, Partial<Envelope>, string][])(
    '%s refuses the whole call: %j, of which kind it is and what to do are told',
    async (code, more, came) => {
      const { remedy } = departmentRefusals[code]!;
      await expect(send([{ noteNo: 'e1' }], more)).rejects.toMatchObject({ code, came, remedy });
    },
  );

  test('more than 5,000 records are refused, 5,000 are taken', async () => {
    const many = Array.from({ length: 5_001 }, (_, place) => ({ noteNo: `m${place}` }));
    expect(await refusal(send(many))).toBe('TOO_MANY_RECORDS');
    expect((await send(many.slice(1))).accepted).toBe(5_000);
  });

  test('lists of more than 50,000 entries in all are refused before they are read', async () => {
    const entries = Array.from({ length: 25_001 }, () => ({}));
    expect(
      await refusal(
        send([
          { noteNo: 'l1', entries },
          { noteNo: 'l2', entries },
        ]),
      ),
    ).toBe('TOO_MANY_RECORDS');
  });

  test('every stored submission has one leaf, and no other has', async () => {
    const [counted] = await rows(`select (select count(*) from provincial.submission)::int as submissions,
      (select count(*) from provincial.leaf)::int as leaves,
      (select count(*) from provincial.submission s join provincial.leaf l using (receipt_id))::int as both`);
    expect(counted!.leaves).toBe(counted!.submissions);
    expect(counted!.both).toBe(counted!.submissions);
  });
});

describe('A held record (暂存)', () => {
  // A writer of another suite holds the order back for a moment, in whatever database of the server it writes.
  const putInOrder = async () => {
    for (let leaves = 1; leaves > 0; )
      leaves = await room.write(hubCaller('order'), async (db) => {
        await sequence(db, room.schema);
        return (await lagOf(db, room.schema, new Date())).leaves;
      });
  };
  const follow = async () => {
    await putInOrder();
    while ((await releaseHeld(room, resubmit)) > 0) await putInOrder();
  };
  const book = (bookingNo: string) =>
    submit(room, A, bookings, { envelope: envelope(), records: [{ bookingNo }] });
  const held = (noteNo: string) =>
    rows(`select n.text, h.state from (values ('${noteNo}')) v (no) left join provincial.note n on n.note_no = v.no
          cross join (select state from provincial.held_record order by xmin::text::bigint desc limit 1) h`);

  test('is sealed, and released by itself when what it points to arrives', async () => {
    await send([{ noteNo: 'h1', text: 'waits', booking: 'b1', secret: 'canary-4711' }]);
    const stored = await rows('select content::text as content from provincial.held_record');
    expect(JSON.stringify(stored)).not.toContain(Buffer.from('canary-4711').toString('hex'));
    expect(await held('h1')).toEqual([{ text: null, state: 'HELD' }]);
    await book('b1');
    await follow();
    expect(await held('h1')).toEqual([{ text: 'waits', state: 'RELEASED' }]);
  });

  test('is released also when its parent came between look-up and insert', async () => {
    await book('b2');
    await follow();
    await send([{ noteNo: 'h2', text: 'late', booking: 'b2x' }]);
    // As if the parent had been written meanwhile and followed already.
    await base.owner.query(`update provincial.booking set booking_no = 'b2x' where booking_no = 'b2'`);
    await follow();
    expect(await held('h2')).toEqual([{ text: 'late', state: 'RELEASED' }]);
  });

  test('is replaced when its source states it anew, or names it', async () => {
    const first = await send([{ noteNo: 'h3', booking: 'nowhere' }]);
    expect(first.held).toBe(1);
    await send([{ noteNo: 'h3', text: 'no longer points' }]);
    expect(await held('h3')).toEqual([{ text: 'no longer points', state: 'REPLACED' }]);

    await send([{ noteNo: 'wrong-number', booking: 'nowhere' }]);
    const [{ id }] = (await rows(`select id from provincial.held_record where state = 'HELD'`)) as [
      { id: string },
    ];
    await send([{ noteNo: 'h4', text: 'right', replacesHeld: id }]);
    expect(await held('h4')).toEqual([{ text: 'right', state: 'REPLACED' }]);
    expect(codes(await send([{ noteNo: 'h5', replacesHeld: randomUUID() }]))).toEqual([
      ['REJECTED', 'HELD_RECORD_UNKNOWN', 'replacesHeld'],
    ]);
  });

  test('stated twenty times at once under different keys waits once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send([{ noteNo: 'h-twenty', booking: 'nowhere' }])),
    );
    expect(answers.map(({ held }) => held)).toEqual(Array.from({ length: 20 }, () => 1));
    const waiting = await rows(`select id from provincial.held_record where state = 'HELD'`);
    expect(waiting).toHaveLength(1);
    await send([{ noteNo: 'h-twenty' }]);
  });

  test('goes on waiting, and no submission is made of it, as long as its parent is unknown', async () => {
    await send([{ noteNo: 'h6', booking: 'never' }]);
    await follow();
    const before = await rows('select count(*) from provincial.submission');
    await book('b-other');
    await follow();
    expect(await held('h6')).toEqual([{ text: null, state: 'HELD' }]);
    const after = await rows('select count(*) from provincial.submission');
    expect(Number(after[0]!.count)).toBe(Number(before[0]!.count) + 1);
  });

  test('is one of at most so many a client: beyond them the record is rejected, and another client is not touched', async () => {
    const receipt = await send([1, 2, 3, 4].map((n) => ({ noteNo: `cap${n}`, booking: 'nowhere' })));
    expect(receipt.held).toBe(2);
    expect(receipt.verdicts.filter(({ code }) => code === 'HELD_LIMIT_REACHED')).toHaveLength(2);
    const other = await send(
      [{ noteNo: 'cap9', booking: 'nowhere' }],
      { sourceSystem: 'vendor-d' },
      vendor('vendor d'),
    );
    expect(other.held).toBe(1);
  });
});

describe('A withdrawal (撤回)', () => {
  const take = (withdrawal: Parameters<typeof withdraw>[4], more: Partial<Envelope> = {}, caller = A) =>
    withdraw(room, caller, 'withdrawProvincialRecords', envelope({ sentAt: NOW, ...more }), withdrawal);

  test('takes back single records of the own source; the history keeps them', async () => {
    const { verdicts } = await send([{ noteNo: 'w1', secret: 'kept sealed' }]);
    const recordId = verdicts[0]!.recordId!;
    const one = { dataset: 'NOTE', recordId };
    expect(codes(await take({ records: [one], reason: 'sent by mistake' }))).toEqual([
      ['CORRECTED', 'WITHDRAWN', null],
    ]);
    expect(codes(await take({ records: [one], reason: 'once more' }))).toEqual([
      ['DUPLICATE', 'ALREADY_WITHDRAWN', null],
    ]);
    expect(await rows(`select withdrawn, version from provincial.note where note_no = 'w1'`)).toEqual([
      { withdrawn: true, version: 2 },
    ]);
  });

  test('what is not there and what is another source’s is told apart only for one’s own', async () => {
    const { verdicts } = await send([{ noteNo: 'w2' }], { sourceSystem: 'vendor-b' }, vendor('vendor b'));
    const records = [
      { dataset: 'NOTE', recordId: verdicts[0]!.recordId! },
      { dataset: 'NOTE', recordId: randomUUID() },
      { dataset: 'NOTHING', recordId: randomUUID() },
    ];
    expect(codes(await take({ records, reason: 'not mine' }))).toEqual([
      ['REJECTED', 'RECORD_OF_ANOTHER_SOURCE', null],
      ['REJECTED', 'RECORD_UNKNOWN', 'recordId'],
      ['REJECTED', 'RECORD_UNKNOWN', 'recordId'],
    ]);
  });

  test('takes back a whole submission, what it holds included', async () => {
    await room.write(A, (db) =>
      db.rows(
        sql`update provincial.held_record set state = 'EXPIRED', settled_at = now() where state = 'HELD'`,
      ),
    );
    const receipt = await send([{ noteNo: 'w3' }, { noteNo: 'w4' }, { noteNo: 'w5', booking: 'nowhere' }]);
    const taken = await take({ receipt: receipt.id, reason: 'wrong file' });
    expect(taken.corrected).toBe(2);
    expect(await rows(`select withdrawn from provincial.note where note_no in ('w3', 'w4')`)).toEqual([
      { withdrawn: true },
      { withdrawn: true },
    ]);
    expect(await rows(`select state from provincial.held_record where receipt_id = '${receipt.id}'`)).toEqual(
      [{ state: 'WITHDRAWN' }],
    );
    for (const [withdrawal, code, came] of [
      [{ receipt: randomUUID(), reason: 'unknown' }, 'RECEIPT_UNKNOWN', 'another id'],
      [{ receipt: 'that one', reason: 'unknown' }, 'RECEIPT_UNKNOWN', '8 characters, which are no id'],
      [{ receipt: receipt.id, reason: ' ' }, 'REASON_MISSING', '0 characters'],
      [{ receipt: receipt.id, reason: 'x' }, 'REASON_MISSING', '1 character'],
      [
        { receipt: receipt.id, reason: 'of 13800000000' },
        'REASON_MALFORMED',
        '14 characters, with a number of a person in it',
      ],
    ] as const) {
      const { remedy } = departmentRefusals[code]!;
      await expect(take(withdrawal)).rejects.toMatchObject({ code, came, remedy });
    }
  });
});
