import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ensureMonths } from '../../ledger/months.ts';
import { ledger, Note, outcomes, Punch, punch } from './support.ts';

const LATE = '2026-06-01T00:00:00Z';

let own: Awaited<ReturnType<typeof ledger>>;
beforeAll(async () => {
  own = await ledger();
});
afterAll(() => own.close());

const ensure = (...instants: readonly string[]) =>
  own.session().write((db) =>
    ensureMonths(
      db,
      Punch,
      instants.map((at) => new Date(at)),
    ),
  );

const months = async () =>
  (
    await own.owner.query<{ name: string }>(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'provincial.punch'::regclass order by 1`,
    )
  ).rows.map(({ name }) => name);

describe('Months are opened before the data', () => {
  test('a record of a month that nobody opened is refused alone, and taken once the month is open', async () => {
    const sent = [punch('1', '2026-02-10T00:00:00Z'), punch('2', '2026-03-10T00:00:00Z')];
    await ensure('2026-02-10T00:00:00Z');
    expect(outcomes(await own.send(sent, { at: LATE, fact: Punch }))).toEqual([
      ['ACCEPTED', 'ACCEPTED', 1],
      ['REJECTED', 'MONTH_NOT_OPEN', 0],
    ]);
    await ensure('2026-03-10T00:00:00Z');
    expect(outcomes(await own.send(sent, { at: LATE, fact: Punch }))).toEqual([
      ['DUPLICATE', 'ALREADY_RECORDED', 1],
      ['ACCEPTED', 'ACCEPTED', 1],
    ]);
  });

  test('the month is China’s: the last second of a month and the first of the next', async () => {
    const edges = ['2025-04-30T15:59:59Z', '2025-04-30T16:00:00Z'];
    await ensure(...edges);
    expect(await months()).toEqual(
      expect.arrayContaining(['provincial.punch_202504', 'provincial.punch_202505']),
    );
    const verdicts = await own.send(
      edges.map((at) => punch('edge', at)),
      { at: LATE, fact: Punch },
    );
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['ACCEPTED', 'ACCEPTED']);
  });

  test('a month is opened once, whoever asks at the same time, and while others write', async () => {
    await ensure('2024-01-05T00:00:00Z');
    const before = await months();
    const turns = ['02', '03', '04', '05', '06', '07', '08', '09'];
    for (const turn of turns) {
      const asking = Array.from({ length: 6 }, () =>
        ensure(`2024-${turn}-05T00:00:00Z`, '2024-01-05T00:00:00Z'),
      );
      const writing = own.send([punch(`busy ${turn}`, '2024-01-06T00:00:00Z')], { at: LATE, fact: Punch });
      await Promise.all([...asking, writing]);
    }
    expect(await months()).toEqual(
      [...before, ...turns.map((turn) => `provincial.punch_2024${turn}`)].sort(),
    );
  });

  test('instants that no month has, an empty batch, and a fact without months open nothing', async () => {
    const before = await months();
    await ensure();
    await own.session().write(async (db) => {
      await ensureMonths(db, Punch, [new Date(Number.NaN), new Date(8.64e15), new Date(-8.64e15)]);
      await ensureMonths(db, Note, [new Date('2023-01-01T00:00:00Z')]);
    });
    expect(await months()).toEqual(before);
  });
});
