import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fact } from '../../ledger/fact.ts';
import type { NewRecord } from '../../ledger/new-record.ts';
import { subgraphs } from '../../subgraphs/registry.ts';
import { booking, ledger, Booking, Note, note, outcomes, Punch, punch, Stay, stay } from './support.ts';

const MONDAY = '2026-01-05T02:00:00Z';
const TUESDAY = '2026-01-06T02:00:00Z';
const NOON = '2026-01-05T04:00:00Z';
const WANG = '0198c0de-0000-7000-8000-00000000000a';

let own: Awaited<ReturnType<typeof ledger>>;
beforeAll(async () => {
  own = await ledger();
  await own.owner.query(`select hub.make_month('provincial', 'punch', '2026-01-01')`);
});
afterAll(() => own.close());

const REFUSED = ['REJECTED', 'VALUE_REFUSED', 0];
const MISSING = ['REJECTED', 'VALUE_MISSING', 0];
const CONFLICT = ['REJECTED', 'CONFLICTS_WITH_RECORD', 0];
const CLOSED = ['REJECTED', 'MONTH_NOT_OPEN', 0];
const ACCEPTED = ['ACCEPTED', 'ACCEPTED', 1];

const bad: readonly (readonly [string, Fact, NewRecord, readonly unknown[]])[] = [
  ['a NUL character in a text', Note, note('x', 1, { text: 'a\0b' }), REFUSED],
  ['a NUL character in the natural key', Note, note('x\0', 1), REFUSED],
  ['a NUL character in a sealed text', Note, note('x', 1, { secret: 'a\0' }), REFUSED],
  ['a NUL character in a list', Note, note('x', 1, { labels: ['a', '\0'] }), REFUSED],
  ['half a surrogate pair', Note, note('x', 1, { text: 'a\ud800' }), REFUSED],
  ['half a surrogate pair in a sealed text', Note, note('x', 1, { secret: '\udc00' }), REFUSED],
  ['an amount that is no number', Note, note('x', 1, { amountFen: 'many' }), REFUSED],
  ['an amount beyond its column', Note, note('x', 1, { amountFen: 2n ** 63n }), REFUSED],
  ['an integer out of range', Stay, stay(WANG, '2026-03-01', '2026-03-02', 1, { rank: 2 ** 31 }), REFUSED],
  ['a number that is none', Stay, stay(WANG, '2026-03-01', '2026-03-02', 1, { rank: Number.NaN }), REFUSED],
  ['what a check forbids', Stay, stay(WANG, '2026-03-01', '2026-03-02', 1, { rank: 0 }), REFUSED],
  ['a day that does not exist', Note, note('x', 1, { onDay: '2026-02-30' }), REFUSED],
  ['a day in the natural key that does not exist', Stay, stay(WANG, '2026-02-30', '2026-03-02', 1), REFUSED],
  ['a word that the database would read as a day', Note, note('x', 1, { onDay: 'today' }), REFUSED],
  ['a version beyond its column', Note, note('x', 2 ** 64), REFUSED],
  ['an instant that is none', Note, { ...note('x', 1), occurredAt: new Date(Number.NaN) }, REFUSED],
  ['an instant no calendar has', Note, { ...note('x', 1), occurredAt: new Date(8.64e15) }, REFUSED],
  ['a UUID that is none', Stay, stay('worker-1', '2026-03-01', '2026-03-02', 1), REFUSED],
  ['an id that is no UUID', Note, { ...note('x', 1), id: 'secret-id' }, REFUSED],
  ['a period that ends before it begins', Stay, stay(WANG, '2026-03-02', '2026-03-01', 1), REFUSED],
  ['no value where there must be one', Stay, stay(WANG, '2026-03-01', null, 1), MISSING],
  ['no value in the natural key', Note, { ...note('x', 1), content: {} }, MISSING],
  ['a month that is not open', Punch, punch('x', '2031-05-05T00:00:00Z'), CLOSED],
];

/** Three good records of a fact around the bad one. */
const good: Readonly<Record<string, (name: string) => NewRecord>> = {
  Note: (name) => note(name, 1, { text: 'good' }),
  Stay: (name) => stay(WANG, `20${name.slice(-2)}-01-01`, `20${name.slice(-2)}-02-01`, 1),
  Punch: (name) => punch(name, NOON),
};

describe('One bad record costs only itself', () => {
  test.each(bad)('%s', async (name, fact, record, expected) => {
    const place = bad.findIndex(([other]) => other === name);
    const [a, b, c] = ['a', 'b', 'c'].map((letter, turn) =>
      good[fact.name]!(`${letter} ${name} ${String(10 + place * 3 + turn).padStart(2, '0')}`),
    );
    const verdicts = await own.send([a!, record, b!, c!], { at: MONDAY, fact });
    expect(outcomes(verdicts)).toEqual([ACCEPTED, expected, ACCEPTED, ACCEPTED]);
    const again = await own.send([a!, record, b!, c!], { at: TUESDAY, fact });
    expect(again.map(({ outcome }) => outcome)).toEqual(['DUPLICATE', 'REJECTED', 'DUPLICATE', 'DUPLICATE']);
    // Nothing of the value or of the statement leaves with the verdict.
    expect(Object.keys(verdicts[1]!).sort()).toEqual([
      'code',
      'commitment',
      'id',
      'index',
      'outcome',
      'version',
    ]);
    expect(verdicts[1]!.id).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  });

  test('a bad correction leaves what stands and costs no other correction', async () => {
    await own.send([note('c-1', 1), note('c-2', 1), note('c-3', 1)], { at: MONDAY });
    const verdicts = await own.send(
      [
        note('c-1', 2, { text: 'b' }),
        note('c-2', 2, { amountFen: 2n ** 70n }),
        note('c-3', 2, { text: 'b' }),
      ],
      { at: TUESDAY },
    );
    expect(outcomes(verdicts)).toEqual([
      ['CORRECTED', 'CORRECTED', 2],
      REFUSED,
      ['CORRECTED', 'CORRECTED', 2],
    ]);
    expect((await own.read(['c-1', 'c-2', 'c-3'])).map(({ version }) => version).sort()).toEqual([1, 2, 2]);
  });

  test('after a bad correction the next one of the same fact in the call makes the next version', async () => {
    await own.send([note('d', 1, { text: 'a' })], { at: MONDAY });
    const verdicts = await own.send(
      [note('d', 2, { amountFen: 2n ** 70n }), note('d', 3, { text: 'c' }), note('d', 4, { text: 'd' })],
      { at: TUESDAY },
    );
    expect(outcomes(verdicts)).toEqual([
      REFUSED,
      ['CORRECTED', 'CORRECTED', 2],
      ['CORRECTED', 'CORRECTED', 3],
    ]);
  });

  test('a resend whose version is beyond its column is refused and raises nothing', async () => {
    await own.send([note('e', 1, { text: 'a' })], { at: MONDAY });
    const verdicts = await own.send([note('e', 2 ** 64, { text: 'a' })], { at: TUESDAY });
    expect(outcomes(verdicts)).toEqual([REFUSED]);
    expect(await own.read(['e'])).toMatchObject([{ sourceVersion: 1n }]);
  });

  test('seven bad ones among two hundred, wherever they are', async () => {
    const isBad = (place: number) => place % 31 === 3;
    const records = Array.from({ length: 200 }, (_, place) =>
      note(`many ${String(place).padStart(3, '0')}`, 1, isBad(place) ? { onDay: '2026-13-01' } : {}),
    );
    const verdicts = await own.send(records, { at: MONDAY });
    expect(outcomes(verdicts)).toEqual(records.map((_, place) => (isBad(place) ? REFUSED : ACCEPTED)));
  });

  test('what is no fault of a record still fails the call: a table that is not there', async () => {
    await own.owner.query('alter table provincial.booking rename to booked');
    try {
      await expect(own.send([booking('1', NOON)], { at: MONDAY, fact: Booking })).rejects.toMatchObject({
        code: '42P01',
      });
    } finally {
      await own.owner.query(`alter table provincial.booked rename to ${Booking.table}`);
    }
  });
});

describe('Periods that exclude each other', () => {
  const LI = '0198c0de-0000-7000-8000-00000000000b';
  const CORRECTED = ['CORRECTED', 'CORRECTED', 2];
  const WITHDRAWN = ['CORRECTED', 'WITHDRAWN', 2];
  const send = (records: readonly NewRecord[]) => own.send(records, { at: MONDAY, fact: Stay });

  test('a new period over one that stands is refused alone', async () => {
    await send([stay(LI, '2026-01-01', '2026-01-31', 1)]);
    const verdicts = await send([
      stay(LI, '2026-01-20', '2026-02-10', 1),
      stay(LI, '2026-02-20', '2026-02-28', 1),
    ]);
    expect(outcomes(verdicts)).toEqual([CONFLICT, ACCEPTED]);
  });

  test('of two new periods in a call that overlap, the first is taken', async () => {
    const verdicts = await send([
      stay(LI, '2027-01-01', '2027-01-31', 1),
      stay(LI, '2027-01-20', '2027-02-10', 1),
    ]);
    expect(outcomes(verdicts)).toEqual([ACCEPTED, CONFLICT]);
  });

  test('a correction into another period is refused alone, and what stands stays', async () => {
    await send([stay(LI, '2028-01-01', '2028-01-31', 1), stay(LI, '2028-03-01', '2028-03-31', 1)]);
    const verdicts = await send([
      stay(LI, '2028-01-01', '2028-03-10', 2),
      stay(LI, '2028-03-01', '2028-04-30', 2),
    ]);
    expect(outcomes(verdicts)).toEqual([CONFLICT, CORRECTED]);
  });

  test('a period is moved in one call: withdrawn, and stated anew with another beginning', async () => {
    await send([stay(LI, '2029-01-01', '2029-01-31', 1)]);
    const moved = [
      stay(LI, '2029-01-05', '2029-01-31', 2),
      stay(LI, '2029-01-01', '2029-01-31', 2, {}, true),
    ];
    expect(outcomes(await send(moved))).toEqual([ACCEPTED, WITHDRAWN]);
    expect((await send(moved)).map(({ outcome }) => outcome)).toEqual(['DUPLICATE', 'DUPLICATE']);
  });

  test('a period is shortened and its rest given to a new one in one call', async () => {
    await send([stay(LI, '2030-01-01', '2030-01-31', 1)]);
    const verdicts = await send([
      stay(LI, '2030-01-11', '2030-01-31', 2),
      stay(LI, '2030-01-01', '2030-01-10', 2),
    ]);
    expect(outcomes(verdicts)).toEqual([ACCEPTED, CORRECTED]);
  });

  test('a period grows over one that the call withdraws', async () => {
    await send([stay(LI, '2031-01-01', '2031-01-31', 1), stay(LI, '2031-02-01', '2031-02-28', 1)]);
    const verdicts = await send([
      stay(LI, '2031-01-01', '2031-02-28', 2),
      stay(LI, '2031-02-01', '2031-02-28', 2, {}, true),
    ]);
    expect(outcomes(verdicts)).toEqual([CORRECTED, WITHDRAWN]);
  });

  test('what stands is corrected before anything is inserted: a correction and a new period over it', async () => {
    await send([stay(LI, '2032-01-01', '2032-01-31', 1)]);
    const verdicts = await send([
      stay(LI, '2032-02-05', '2032-02-28', 1),
      stay(LI, '2032-01-01', '2032-02-10', 2),
    ]);
    expect(outcomes(verdicts)).toEqual([CONFLICT, CORRECTED]);
  });

  test('two writers move the same periods at the same time, and neither waits for ever', async () => {
    const worker = (serial: number) => `0198c0de-0000-7000-8000-0000000001${String(serial).padStart(2, '0')}`;
    const serials = Array.from({ length: 40 }, (_, serial) => serial);
    await send(serials.map((serial) => stay(worker(serial), '2026-01-10', '2026-01-31', 1)));
    const moves = Array.from({ length: 6 }, (_, turn) => {
      const records = serials.flatMap((serial) => [
        stay(worker(serial), '2026-01-10', '2026-01-31', 2, {}, true),
        stay(worker(serial), `2026-01-0${1 + turn}`, '2026-01-31', 2),
      ]);
      return send(turn % 2 ? records.reverse() : records);
    });
    const verdicts = (await Promise.all(moves)).flat();
    // The first to come moves each period; the others find it moved.
    expect(verdicts.filter(({ outcome }) => outcome === 'ACCEPTED')).toHaveLength(40);
    expect(verdicts.filter(({ code }) => code === 'CONFLICTS_WITH_RECORD')).toHaveLength(200);
  });

  test('each fact whose table excludes what overlaps says so', async () => {
    const { rows } = await own.owner.query<{ name: string }>(
      `select distinct conrelid::regclass::text as name from pg_constraint where contype = 'x' order by 1`,
    );
    const facts = [Stay, ...subgraphs.flatMap(({ facts }) => facts)];
    const declared = facts.filter(({ excludesOverlap }) => excludesOverlap);
    expect(declared.map(({ schema, table }) => `${schema}.${table}`).sort()).toEqual(
      rows.map(({ name }) => name),
    );
  });
});

describe('A natural key in another spelling is the same key', () => {
  test('a worker’s id in upper case', async () => {
    const worker = '0198c0de-0000-7000-8000-00000000000c';
    await own.send([stay(worker, '2026-01-01', '2026-01-31', 1)], { at: MONDAY, fact: Stay });
    const shouted = stay(worker.toUpperCase(), '2026-01-01', '2026-01-31', 1);
    expect(outcomes(await own.send([shouted], { at: TUESDAY, fact: Stay }))).toEqual([
      ['DUPLICATE', 'ALREADY_RECORDED', 1],
    ]);
    const later = stay(worker.toUpperCase(), '2026-01-01', '2026-02-10', 2);
    expect(outcomes(await own.send([later], { at: TUESDAY, fact: Stay }))).toEqual([
      ['CORRECTED', 'CORRECTED', 2],
    ]);
  });

  test('an id given in upper case is the record’s id in lower case', async () => {
    const id = '0198c0de-0000-7000-8000-00000000000D';
    const [verdict] = await own.send([{ ...note('shouted', 1), id }], { at: MONDAY });
    expect(verdict).toMatchObject({ outcome: 'ACCEPTED', id: id.toLowerCase() });
  });
});
