import {
  addWorkingDays,
  type BusinessDate,
  type Holidays,
  isCountedProvisionally,
} from '../../../../kernel/calendar.ts';
import type { CaseState } from './case-workflow.ts';
import configured from './limits.json' with { type: 'json' };

/** Where the limit of a case comes from (期限来源): its source stated one, or the hub counts the configured days. */
export type DueBasis = 'SOURCE' | 'CONFIGURED';

export interface Limit {
  readonly dueOn: BusinessDate | null;
  readonly dueBasis: DueBasis | null;
}

/** The limit of a new case: what its source states wins, otherwise the days to receive it, from the day of issue. */
export function limitOfNew(issuedOn: BusinessDate, stated: BusinessDate | null, holidays: Holidays): Limit {
  if (stated !== null) return { dueOn: stated, dueBasis: 'SOURCE' };
  return { dueOn: counted(issuedOn, DAYS.receive, holidays), dueBasis: 'CONFIGURED' };
}

export interface Step {
  readonly from: CaseState;
  readonly to: CaseState;
  readonly isUntrue: boolean;
  readonly today: BusinessDate;
}

/**
 * The limit after a step. Verification is counted from the day of receipt, and neither assignment nor return nor
 * another assignee makes it longer. A limit that the source stated stays. The day counts are modelled configuration.
 */
export function limitAfter(limit: Limit, { from, to, isUntrue, today }: Step, holidays: Holidays): Limit {
  if (limit.dueBasis === 'SOURCE') return limit;
  const days = daysFor(from, to, isUntrue);
  return days === null ? limit : { dueOn: counted(today, days, holidays), dueBasis: 'CONFIGURED' };
}

/** What of a case its limit was counted from. */
export interface LimitedCase extends Limit {
  readonly state: CaseState;
  readonly issuedOn: BusinessDate;
}

/**
 * Whether a limit was counted through a year without a list of holidays (暂定期限). The first is counted from the day of issue; later ones
 * from the day of a step, which is within the year of the limit or in the one before it, and that had a list if this one has.
 */
export function isLimitProvisional(
  { dueOn, dueBasis, state, issuedOn }: LimitedCase,
  holidays: Holidays,
): boolean {
  if (dueOn == null || dueBasis !== 'CONFIGURED') return false;
  return isCountedProvisionally(state === 'ISSUED' ? issuedOn : dueOn, dueOn, holidays);
}

const DAYS = configured.workingDays;

function daysFor(from: CaseState, to: CaseState, isUntrue: boolean): number | null {
  if (to === 'ISSUED') return DAYS.receive;
  if (to === 'RECEIVED' && from === 'ISSUED') return DAYS.verify;
  if (to === 'CONCLUDED') return isUntrue ? DAYS.feedBack : DAYS.handle;
  if (to === 'REVIEWED') return DAYS.feedBack;
  if (from === 'CLOSED' || (to === 'VERIFYING' && from !== 'ASSIGNED')) return DAYS.verify;
  return null;
}

const counted = (from: BusinessDate, days: number, holidays: Holidays): BusinessDate =>
  addWorkingDays(from, days, holidays).date;
