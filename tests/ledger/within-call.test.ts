import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MOST_ROUNDS } from '../../ledger/submission/within-call.ts';
import { bookingRoom, client } from './support/booking-room.ts';

let ledger: Awaited<ReturnType<typeof bookingRoom>>;
beforeAll(async () => {
  ledger = await bookingRoom();
});
afterAll(() => ledger.close());

const caller = client('chains');
const send = async (records: readonly object[], more: object = {}) =>
  ledger.send(
    records as Record<string, unknown>[],
    { sourceSystem: 'chains', completeUpTo: new Date('2026-03-01T07:00:00+08:00'), ...more },
    caller,
    'CHAINED',
  );
const outcomes = ({ verdicts }: Awaited<ReturnType<typeof send>>) =>
  verdicts.map(({ outcome, code }) => (code === outcome ? outcome : `${outcome} ${code}`));

describe('A record may point to another of its own call (批内引用)', () => {
  const LONG = 'too long beside another';
  const bad = { text: LONG.slice(0, 20) };
  test.each([
    ['that stands before it', [{}, { after: 0 }], ['ACCEPTED', 'ACCEPTED']],
    ['that stands after it', [{ after: 1 }, {}], ['ACCEPTED', 'ACCEPTED']],
    ['through others', [{ after: 1 }, { after: 2 }, { after: 3 }, {}], Array(4).fill('ACCEPTED')],
    [
      'that is refused, and waits',
      [{ bookingNo: '' }, { after: 0 }],
      ['REJECTED VALUE_MISSING', 'HELD CREW_UNKNOWN'],
    ],
    [
      'that is refused itself once what it points to stands, and waits',
      [{ after: 1 }, { after: 2, ...bad }, {}],
      ['HELD CREW_UNKNOWN', 'REJECTED VALUE_REFUSED', 'ACCEPTED'],
    ],
    ['that points back, and waits', [{ after: 1 }, { after: 0 }], Array(2).fill('HELD CREW_UNKNOWN')],
  ])('%s', async (name, links, expected) => {
    for (const [mode, dryRun] of [
      ['PARTIAL', true],
      ['ATOMIC', true],
      ['PARTIAL', false],
    ] as const) {
      const no = (at: number) => `${name.length}${at}`;
      const records = (links as { after?: number; bookingNo?: string }[]).map(({ after, ...more }, at) => ({
        bookingNo: no(at),
        ...more,
        ...(after !== undefined && { after: no(after) }),
      }));
      const receipt = await send(records, { mode, dryRun });
      const isWhole = expected.every((one) => one === 'ACCEPTED');
      expect(outcomes(receipt)).toEqual(
        mode === 'PARTIAL' || isWhole
          ? expected
          : expected.map((one) =>
              one === 'ACCEPTED' ? 'REJECTED ATOMIC_NOT_STORED' : one.replace('HELD', 'REJECTED'),
            ),
      );
      expect(receipt.completeUpTo !== null).toBe(isWhole && !dryRun);
    }
    await ledger.rows(`delete from provincial.held_record`);
  });

  test('of two versions of one thing that point to others the later in the call stands', async () => {
    const receipt = await send([
      { bookingNo: 'twice', text: 'a', after: 'late' },
      { bookingNo: 'twice', text: 'b' },
      { bookingNo: 'late' },
    ]);
    expect(outcomes(receipt)).toEqual(['DUPLICATE SAME_VERSION_OTHER_CONTENT', 'ACCEPTED', 'ACCEPTED']);
    expect(await ledger.rows(`select text from provincial.booking where booking_no = 'twice'`)).toEqual([
      { text: 'b' },
    ]);
  });

  test('a way that is too long ends: what is left of it is held', async () => {
    const length = MOST_ROUNDS + 3;
    const chain = Array.from({ length }, (_, at) => ({
      bookingNo: `long${at}`,
      ...(at + 1 < length && { after: `long${at + 1}` }),
    }));
    const receipt = await send(chain);
    expect([receipt.accepted, receipt.held]).toEqual([MOST_ROUNDS, 3]);
    await ledger.rows(`delete from provincial.held_record`);
  });
});
