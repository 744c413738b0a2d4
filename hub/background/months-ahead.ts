import { addMonths, monthEdges, yearMonthOf } from '../../kernel/calendar.ts';
import { hubCaller } from '../../kernel/caller.ts';
import { ensureMonths } from '../../ledger/months.ts';
import type { LedgerRoom } from '../../ledger/submission/room.ts';

/** This month and so many after it. */
const AHEAD = 2;

/**
 * Opens the months (月分区) that are about to begin, for every dataset that has a partition a month: the first punch of a
 * month at midnight, with a thousand others, is not the one to make its table.
 */
export async function openMonthsAhead(room: LedgerRoom): Promise<void> {
  const month = yearMonthOf(room.clock.now());
  const starts = Array.from({ length: AHEAD + 1 }, (_, place) => monthEdges(addMonths(month, place)).from);
  for (const { fact } of room.datasets)
    await room.write(hubCaller('months'), (db) => ensureMonths(db, fact, starts));
}
