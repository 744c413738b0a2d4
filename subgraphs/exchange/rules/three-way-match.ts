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

/** Of which facts all sources have stated the whole month, so that what is not there did not happen (数据完整). */
export interface MonthWhole {
  readonly rosters: boolean;
  readonly contracts: boolean;
  readonly attendance: boolean;
  readonly sheets: boolean;
  readonly payments: boolean;
  /** Which special accounts the project has. */
  readonly accounts: boolean;
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
  | 'PAID_OVER'
  | 'NOT_YET_JUDGEABLE';

/**
 * Whether identity, attendance and payment of one worker's month fit (人员、考勤、工资三对应, Guangxi 管理细则 Art. 11(3)). Of what
 * does not fit the first that can be told is, in the order of the type; what only rests on something that may still come is not told
 * (architecture §3: no rule concludes from absence beyond what is complete). The duty is sourced, verdicts and order are modelled.
 * @param toleranceDays days by which a sheet may exceed attendance (parameter THREE_WAY_MATCH_TOLERANCE_DAYS)
 */
export function threeWayMatch(month: MatchedMonth, whole: MonthWhole, toleranceDays: number): ThreeWayMatch {
  const { presentDays, isOnSheet, sheetDays, payableFen, actualFen, paidFen } = month;
  // Whether an account is another's is only known once all are stated: what was paid in all says what may be missing.
  const paidInAllFen = paidFen + month.paidElsewhereFen;
  const faults: readonly (readonly [boolean, ThreeWayMatch, boolean])[] = [
    [!month.isRegistered, 'NO_REGISTRATION', whole.rosters],
    [!month.isContracted, 'NO_CONTRACT', whole.contracts],
    [month.paidElsewhereFen > 0n, 'PAID_OTHER_ACCOUNT', whole.accounts],
    [paidFen > 0n && !isOnSheet, 'PAID_WITHOUT_SHEET', whole.sheets],
    [paidFen > 0n && presentDays === 0, 'ABSENT_PAID', whole.attendance],
    [paidInAllFen === 0n && presentDays > 0, 'PRESENT_UNPAID', whole.payments],
    [sheetDays !== null && sheetDays > presentDays + toleranceDays, 'DAYS_EXCEED', whole.attendance],
    [paidInAllFen < actualFen, 'PAID_SHORT', whole.payments],
    // More than the sheets say: another sheet may come.
    [paidFen > actualFen, 'PAID_OVER', whole.sheets],
    // More than the sheets themselves say is due.
    [actualFen > payableFen, 'PAID_OVER', true],
  ];
  const found = faults.filter(([isFault]) => isFault);
  const told = found.find(([, , canBeTold]) => canBeTold);
  if (told) return told[1];
  return found.length > 0 ? 'NOT_YET_JUDGEABLE' : 'MATCH';
}
