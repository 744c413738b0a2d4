import { type BusinessDate, dayOfMonth, type YearMonth } from '../../../kernel/calendar.ts';

export interface MonthLabourCost {
  readonly month: YearMonth;
  /** Fen. */
  readonly received: bigint;
  readonly firstReceivedOn: string | null;
  /** Fen. */
  readonly receivedByThe20th: bigint;
}

/** A transfer of labour cost for the month, with the day it arrived in China. */
export interface Arrival {
  readonly amountFen: bigint;
  readonly transferredOn: string;
}

/**
 * The day by whose end a month's labour cost is to be in the special account in full (人工费到账期限).
 * Source: Guangxi 管理细则 Art. 9 ¶2, 桂人社规〔2022〕5号.
 */
export const labourCostDueOn = (month: YearMonth): BusinessDate => dayOfMonth(month, 20);

/** Whether a transfer arrived after the day on which its month's labour cost is due (逾期到账). */
export const isLate = ({
  forMonth,
  transferredOn,
}: {
  readonly forMonth: string;
  readonly transferredOn: string;
}): boolean => transferredOn > labourCostDueOn(forMonth as YearMonth);

/**
 * What arrived for one month (月度人工费到账). A transfer counts for the month it is for and not for the month it arrived
 * in, so that money for January that comes in February is late and is not February's.
 */
export function monthLabourCost(month: YearMonth, arrivals: readonly Arrival[]): MonthLabourCost {
  const due = labourCostDueOn(month);
  return {
    month,
    received: total(arrivals),
    firstReceivedOn: arrivals.map(({ transferredOn }) => transferredOn).sort()[0] ?? null,
    receivedByThe20th: total(arrivals.filter(({ transferredOn }) => transferredOn <= due)),
  };
}

const total = (arrivals: readonly Arrival[]): bigint =>
  arrivals.reduce((sum, { amountFen }) => sum + amountFen, 0n);
