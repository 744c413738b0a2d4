import { yearMonthOf } from '../../kernel/calendar.ts';
import { hubCaller } from '../../kernel/caller.ts';
import { ensureMonths } from '../months.ts';
import type { Candidate } from './candidate.ts';
import type { Dataset, Scene } from './dataset.ts';

/**
 * Opens the months of a batch before its transaction (architecture §2). Which months may be opened the dataset's check
 * has decided: what it rejects opens none. Months that are known to be open are not asked for again. A rehearsal opens
 * them as well: an empty month states nothing, and without it what is in order would be told MONTH_NOT_OPEN.
 */
export async function openMonths(
  { fact }: Dataset,
  candidates: readonly Candidate[],
  { room }: Scene,
): Promise<void> {
  if (!fact.monthly) return;
  const open = opened.get(room) ?? new Set<string>();
  opened.set(room, open);
  const instants = new Map<string, Date>();
  for (const { isWritable, values } of candidates) {
    const at = values.occurredAt;
    if (!isWritable || !(at instanceof Date)) continue;
    const month = `${fact.table} ${yearMonthOf(at)}`;
    if (!open.has(month)) instants.set(month, at);
  }
  if (instants.size === 0) return;
  await room.write(hubCaller('months'), (db) => ensureMonths(db, fact, instants.values()));
  for (const month of instants.keys()) open.add(month);
}

const opened = new WeakMap<object, Set<string>>();
