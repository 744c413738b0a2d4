import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AccountFlow, LabourCostTransfer } from '../../subgraphs/banking/facts.ts';
import { HousingReview } from '../../subgraphs/housing/facts.ts';
import { AttendanceRecord, MigrantWorker } from '../../subgraphs/provincial/facts.ts';
import { TransportReview } from '../../subgraphs/transport/facts.ts';
import { WaterReview } from '../../subgraphs/water/facts.ts';
import { Booking, booking, ledger, note, outcomes } from './support.ts';

const MONDAY = '2026-01-05T02:00:00Z';
const TUESDAY = '2026-01-06T02:00:00Z';

let own: Awaited<ReturnType<typeof ledger>>;
beforeAll(async () => {
  own = await ledger();
});
afterAll(() => own.close());

describe('The instant of the event', () => {
  test('is content where the fact says so: another instant is a correction and is kept', async () => {
    await own.send([booking('b', '2026-01-05T01:00:00Z', 1)], { at: MONDAY, fact: Booking });
    const verdicts = await own.send([booking('b', '2026-01-04T01:00:00Z', 2)], {
      at: TUESDAY,
      fact: Booking,
    });
    expect(outcomes(verdicts)).toEqual([['CORRECTED', 'CORRECTED', 2]]);
    const { rows } = await own.owner.query(
      `select occurred_at from provincial.booking union all select occurred_at from provincial.booking_history order by 1`,
    );
    expect(rows.map((row) => row.occurred_at.toISOString())).toEqual([
      '2026-01-04T01:00:00.000Z',
      '2026-01-05T01:00:00.000Z',
    ]);
  });

  test('is no content elsewhere: the same stated at another instant is a duplicate', async () => {
    await own.send([note('n', 1)], { at: MONDAY });
    const later = { ...note('n', 2), occurredAt: new Date('2026-01-06T01:00:00Z') };
    expect(outcomes(await own.send([later], { at: TUESDAY }))).toEqual([
      ['DUPLICATE', 'ALREADY_RECORDED', 1],
    ]);
  });

  test('is content of a punch, a booking and a review, and not of a worker or of what states its day', () => {
    const ofContent = [AttendanceRecord, AccountFlow, HousingReview, TransportReview, WaterReview];
    expect(ofContent.filter(({ occurredAtIsContent }) => !occurredAtIsContent)).toEqual([]);
    expect(
      [MigrantWorker, LabourCostTransfer].filter(({ occurredAtIsContent }) => occurredAtIsContent),
    ).toEqual([]);
  });
});
