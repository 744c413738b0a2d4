import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Caller, hubCaller } from '../../kernel/caller.ts';
import { frozenClock } from '../../kernel/clock.ts';
import { type FreshnessFilter, sourceFreshness } from '../../ledger/submission-queries/freshness.ts';
import type { Envelope, RawRecord } from '../../ledger/submission/envelope.ts';
import { rhythmsWith, standardRhythms } from '../../ledger/submission/rhythms.ts';
import type { LedgerRoom } from '../../ledger/submission/room.ts';
import { submit } from '../../ledger/submission/submit.ts';
import { Session } from '../../subgraphs/session.ts';
import { Store } from '../../subgraphs/store.ts';
import { testKeyring } from '../support/database.ts';
import { bookings, notes } from './support/booking-datasets.ts';
import { Booking, ledger, Note } from './support.ts';

const NOW = new Date('2026-03-02T08:00:00+08:00');
const at = (text: string) => new Date(`2026-03-0${text}:00:00+08:00`);

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
      limits: { heldPerClient: 30, heldDays: 15, earliestMonth: '2025-01', zoneRequiredOf: [] },
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
const send = (sourceSystem: string, records: readonly RawRecord[], more: Partial<Envelope> = {}) =>
  submit(room, vendor(`owner of ${sourceSystem}`), notes, {
    envelope: {
      idempotencyKey: randomUUID(),
      sourceSystem,
      sentAt: at('2T07'),
      mode: 'PARTIAL',
      dryRun: false,
      ...more,
    },
    records,
  });
const fresh = async (filter: FreshnessFilter, asOf: Date | null = null) => {
  const session = new Session(store.pool, hubCaller('tests'), asOf);
  try {
    return await sourceFreshness(session, room, filter, { now: NOW, rhythms: standardRhythms });
  } finally {
    await session.close();
  }
};
const upTo = async (sourceSystem: string) =>
  (await fresh({ sourceSystem })).map(({ completeUpTo }) => completeUpTo);

describe('Until when a source is complete', () => {
  test('a source says it with its records, and the receipt tells that it counts', async () => {
    const receipt = await send('good', [{ noteNo: 'c1' }], { completeUpTo: at('2T06') });
    expect(receipt.completeUpTo).toEqual(at('2T06'));
    expect(await fresh({ sourceSystem: 'good' })).toEqual([
      {
        dataset: 'NOTE',
        sourceSystem: 'good',
        organisation: 'owner of good',
        completeUpTo: at('2T06'),
        statedAt: at('2T07'),
        receiptId: receipt.id,
        expectedEveryHours: null,
        rhythmAgreement: null,
        isOverdue: false,
      },
    ]);
  });

  test('an empty submission says that nothing happened, and gives the name of the source to its sender', async () => {
    const receipt = await send('silent', [], { completeUpTo: at('2T05') });
    expect(receipt).toMatchObject({ submitted: 0, isStored: true, completeUpTo: at('2T05') });
    expect(await upTo('silent')).toEqual([at('2T05')]);
    const other = submit(room, vendor('somebody else'), notes, {
      envelope: {
        idempotencyKey: randomUUID(),
        sourceSystem: 'silent',
        sentAt: at('2T07'),
        mode: 'PARTIAL',
        dryRun: false,
        completeUpTo: at('2T06'),
      },
      records: [],
    });
    await expect(other).rejects.toMatchObject({ code: 'SOURCE_SYSTEM_OF_ANOTHER' });
  });

  test.each([
    ['rejected', [{ noteNo: 'c2' }, { text: 'no number' }]],
    ['held', [{ noteNo: 'c3', booking: 'nowhere' }]],
  ])('a submission of which a record is %s leaves the source where it was', async (what, records) => {
    const receipt = await send(`with ${what}`.replace(' ', '-'), records, { completeUpTo: at('2T06') });
    expect(receipt.completeUpTo).toBeNull();
    expect(await upTo(`with-${what}`)).toEqual([]);
  });

  test('a rehearsal says nothing', async () => {
    const receipt = await send('rehearsing', [{ noteNo: 'c4' }], { completeUpTo: at('2T06'), dryRun: true });
    expect(receipt.completeUpTo).toBeNull();
    expect(await upTo('rehearsing')).toEqual([]);
  });

  test('what was sent last counts, also where it takes back what was said before, whatever came last', async () => {
    await send('moving', [], { completeUpTo: at('2T06'), sentAt: at('2T06') });
    await send('moving', [], { completeUpTo: at('1T06'), sentAt: at('2T07') });
    await send('moving', [], { completeUpTo: at('2T01'), sentAt: at('2T01') });
    expect(await upTo('moving')).toEqual([at('1T06')]);
  });

  test('a resend answers the stored receipt with what it said', async () => {
    const key = randomUUID();
    const first = await send('again', [{ noteNo: 'c5' }], { completeUpTo: at('2T06'), idempotencyKey: key });
    const second = await send('again', [{ noteNo: 'c5' }], { completeUpTo: at('2T06'), idempotencyKey: key });
    expect(second).toEqual({ ...first, replayed: true });
    const other = send('again', [{ noteNo: 'c5' }], { completeUpTo: at('2T05'), idempotencyKey: key });
    await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test.each([
    ['after the time of sending', at('2T08')],
    ['before the year 2000', new Date('1999-12-31T00:00:00Z')],
  ])('an instant %s is refused, and nothing is stored', async (_what, completeUpTo) => {
    await expect(send('wrong', [{ noteNo: 'c6' }], { completeUpTo })).rejects.toMatchObject({
      code: 'COMPLETE_UP_TO_INVALID',
    });
    expect(await upTo('wrong')).toEqual([]);
  });

  test('many that come at the same time share a transaction, and each is counted', async () => {
    const all = Array.from({ length: 20 }, (_, n) =>
      send('busy', [{ noteNo: `c7-${n}` }], {
        completeUpTo: new Date(at('1T00').getTime() + n * 3_600_000),
        sentAt: new Date(at('1T00').getTime() + n * 3_600_000),
      }),
    );
    expect((await Promise.all(all)).every(({ completeUpTo }) => completeUpTo !== null)).toBe(true);
    expect(await upTo('busy')).toEqual([at('1T19')]);
  });

  test('is overdue by the rhythm agreed with the source, where there is one', async () => {
    await send('slow', [], { completeUpTo: at('1T06') });
    const session = new Session(store.pool, hubCaller('tests'), null);
    const agreed = { sourceSystem: 'slow', dataset: 'NOTE', agreement: '协议1' };
    const told = async (everyHours: number) => {
      const rhythms = rhythmsWith([{ ...agreed, everyHours }]);
      const [one] = await sourceFreshness(session, room, { sourceSystem: 'slow' }, { now: NOW, rhythms });
      return [one!.expectedEveryHours, one!.rhythmAgreement, one!.isOverdue];
    };
    // It is 26 hours since then.
    expect(await told(26)).toEqual([26, '协议1', false]);
    expect(await told(25)).toEqual([25, '协议1', true]);
    await session.close();
  });

  test('is asked for by organisation, and as it was known at an instant', async () => {
    expect(await fresh({ organisation: 'owner of good' })).toHaveLength(1);
    expect(await fresh({ organisation: 'nobody' })).toEqual([]);
    expect(await fresh({}, new Date(NOW.getTime() - 1))).toEqual([]);
    expect((await fresh({}, NOW)).length).toBeGreaterThan(3);
    expect(await fresh({ isOverdue: true })).toEqual([]);
  });
});
