import { addMonths, businessDateOf, type YearMonth, yearMonthOf } from '../../../kernel/calendar.ts';
import { BadInput } from '../../../kernel/refusals.ts';
import { archivedMonths, mayBeArchived, perhapsArchived } from '../../../ledger/archived-months.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import { keyIn } from '../../../ledger/fits.ts';
import type { SubgraphContext } from '../../context.ts';
import { AttendanceRecord } from './facts.ts';

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

/**
 * One record by its id, whose month nobody can tell from it (按编号查考勤记录).
 * @throws BadInput `MONTH_ARCHIVED` where the record is of an archived month, or is not there and may be
 */
export async function attendanceRecord(
  id: string,
  context: SubgraphContext,
): Promise<RowOf<typeof AttendanceRecord> | null> {
  const record = await context.one(AttendanceRecord, 'id', id);
  // With `asOf` a superseded version is found in the history, which stays when its month goes.
  if (record) await refuseArchived(context, yearMonthOf(businessDateOf(record.occurredAt)));
  else if (await mayBeAway(id, context))
    throw new BadInput('MONTH_ARCHIVED', 'the record may be of a month whose attendance is archived', {
      expected: 'the id of a record of a month that is not archived',
      came: id,
      remedy: 'ask whoever runs the hub to restore the month',
    });
  return record;
}

/** Asked for all records of the answer at once. */
function mayBeAway(id: string, context: SubgraphContext): Promise<boolean> {
  const key = keyIn('uuid', id);
  if (key === null) return Promise.resolve(false);
  return context
    .loader<string, boolean>('perhaps archived', async (ids) => {
      const perhaps = await perhapsArchived(context.session, AttendanceRecord, ids);
      return ids.map((one) => perhaps.has(one));
    })
    .load(key);
}

/** Asked once a request. */
const known = (context: SubgraphContext): Promise<readonly string[]> =>
  context
    .loader<string, readonly string[]>('archived months', async (facts) => {
      const months = await archivedMonths(context.session, AttendanceRecord);
      return facts.map(() => [...months].sort());
    })
    .load(AttendanceRecord.name);
