import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Envelope, RawRecord } from '../../ledger/submission/envelope.ts';
import type { Receipt } from '../../ledger/submission/receipt.ts';
import { sequence } from '../../ledger/order/sequence.ts';
import { bookingRoom, client, codes } from './support/booking-room.ts';

let one: Awaited<ReturnType<typeof bookingRoom>>;
let other: Awaited<ReturnType<typeof bookingRoom>>;
beforeAll(async () => {
  one = await bookingRoom();
  other = await bookingRoom();
});
afterAll(async () => {
  await one.close();
  await other.close();
});

const note = (noteNo: string, text = 'text'): RawRecord => ({ noteNo, text });
const fresh = () => randomUUID().slice(0, 8);
const codeOf = (error: unknown) => (error as { code?: string }).code;
const transactions = async (receipts: readonly Receipt[]): Promise<number> => {
  const ids = receipts.map(({ id }) => `'${id}'`).join(',');
  const [row] = await one.rows(
    `select count(distinct xmin::text)::int as n from provincial.submission where receipt_id in (${ids})`,
  );
  return row!.n as number;
};

describe('Small submissions that a sender makes at the same time (合批)', () => {
  test('share few transactions, and each has its own receipt, key, verdicts and leaf', async () => {
    const names = Array.from({ length: 40 }, fresh);
    const receipts = await Promise.all(names.map((name) => one.send([note(name), note(`${name}x`)])));

    expect(new Set(receipts.map(({ id }) => id)).size).toBe(40);
    expect(receipts.map(({ submitted, accepted, isStored }) => [submitted, accepted, isStored])).toEqual(
      names.map(() => [2, 2, true]),
    );
    expect(await transactions(receipts)).toBeLessThanOrEqual(4);
    const found = await one.rows(
      `select n.note_no, s.idempotency_key, k.receipt_id = s.receipt_id as "ofKey", length(l.hash) as leaf
         from provincial.note n join provincial.submission s using (receipt_id)
         join provincial.submission_key k using (idempotency_key) join provincial.leaf l on l.receipt_id = s.receipt_id`,
    );
    for (const [at, { idempotencyKey }] of receipts.entries()) {
      const theirs = found.filter((row) => row.idempotency_key === idempotencyKey);
      expect(theirs.map((row) => row.note_no).sort()).toEqual([names[at], `${names[at]}x`]);
      expect(theirs.every(({ ofKey, leaf }) => ofKey === true && leaf === 32)).toBe(true);
    }
  });

  test('a bad or held record costs none of the others anything', async () => {
    const [a, b, c] = [fresh(), fresh(), fresh()];
    const [first, second, third] = await Promise.all([
      one.send([note(a)], { sourceSystem: 'mixed' }),
      one.send([{ noteNo: '' }, { noteNo: b, text: 'x'.repeat(21) }], { sourceSystem: 'mixed' }),
      one.send([{ noteNo: c, booking: 'NOBODY' }, note(`${c}x`)], { sourceSystem: 'mixed' }),
    ]);
    expect(codes(first)).toEqual(['ACCEPTED']);
    expect(second.rejected).toBe(2);
    expect(third.verdicts.map(({ outcome }) => outcome)).toEqual(['HELD', 'ACCEPTED']);
    expect(await transactions([first, second, third])).toBe(1);
  });

  test('the same fact in two of them is settled in their order', async () => {
    const name = fresh();
    const sentAt = (ms: number) => ({ sentAt: new Date(Date.UTC(2026, 1, 28, 8, 0, 0, ms)) });
    const [first, same, later, older] = await Promise.all([
      one.send([note(name, 'a')], sentAt(10)),
      one.send([note(name, 'a')], sentAt(10)),
      one.send([note(name, 'b')], sentAt(20)),
      one.send([note(name, 'c')], sentAt(15)),
    ]);
    expect([first, same, later, older].map((receipt) => codes(receipt)[0])).toEqual([
      'ACCEPTED',
      'ALREADY_RECORDED',
      'CORRECTED',
      'NEWER_VERSION_STANDS',
    ]);
    expect(
      await one.rows(`select text, version, receipt_id from provincial.note where note_no = '${name}'`),
    ).toEqual([{ text: 'b', version: 2, receipt_id: later.id }]);
  });

  test('a resend among them is answered with what was stored, and the others are stored once', async () => {
    const names = [fresh(), fresh(), fresh()];
    const known: Partial<Envelope> = { idempotencyKey: randomUUID() };
    const before = await one.send([note(names[0]!)], known);
    const [again, ...others] = await Promise.all([
      one.send([note(names[0]!)], known),
      one.send([note(names[1]!)]),
      one.send([note(names[2]!)]),
    ]);
    expect(again).toEqual({ ...before, replayed: true });
    expect(others.map(({ accepted }) => accepted)).toEqual([1, 1]);
  });

  test('one key twice among them has one effect', async () => {
    const name = fresh();
    const key: Partial<Envelope> = { idempotencyKey: randomUUID() };
    const settled = await Promise.allSettled([
      one.send([note(name)], key),
      one.send([note(name)], key),
      one.send([note(`${name}x`)]),
    ]);
    const receipts = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const refused = settled.flatMap((each) => (each.status === 'rejected' ? [codeOf(each.reason)] : []));
    expect(refused.filter((code) => code !== 'SUBMISSION_IN_FLIGHT')).toEqual([]);
    expect(receipts.filter(({ replayed }) => !replayed)).toHaveLength(2);
    expect(new Set(receipts.map(({ id }) => id)).size).toBe(2);
  });

  test('a key that was used for other content refuses that one alone', async () => {
    const [name, key] = [fresh(), { idempotencyKey: randomUUID() }];
    await one.send([note(name)], key);
    const [reused, good] = await Promise.allSettled([
      one.send([note(name, 'else')], key),
      one.send([note(`${name}x`)]),
    ]);
    expect(reused.status === 'rejected' && codeOf(reused.reason)).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(good.status).toBe('fulfilled');
  });

  test('rehearsals, ATOMIC submissions, large ones and those of other senders have transactions of their own', async () => {
    const [a, b, c] = [fresh(), fresh(), fresh()];
    const many = Array.from({ length: 101 }, (_, at) => note(`${b}.${at}`));
    const [shared, rehearsal, atomic, large, theirs] = await Promise.all([
      one.send([note(a)]),
      one.send([note(`${a}r`)], { dryRun: true }),
      one.send([note(c), { noteNo: '' }], { mode: 'ATOMIC' }),
      one.send(many),
      one.send([note(`${a}t`)], { sourceSystem: 'vendor-b' }, client('vendor b')),
    ]);
    expect([shared, rehearsal, atomic, large, theirs].map(({ isStored }) => isStored)).toEqual([
      true,
      false,
      false,
      true,
      true,
    ]);
    expect(await transactions([shared, large, theirs])).toBe(3);
    expect(
      await one.rows(`select from provincial.note where note_no in ('${a}r', '${c}') and not withdrawn`),
    ).toEqual([]);
  });

  test('their order is gapless, one position each', async () => {
    await Promise.all(Array.from({ length: 30 }, () => one.send([note(fresh())])));
    const counted = async () => {
      await one.room.write(client('x'), (db) => sequence(db, 'provincial'));
      const [row] = await one.rows(
        `select count(*)::int as n, max(position)::int + 1 as next, (select count(*)::int from provincial.leaf) as leaves
           from provincial.sequenced`,
      );
      return row!;
    };
    let row = await counted();
    // An open writer in any database of the server holds the order back: other suites have some.
    for (; row.n !== row.leaves; row = await counted()) await pause(50);
    expect(row.n).toBe(row.next);
  });

  test('come to the same verdicts and facts as one after the other', async () => {
    const record = fc.record({
      noteNo: fc.constantFrom('P1', 'P2', 'P3', 'P4', ''),
      text: fc.constantFrom('a', 'b', 'x'.repeat(21)),
      sourceVersion: fc.integer({ min: 1, max: 4 }),
      booking: fc.constantFrom(undefined, undefined, undefined, 'NOBODY'),
    });
    const calls = fc.array(fc.array(record, { minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 8 });
    const facts = `select note_no, text, source_version, source_place, version, withdrawn from provincial.note
       where note_no like '%.P_' order by note_no`;
    let run = 0;
    await fc.assert(
      fc.asyncProperty(calls, async (stated) => {
        const prefix = `${run++}.`;
        const sent = stated.map((records) =>
          records.map((each) => ({ ...each, noteNo: each.noteNo && prefix + each.noteNo })),
        );
        const caller = client(`vendor ${prefix}`);
        const own = { sourceSystem: `p${prefix}x` };
        const together = await Promise.all(sent.map((records) => one.send(records, own, caller)));
        const apart: Receipt[] = [];
        for (const records of sent) apart.push(await other.send(records, own, caller));
        const told = (receipts: readonly Receipt[]) =>
          receipts.map(({ verdicts }) =>
            verdicts.map(({ outcome, code, path, version }) => [outcome, code, path, version]),
          );
        expect(told(together)).toEqual(told(apart));
        expect(await one.rows(facts)).toEqual(await other.rows(facts));
      }),
      { numRuns: 15, endOnFailure: true },
    );
  });
});
