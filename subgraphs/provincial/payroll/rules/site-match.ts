/** What attendance, roster and sheets know of one worker's month in a project (人月). */
export interface SiteMonth {
  /** On a roster of the project, or engaged in it. */
  readonly isRegistered: boolean;
  /** Days with at least one entry onto the site. */
  readonly presentDays: number;
  readonly isOnSheet: boolean;
  /** Days on the sheets of the month; null where they state none. */
  readonly sheetDays: number | null;
  readonly payableFen: bigint;
  readonly actualFen: bigint;
}

/** Of which facts all sources have stated the whole month, so that what is not there did not happen (数据完整). */
export interface SiteMonthWhole {
  readonly rosters: boolean;
  readonly attendance: boolean;
  readonly sheets: boolean;
}

export type SiteMatch =
  | 'MATCH'
  | 'NO_REGISTRATION'
  | 'ABSENT_ON_SHEET'
  | 'PRESENT_NOT_ON_SHEET'
  | 'DAYS_EXCEED'
  | 'ACTUAL_EXCEEDS_PAYABLE'
  | 'NOT_YET_JUDGEABLE';

/**
 * The provincial hub's part of the three-way match (人员、考勤、工资三对应, Guangxi 管理细则 Art. 11(3)); whether the bank paid it is
 * for whoever knows the payments. The gravest that can be told is; what only rests on something that may still come is not
 * (architecture §3). Modelled after the domain notes' wage rules §7.
 * @param toleranceDays days by which a sheet may exceed attendance (parameter THREE_WAY_MATCH_TOLERANCE_DAYS)
 */
export function siteMatchOf(month: SiteMonth, whole: SiteMonthWhole, toleranceDays: number): SiteMatch {
  const { isRegistered, isOnSheet, presentDays, sheetDays, payableFen, actualFen } = month;
  const faults: readonly (readonly [boolean, SiteMatch, boolean])[] = [
    [!isRegistered, 'NO_REGISTRATION', whole.rosters],
    [!isOnSheet, 'PRESENT_NOT_ON_SHEET', whole.sheets],
    [isOnSheet && presentDays === 0, 'ABSENT_ON_SHEET', whole.attendance],
    [isOnSheet && (sheetDays ?? 0) > presentDays + toleranceDays, 'DAYS_EXCEED', whole.attendance],
    [actualFen > payableFen, 'ACTUAL_EXCEEDS_PAYABLE', true],
  ];
  const found = faults.filter(([isFault]) => isFault);
  const told = found.find(([, , canBeTold]) => canBeTold);
  if (told) return told[1];
  return found.length > 0 ? 'NOT_YET_JUDGEABLE' : 'MATCH';
}
