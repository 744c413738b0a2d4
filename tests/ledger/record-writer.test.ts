import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ledger, note, outcomes } from './support.ts';

type Ledger = Awaited<ReturnType<typeof ledger>>;

const MONDAY = '2026-01-05T02:00:00Z';
const TUESDAY = '2026-01-06T02:00:00Z';
const WEDNESDAY = '2026-01-07T02:00:00Z';

let own: Ledger;
beforeAll(async () => {
  own = await ledger();
});
afterAll(() => own.close());

const historyOf = async (noteNo: string) =>
  (
    await own.owner.query<{ version: number; text: string; superseded_at: Date }>(
      'select version, text, superseded_at from provincial.note_history where note_no = $1 order by version',
      [noteNo],
    )
  ).rows;

describe('The record writer (architecture §3, invariants 3 and 4; §8.1)', () => {
  test('a new fact is accepted as version 1, in the place it had in the call', async () => {
    const verdicts = await own.send([note('n-2', 1), note('n-1', 1)], { at: MONDAY });
    expect(outcomes(verdicts)).toEqual([
      ['ACCEPTED', 'ACCEPTED', 1],
      ['ACCEPTED', 'ACCEPTED', 1],
    ]);
    const [second] = await own.read(['n-2']);
    expect(second!.id).toBe(verdicts[0]!.id);
    expect(second!.recordedAt).toEqual(new Date(MONDAY));
  });

  test('the same fact sent again is a duplicate of the record that stands', async () => {
    const [first] = await own.send([note('same', 1, { text: 'a' })], { at: MONDAY });
    const [again] = await own.send([note('same', 9, { text: 'a' })], { at: TUESDAY });
    expect(again).toMatchObject({
      outcome: 'DUPLICATE',
      code: 'ALREADY_RECORDED',
      id: first!.id,
      version: 1,
    });
    expect(await historyOf('same')).toEqual([]);
  });

  test('the same fact twice in one call is one record and one duplicate', async () => {
    const verdicts = await own.send([note('twice', 1), note('twice', 1)], { at: MONDAY });
    expect(outcomes(verdicts)).toEqual([
      ['ACCEPTED', 'ACCEPTED', 1],
      ['DUPLICATE', 'ALREADY_RECORDED', 1],
    ]);
  });

  test('a higher version of the same source corrects it and moves the old version to history', async () => {
    const [first] = await own.send([note('corrected', 1, { text: 'wrong' })], { at: MONDAY });
    const [second] = await own.send([note('corrected', 2, { text: 'right' })], { at: TUESDAY });
    expect(second).toMatchObject({ outcome: 'CORRECTED', code: 'CORRECTED', id: first!.id, version: 2 });
    expect(await own.read(['corrected'])).toMatchObject([{ version: 2, text: 'right', id: first!.id }]);
    expect(await historyOf('corrected')).toEqual([
      { version: 1, text: 'wrong', superseded_at: new Date(TUESDAY) },
    ]);
  });

  test('a version that waited for a later one is recorded with it: at every instant one version stands', async () => {
    await own.send([note('overtaken', 1, { text: 'first' })], { at: MONDAY });
    await own.send([note('overtaken', 2, { text: 'begun on Wednesday' })], { at: WEDNESDAY });
    // Of a long call, or of a hub whose clock is behind.
    await own.send([note('overtaken', 3, { text: 'begun on Tuesday' })], { at: TUESDAY });
    const at = async (asOf: string) => (await own.read(['overtaken'], asOf)).map(({ text }) => text);
    expect(await at('2026-01-06T12:00:00Z')).toEqual(['first']);
    expect(await at('2026-01-07T01:59:59Z')).toEqual(['first']);
    expect(await at(WEDNESDAY)).toEqual(['begun on Tuesday']);
    expect(await historyOf('overtaken')).toMatchObject([
      { text: 'first', superseded_at: new Date(WEDNESDAY) },
      { text: 'begun on Wednesday', superseded_at: new Date(WEDNESDAY) },
    ]);
  });

  test('a lower version that arrives late does not replace a higher one', async () => {
    await own.send([note('stale', 5, { text: 'new' })], { at: MONDAY });
    const [late] = await own.send([note('stale', 4, { text: 'old' })], { at: TUESDAY });
    expect(late).toMatchObject({ outcome: 'DUPLICATE', code: 'NEWER_VERSION_STANDS', version: 1 });
    expect(await own.read(['stale'])).toMatchObject([{ text: 'new' }]);
  });

  test('another source system cannot correct it', async () => {
    await own.send([note('theirs', 1, { text: 'a' })], { at: MONDAY, source: 'county-a' });
    const [other] = await own.send([note('theirs', 9, { text: 'b' })], { at: TUESDAY, source: 'county-b' });
    expect(other).toMatchObject({ outcome: 'DUPLICATE', code: 'SAME_FACT_OTHER_SOURCE', version: 1 });
    expect(await own.read(['theirs'])).toMatchObject([{ text: 'a', sourceSystem: 'county-a' }]);
  });

  test('a withdrawal is a version: the fact is no longer read, and its history stays', async () => {
    await own.send([note('gone', 1, { text: 'a' })], { at: MONDAY });
    const [gone] = await own.send([note('gone', 2, { text: 'a' }, true)], { at: TUESDAY });
    expect(gone).toMatchObject({ outcome: 'CORRECTED', code: 'WITHDRAWN', version: 2 });
    expect(await own.read(['gone'])).toEqual([]);
    expect(await own.read(['gone'], '2026-01-05T12:00:00Z')).toMatchObject([{ version: 1 }]);
  });

  test('a withdrawn fact that is stated again with a higher version is read again', async () => {
    await own.send([note('back', 1)], { at: MONDAY });
    await own.send([note('back', 2, {}, true)], { at: TUESDAY });
    const [back] = await own.send([note('back', 3)], { at: WEDNESDAY });
    expect(back).toMatchObject({ outcome: 'CORRECTED', version: 3 });
    expect(await own.read(['back'])).toMatchObject([{ version: 3 }]);
  });

  test('two corrections of one fact in a call are two versions, the last in the call standing', async () => {
    await own.send([note('both', 1, { text: 'a' })], { at: MONDAY });
    const verdicts = await own.send([note('both', 2, { text: 'b' }), note('both', 3, { text: 'c' })], {
      at: TUESDAY,
    });
    expect(outcomes(verdicts)).toEqual([
      ['CORRECTED', 'CORRECTED', 2],
      ['CORRECTED', 'CORRECTED', 3],
    ]);
    expect(await own.read(['both'])).toMatchObject([{ version: 3, text: 'c' }]);
    expect((await historyOf('both')).map(({ text }) => text)).toEqual(['a', 'b']);
  });

  test('of two versions in a call the higher stands, in whichever order they were put', async () => {
    await own.send([note('order', 1, { text: 'a' })], { at: MONDAY });
    await own.send([note('order', 3, { text: 'c' }), note('order', 2, { text: 'b' })], { at: TUESDAY });
    expect(await own.read(['order'])).toMatchObject([{ text: 'c', sourceVersion: 3n }]);
  });

  test('asOf shows what was known: nothing before, the first version between, the second after', async () => {
    await own.send([note('known', 1, { text: 'first' })], { at: MONDAY });
    await own.send([note('known', 2, { text: 'second' })], { at: WEDNESDAY });
    const texts = async (at: string) => (await own.read(['known'], at)).map(({ text }) => text);
    expect(await texts('2026-01-05T01:59:59Z')).toEqual([]);
    expect(await texts(MONDAY)).toEqual(['first']);
    expect(await texts(TUESDAY)).toEqual(['first']);
    expect(await texts(WEDNESDAY)).toEqual(['second']);
  });

  test('the columns that name a fact and its id do not change with a correction', async () => {
    const [first] = await own.send([note('id', 1, { text: 'a' })], { at: MONDAY });
    await own.send([{ ...note('id', 2, { text: 'b' }), id: crypto.randomUUID() }], { at: TUESDAY });
    expect(await own.read(['id'])).toMatchObject([{ id: first!.id, noteNo: 'id' }]);
  });
});

describe('Sealed columns', () => {
  test('a sealed column is not in the table as text, and opens under its record', async () => {
    await own.send([note('sealed', 1, { secret: '15400000001' })], { at: MONDAY });
    const [row] = await own.read(['sealed']);
    expect(Buffer.from(row!.secret!).includes('15400000001')).toBe(false);
    expect(own.open(row!)).toBe('15400000001');
  });

  test('a correction is sealed under the standing id, and both versions open', async () => {
    await own.send([note('resealed', 1, { secret: 'first' })], { at: MONDAY });
    await own.send([note('resealed', 2, { secret: 'second' })], { at: TUESDAY });
    expect((await own.read(['resealed'])).map(own.open)).toEqual(['second']);
    expect((await own.read(['resealed'], MONDAY)).map(own.open)).toEqual(['first']);
  });

  test('sealing anew does not make a fact another one: the same plain text is a duplicate', async () => {
    await own.send([note('again', 1, { secret: 'same' })], { at: MONDAY });
    const [again] = await own.send([note('again', 2, { secret: 'same' })], { at: TUESDAY });
    expect(again).toMatchObject({ code: 'ALREADY_RECORDED' });
  });
});

describe('Values survive the way into the table', () => {
  const awkward = [
    ['quotes', '他说 "好" \'行\''],
    ['backslashes', 'C:\\tmp\\ \\" \\\\'],
    ['braces and commas', '{a,b},{"c"}'],
    ['the word null', 'null'],
    ['nothing but spaces', '  '],
    ['an empty text', ''],
    ['line ends and tabs', 'a\nb\r\n\tc'],
    ['what would be NUL if it were an escape', 'C:\\u0000 \\\\u0000'],
    ['rare characters', '𠮷野家 🀄 ﷽'],
  ] as const;

  test.each(awkward)('%s', async (name, text) => {
    await own.send([note(`text ${name}`, 1, { text, labels: [text, 'x'], secret: text })], { at: MONDAY });
    const [row] = await own.read([`text ${name}`]);
    expect(row).toMatchObject({ text, labels: [text, 'x'] });
    expect(own.open(row!)).toBe(text);
  });

  test('lists of any length, empty ones, and lists with a null inside', async () => {
    const lists = [[], ['a'], ['a', 'b', 'c'], ['a', null as unknown as string], null] as const;
    await own.send(
      lists.map((labels, place) => note(`list ${place}`, 1, { labels })),
      { at: MONDAY },
    );
    const rows = await own.read(lists.map((_, place) => `list ${place}`));
    expect(rows.map(({ labels }) => labels)).toEqual(lists);
  });

  test('null, numbers beyond 2^53, days, bytes and flags', async () => {
    const content = {
      amountFen: 9_007_199_254_740_993n,
      onDay: '2026-02-28',
      mark: Buffer.from([0, 255, 92, 34]),
      isTrue: false,
    };
    await own.send([note('kinds', 1, content), note('nothing', 1)], { at: MONDAY });
    const [kinds] = await own.read(['kinds']);
    expect(kinds).toMatchObject({ amountFen: content.amountFen, onDay: '2026-02-28', isTrue: false });
    expect(Buffer.from(kinds!.mark!)).toEqual(content.mark);
    const [nothing] = await own.read(['nothing']);
    expect(nothing).toMatchObject({ text: null, secret: null, labels: null, amountFen: null, onDay: null });
  });

  test('an instant is truncated to its second, never rounded into the next day', async () => {
    const record = { ...note('instant', 1), occurredAt: new Date('2026-01-31T15:59:59.999Z') };
    await own.send([record], { at: MONDAY });
    expect((await own.read(['instant']))[0]!.occurredAt).toEqual(new Date('2026-01-31T15:59:59Z'));
  });
});

describe('Writers at the same time', () => {
  test('overlapping batches in opposite orders neither wait for each other for ever nor lose a record', async () => {
    const numbers = Array.from({ length: 300 }, (_, place) => `race ${String(place).padStart(3, '0')}`);
    const rounds = Array.from({ length: 8 }, (_, round) => {
      const records = numbers.map((one) => note(one, round + 1, { text: String(round) }));
      return own.send(round % 2 ? records.reverse() : records, { at: MONDAY });
    });
    const verdicts = (await Promise.all(rounds)).flat();
    expect(verdicts.filter(({ outcome }) => outcome === 'ACCEPTED')).toHaveLength(numbers.length);
    expect(verdicts.filter(({ outcome }) => outcome === 'REJECTED')).toEqual([]);
    // Whatever the order of arrival, the highest version stands.
    expect(new Set((await own.read(numbers)).map(({ text }) => text))).toEqual(new Set(['7']));
  });

  test('batches of what stands and what is new, in opposite orders, with corrections, all end', async () => {
    const numbers = Array.from({ length: 120 }, (_, place) => `mixed ${String(place).padStart(3, '0')}`);
    await own.send(
      numbers.filter((_, place) => place % 3 === 0).map((one) => note(one, 0, { text: 'first' })),
      { at: MONDAY },
    );
    const rounds = Array.from({ length: 12 }, (_, round) => {
      const part = numbers.filter((_, place) => (place * 7 + round) % 4 !== 0);
      const records = part.map((one) => note(one, round + 1, { text: String(round) }));
      return own.send(round % 2 ? records.reverse() : records, { at: TUESDAY });
    });
    const verdicts = (await Promise.all(rounds)).flat();
    expect(verdicts.filter(({ outcome }) => outcome === 'REJECTED')).toEqual([]);
    expect(verdicts.filter(({ outcome }) => outcome === 'ACCEPTED')).toHaveLength(80);
    const highest = (place: number) => String((place * 7 + 11) % 4 === 0 ? 10 : 11);
    const texts = new Map((await own.read(numbers)).map(({ noteNo, text }) => [noteNo, text]));
    expect(numbers.map((one) => texts.get(one))).toEqual(numbers.map((_, place) => highest(place)));
  });
});
