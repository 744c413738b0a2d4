import { addDays, type BusinessDate } from '../kernel/calendar.ts';
import { EmptyAccountDay } from '../subgraphs/banking/facts.ts';
import { type Planned, planned } from './planned.ts';
import type { Span } from './span.ts';

/** What a day of an account is stated by. */
interface AccountKey {
  readonly bankCode: string;
  readonly accountIndex: Buffer;
  readonly accountNumber: string;
  readonly projectCode: string;
}

const DAYS = 7;

/** The days of the last week on which nothing was booked, stated by the bank on the day after (空日). */
export const emptyDayRecords = (
  { to }: Span,
  key: AccountKey,
  booked: readonly BusinessDate[],
  source: string,
): Planned[] =>
  Array.from({ length: DAYS }, (_, back) => addDays(to, -1 - back))
    .filter((day) => !booked.includes(day))
    .map((day) => planned(EmptyAccountDay, addDays(day, 1), { ...key, day }, { source }));
