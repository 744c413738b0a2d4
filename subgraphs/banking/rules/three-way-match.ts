/** What is known of one worker's month in a project (人月) when registration, attendance, sheet and payment lie side by side. */
export interface MatchedMonth {
  /** On a roster of the project, or engaged in it. */
  readonly isRegistered: boolean;
  /** With a labour contract or written agreement for the project in the month. */
  readonly isContracted: boolean;
  /** Days with at least one entry onto the site; a night shift counts to the day of entry. */
  readonly presentDays: number;
  readonly isOnSheet: boolean;
  /** Days on the sheets of the month; null where they state none. */
  readonly sheetDays: number | null;
  /** Fen, due by the sheets for this month, with back pay for it. */
  readonly payableFen: bigint;
  /** Fen, paid by the sheets for this month, with back pay for it. */
  readonly actualFen: bigint;
  /** Fen, what the banks paid out of the project's special account. */
  readonly paidFen: bigint;
  /** Fen, what was paid out of other accounts. */
  readonly paidElsewhereFen: bigint;
}

export type ThreeWayMatch =
  | 'MATCH'
  | 'NO_REGISTRATION'
  | 'NO_CONTRACT'
  | 'PAID_OTHER_ACCOUNT'
  | 'PAID_WITHOUT_SHEET'
  | 'ABSENT_PAID'
  | 'PRESENT_UNPAID'
  | 'DAYS_EXCEED'
  | 'PAID_SHORT'
  | 'PAID_OVER';

/** Days by which a sheet may exceed attendance where nothing else is said. Modelled: no document grants any. */
export const TOLERANCE_DAYS = 0;

/**
 * Whether identity, attendance and payment of one worker's month fit (人员、考勤、工资三对应, Guangxi 管理细则 Art. 11(3)). The first
 * that does not fit is told, in the order of the type; the duty is sourced, verdicts and order are modelled.
 * @param toleranceDays days by which a sheet may exceed attendance
 */
export function threeWayMatch(month: MatchedMonth, toleranceDays = TOLERANCE_DAYS): ThreeWayMatch {
  const { presentDays, isOnSheet, sheetDays, payableFen, actualFen, paidFen } = month;
  if (!month.isRegistered) return 'NO_REGISTRATION';
  if (!month.isContracted) return 'NO_CONTRACT';
  if (month.paidElsewhereFen > 0n) return 'PAID_OTHER_ACCOUNT';
  if (paidFen > 0n && !isOnSheet) return 'PAID_WITHOUT_SHEET';
  if (paidFen > 0n && presentDays === 0) return 'ABSENT_PAID';
  if (paidFen === 0n && presentDays > 0) return 'PRESENT_UNPAID';
  if (sheetDays !== null && sheetDays > presentDays + toleranceDays) return 'DAYS_EXCEED';
  if (paidFen < actualFen) return 'PAID_SHORT';
  // More than the sheet says, or than it says is due.
  return paidFen > actualFen || actualFen > payableFen ? 'PAID_OVER' : 'MATCH';
}
