import { addMonths, type YearMonth, yearMonthOf } from '../../../kernel/calendar.ts';
import { BadInput } from '../../../kernel/refusals.ts';
import { archivedMonths, mayBeArchived } from '../../../ledger/archived-months.ts';
import type { SubgraphContext } from '../../context.ts';
import { AttendanceRecord } from '../facts.ts';

/**
 * Refuses questions about months whose attendance is archived (归档月份): what is no longer in the database must not look as
 * if it had never been (decision 0031). The running month and the one before are never archived, and cost no look.
 * @throws BadInput `MONTH_ARCHIVED`, which names the months
 */
export async function refuseArchived(
  context: SubgraphContext,
  from: YearMonth,
  to: YearMonth = from,
): Promise<void> {
  if (!mayBeArchived(from, yearMonthOf(context.store.clock.now()))) return;
  const archived = await known(context);
  const asked = archived.filter((month) => month >= from && month <= to);
  if (asked.length === 0) return;
  const last = asked.at(-1)!;
  throw new BadInput('MONTH_ARCHIVED', `attendance of ${asked.join(', ')} is archived`, {
    expected: `months that are not archived, such as ${addMonths(last as YearMonth, 1)}`,
    came: asked.join(', '),
    remedy: 'ask for other months, or ask whoever runs the hub to restore the month',
  });
}

/** Asked once a request. */
const known = (context: SubgraphContext): Promise<readonly string[]> =>
  context
    .loader<string, readonly string[]>('archived months', async (facts) => {
      const months = await archivedMonths(context.session, AttendanceRecord);
      return facts.map(() => [...months].sort());
    })
    .load(AttendanceRecord.name);
