import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ledger, note, outcomes } from './support.ts';

const MONDAY = '2026-01-05T02:00:00Z';

let own: Awaited<ReturnType<typeof ledger>>;
beforeAll(async () => {
  own = await ledger();
});
afterAll(() => own.close());

/** Sends statements such as `A@1`, each in a call of its own. @returns the codes of the verdicts */
async function sendEach(noteNo: string, statements: readonly string[]): Promise<string[]> {
  const codes: string[] = [];
  for (const one of statements) codes.push(...(await sendTogether(noteNo, [one])));
  return codes;
}

async function sendTogether(noteNo: string, statements: readonly string[]): Promise<string[]> {
  const records = statements.map((one) => {
    const [text, version] = one.split('@');
    return note(noteNo, Number(version), { text });
  });
  return (await own.send(records, { at: MONDAY })).map(({ code }) => code);
}

const standing = async (noteNo: string) => {
  const [{ text, version, sourceVersion } = { text: null, version: 0, sourceVersion: 0n }] = await own.read([
    noteNo,
  ]);
  return { text, version, sourceVersion };
};

const pastOf = async (noteNo: string) =>
  (await own.owner.query('select text from provincial.note_history where note_no = $1', [noteNo])).rowCount;

describe('The highest version of a source wins, whatever the order of arrival', () => {
  const orders = [
    ['A@1', 'A@3', 'B@2'],
    ['A@1', 'B@2', 'A@3'],
    ['A@3', 'A@1', 'B@2'],
    ['A@3', 'B@2', 'A@1'],
    ['B@2', 'A@1', 'A@3'],
    ['B@2', 'A@3', 'A@1'],
  ];
  test.each(orders)('%s, %s, %s: A stands at version 3', async (...order) => {
    await sendEach(`each ${order}`, order);
    expect(await standing(`each ${order}`)).toMatchObject({ text: 'A', sourceVersion: 3n });
  });

  test.each(orders)('%s, %s, %s in one call: A stands at version 3', async (...order) => {
    await sendTogether(`together ${order}`, order);
    expect(await standing(`together ${order}`)).toMatchObject({ text: 'A', sourceVersion: 3n });
  });

  test('the same content under a higher version is a duplicate that makes no version, and outranks a late one', async () => {
    expect(await sendEach('raised', ['A@1', 'A@3', 'B@2'])).toEqual([
      'ACCEPTED',
      'ALREADY_RECORDED',
      'NEWER_VERSION_STANDS',
    ]);
    expect(await standing('raised')).toEqual({ text: 'A', version: 1, sourceVersion: 3n });
    expect(await pastOf('raised')).toBe(0);
  });

  test('another source’s higher version of the same content raises nothing', async () => {
    await sendEach('not theirs', ['A@1']);
    await own.send([note('not theirs', 9, { text: 'A' })], { at: MONDAY, source: 'county-b' });
    expect(await standing('not theirs')).toMatchObject({ sourceVersion: 1n });
  });
});

describe('A source states a version once', () => {
  test('other content under the same version is a duplicate and changes nothing, however often it is sent', async () => {
    expect(await sendEach('ping-pong', ['A@5', 'B@5', 'A@5', 'B@5'])).toEqual([
      'ACCEPTED',
      'SAME_VERSION_OTHER_CONTENT',
      'ALREADY_RECORDED',
      'SAME_VERSION_OTHER_CONTENT',
    ]);
    expect(await standing('ping-pong')).toEqual({ text: 'A', version: 1, sourceVersion: 5n });
    expect(await pastOf('ping-pong')).toBe(0);
  });

  test('a withdrawal under the version that stands changes nothing', async () => {
    await sendEach('kept', ['A@5']);
    const verdicts = await own.send([note('kept', 5, { text: 'A' }, true)], { at: MONDAY });
    expect(outcomes(verdicts)).toEqual([['DUPLICATE', 'SAME_VERSION_OTHER_CONTENT', 1]]);
  });

  test('a withdrawal takes a number that its source did not state: stated by itself, that number comes after it', async () => {
    await sendEach('next', ['A@1']);
    const withdraw = async (version: number) =>
      (await own.send([note('next', version, { text: 'A' }, true)], { at: MONDAY })).map(({ code }) => code);
    expect(await withdraw(2)).toEqual(['WITHDRAWN']);
    expect(await sendEach('next', ['A@1', 'A@2', 'A@1', 'B@2', 'A@2'])).toEqual([
      'NEWER_VERSION_STANDS',
      'CORRECTED',
      'ALREADY_RECORDED',
      'SAME_VERSION_OTHER_CONTENT',
      'ALREADY_RECORDED',
    ]);
    expect(await withdraw(2)).toEqual(['SAME_VERSION_OTHER_CONTENT']);
    expect(await withdraw(3)).toEqual(['WITHDRAWN']);
    expect(await sendEach('next', ['A@2', 'B@3'])).toEqual(['NEWER_VERSION_STANDS', 'CORRECTED']);
    expect(await standing('next')).toMatchObject({ text: 'B', sourceVersion: 3n });
  });

  test('and so where another source has stated it since, and taken it back', async () => {
    await sendEach('since', ['A@1']);
    const taken = (version: number, source?: string) =>
      own.send([note('beside', version), note('since', version, { text: 'A' }, true)], {
        at: MONDAY,
        ...(source && { source }),
      });
    expect((await taken(2))[1]!.code).toBe('WITHDRAWN');
    const theirs = await own.send([note('since', 1, { text: 'B' })], { at: MONDAY, source: 'county-b' });
    expect(theirs.map(({ code }) => code)).toEqual(['CORRECTED']);
    expect((await taken(2, 'county-b'))[1]!.code).toBe('WITHDRAWN');
    expect(await sendEach('since', ['A@1', 'A@2'])).toEqual(['NEWER_VERSION_STANDS', 'CORRECTED']);
  });

  test('within one call the later place wins, and the call sent again changes nothing', async () => {
    expect(await sendTogether('placed', ['A@5', 'B@5'])).toEqual(['ACCEPTED', 'CORRECTED']);
    expect(await sendTogether('placed', ['A@5', 'B@5'])).toEqual([
      'SAME_VERSION_OTHER_CONTENT',
      'ALREADY_RECORDED',
    ]);
    expect(await sendEach('placed', ['A@5'])).toEqual(['SAME_VERSION_OTHER_CONTENT']);
    expect(await standing('placed')).toEqual({ text: 'B', version: 2, sourceVersion: 5n });
  });

  test('two corrections of one fact in a call under one version: the later stands', async () => {
    await sendEach('two', ['A@1']);
    expect(await sendTogether('two', ['B@2', 'C@2'])).toEqual(['CORRECTED', 'CORRECTED']);
    expect(await standing('two')).toMatchObject({ text: 'C', version: 3 });
  });

  test('version and place are one order across calls, whichever call comes first', async () => {
    await sendEach('call first', ['A@5']);
    await sendTogether('call first', ['A@5', 'B@5']);
    await sendTogether('call last', ['A@5', 'B@5']);
    await sendEach('call last', ['A@5']);
    expect((await standing('call first')).text).toBe('B');
    expect((await standing('call last')).text).toBe('B');
  });
});
