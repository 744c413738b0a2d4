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

export type SiteMatch =
  | 'MATCH'
  | 'NO_REGISTRATION'
  | 'ABSENT_ON_SHEET'
  | 'PRESENT_NOT_ON_SHEET'
  | 'DAYS_EXCEED'
  | 'ACTUAL_EXCEEDS_PAYABLE';

/** Days by which a sheet may exceed attendance. Modelled: no document grants any. */
const TOLERANCE_DAYS = 0;

/**
 * The provincial hub's part of the three-way match (人员、考勤、工资三对应, Guangxi 管理细则 Art. 11(3)); whether the bank paid it is
 * for whoever knows the payments. The gravest is told. Modelled after the domain notes' wage rules §7.
 */
export function siteMatchOf(month: SiteMonth): SiteMatch {
  const { isRegistered, isOnSheet, presentDays, sheetDays, payableFen, actualFen } = month;
  if (!isRegistered) return 'NO_REGISTRATION';
  if (!isOnSheet) return 'PRESENT_NOT_ON_SHEET';
  if (presentDays === 0) return 'ABSENT_ON_SHEET';
  if (sheetDays !== null && sheetDays > presentDays + TOLERANCE_DAYS) return 'DAYS_EXCEED';
  return actualFen > payableFen ? 'ACTUAL_EXCEEDS_PAYABLE' : 'MATCH';
}
