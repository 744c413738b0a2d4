import { yearMonthOf } from '../../kernel/calendar.ts';
import { hubCaller } from '../../kernel/caller.ts';
import { archivedMonths } from '../archived-months.ts';
import { ensureMonths } from '../months.ts';
import type { Querier } from '../query.ts';
import type { WrittenVerdict } from '../record-writer.ts';
import type { Candidate } from './candidate.ts';
import type { Dataset, Scene } from './dataset.ts';

/**
 * Opens the months of a batch before its transaction (architecture §2), and refuses the records of archived ones. Which
 * months may be opened the dataset's check has decided: what it rejects opens none. Months that are known to be open are not
 * asked for again. A rehearsal opens them as well: an empty month states nothing, and without it what is in order would be
 * told MONTH_NOT_OPEN.
 */
export async function openMonths(
  { fact }: Dataset,
  candidates: readonly Candidate[],
  { room }: Scene,
): Promise<void> {
  if (!fact.monthly) return;
  const open = openIn(room);
  const unknown = new Map<string, { readonly at: Date; readonly records: Candidate[] }>();
  for (const one of candidates) {
    const at = one.values.occurredAt;
    if (!one.isWritable || !(at instanceof Date)) continue;
    const month = yearMonthOf(at);
    if (open.has(`${fact.table} ${month}`)) continue;
    const known = unknown.get(month);
    if (known) known.records.push(one);
    else unknown.set(month, { at, records: [one] });
  }
  if (unknown.size === 0) return;
  const archived = await room.write(hubCaller('months'), async (db) => {
    await ensureMonths(
      db,
      fact,
      [...unknown.values()].map(({ at }) => at),
    );
    return archivedMonths(db, fact);
  });
  for (const [month, { records }] of unknown)
    if (archived.has(month)) for (const one of records) one.reject('MONTH_ARCHIVED', PLACE);
    else open.add(`${fact.table} ${month}`);
}

/** What the writer found no month for, in a process that has not heard yet that its month was archived: told so. */
export async function tellArchived(
  { fact }: Dataset,
  instants: readonly Date[],
  verdicts: WrittenVerdict[],
  { room }: Scene,
  db: Querier,
): Promise<WrittenVerdict[]> {
  if (!fact.monthly || !verdicts.some(isWithoutMonth)) return verdicts;
  const archived = await archivedMonths(db, fact);
  return verdicts.map((one) => {
    const month = yearMonthOf(instants[one.index]!);
    if (!isWithoutMonth(one) || !archived.has(month)) return one;
    openIn(room).delete(`${fact.table} ${month}`);
    return { ...one, code: 'MONTH_ARCHIVED' };
  });
}

const PLACE = { path: 'occurredAt' };

const isWithoutMonth = ({ code }: WrittenVerdict): boolean => code === 'MONTH_NOT_OPEN';

const opened = new WeakMap<object, Set<string>>();

function openIn(room: object): Set<string> {
  const open = opened.get(room) ?? new Set<string>();
  opened.set(room, open);
  return open;
}
