import { type BusinessDate, dayOfMonth, type YearMonth } from '../../../kernel/calendar.ts';

export interface MonthLabourCost {
  readonly month: YearMonth;
  /** Fen. */
  readonly received: bigint;
  readonly firstReceivedOn: string | null;
  /** Fen. */
  readonly receivedByThe20th: bigint;
  readonly dueOn: BusinessDate | null;
  /** Fen; null where no day is set. */
  readonly receivedInTime: bigint | null;
}

/** A transfer of labour cost for the month, with the day it arrived in China. */
export interface Arrival {
  readonly amountFen: bigint;
  readonly transferredOn: string;
}

/**
 * The day by whose end a month's labour cost is to be in the special account in full (人工费到账期限); null where none is set.
 * Source: Guangxi 管理细则 Art. 9 ¶2, 桂人社规〔2022〕5号.
 * @param day of the month, by the province (parameter LABOUR_COST_DAY_OF_MONTH)
 */
export const labourCostDueOn = (month: YearMonth, day: number | null): BusinessDate | null =>
  day === null ? null : dayOfMonth(month, day);

/** Whether a transfer arrived after the day on which its month's labour cost is due (逾期到账). */
export function isLate(
  { forMonth, transferredOn }: { readonly forMonth: string; readonly transferredOn: string },
  day: number | null,
): boolean {
  const due = labourCostDueOn(forMonth as YearMonth, day);
  return due !== null && transferredOn > due;
}

/**
 * What arrived for one month (月度人工费到账). A transfer counts for the month it is for and not for the month it arrived
 * in, so that money for January that comes in February is late and is not February's.
 */
export function monthLabourCost(
  month: YearMonth,
  arrivals: readonly Arrival[],
  day: number | null,
): MonthLabourCost {
  const dueOn = labourCostDueOn(month, day);
  const receivedBy = (last: BusinessDate): bigint =>
    total(arrivals.filter(({ transferredOn }) => transferredOn <= last));
  return {
    month,
    received: total(arrivals),
    firstReceivedOn: arrivals.map(({ transferredOn }) => transferredOn).sort()[0] ?? null,
    // What this field is called, whatever a province sets.
    receivedByThe20th: receivedBy(dayOfMonth(month, 20)),
    dueOn,
    receivedInTime: dueOn && receivedBy(dueOn),
  };
}

const total = (arrivals: readonly Arrival[]): bigint =>
  arrivals.reduce((sum, { amountFen }) => sum + amountFen, 0n);
