import type { BusinessDate } from '../../../../kernel/calendar.ts';

export type AttendanceMeansStanding = 'NOT_YET_DUE' | 'IN_TIME' | 'LATE' | 'MISSING' | 'NOT_YET_JUDGEABLE';

/** What is known of how a site came by devices or fences (考勤设备配备). */
export interface MeansKnown {
  /** The last day for it; null where none is set. */
  readonly dueOn: BusinessDate | null;
  /** The first day on which one was in place. */
  readonly firstInPlaceOn: string | null;
  readonly today: BusinessDate;
  /** Whether all sources have stated everything up to the last day for it. */
  readonly isWhole: boolean;
}

/**
 * Whether a site had a device or a fence in time (Guangxi 管理细则 Art. 11(1)). That one was missing or came late is not told while an
 * earlier one may still be stated (architecture §3).
 */
export function attendanceMeansStanding(known: MeansKnown): AttendanceMeansStanding | null {
  const { dueOn, firstInPlaceOn, today, isWhole } = known;
  if (dueOn === null) return null;
  if (firstInPlaceOn !== null && firstInPlaceOn <= dueOn) return 'IN_TIME';
  if (today <= dueOn) return 'NOT_YET_DUE';
  if (!isWhole) return 'NOT_YET_JUDGEABLE';
  return firstInPlaceOn === null ? 'MISSING' : 'LATE';
}
