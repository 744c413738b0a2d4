import { addDays, businessDateOf, parseBusinessDate } from '../../../kernel/calendar.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import type { Freshness } from '../../../ledger/submission-queries/figure-freshness.ts';
import { numberOn } from '../../../schema/province-profiles.ts';
import type { SubgraphContext } from '../../context.ts';
import { projectFigureFreshness } from '../../figure-freshness.ts';
import type { Project } from '../facts.ts';
import { AttendanceDevice, Geofence } from './facts.ts';
import { type AttendanceMeansStanding, attendanceMeansStanding } from './rules/attendance-means.ts';

export interface AttendanceMeans {
  readonly dueOn: string | null;
  readonly firstInPlaceOn: string | null;
  readonly inPlace: number;
  readonly standing: AttendanceMeansStanding | null;
  readonly freshness: Freshness;
}

/** A site states devices or fences: of whichever it states, its sources say how complete they are. */
const STATED_BY = [['ATTENDANCE_DEVICE', 'GEOFENCE']];

/** By what a project takes attendance, and since when (考勤设备配备情况). */
export async function attendanceMeansOf(
  { projectCode, divisionCode, startedOn }: RowOf<typeof Project>,
  context: SubgraphContext,
): Promise<AttendanceMeans> {
  const today = businessDateOf(context.now);
  const days = startedOn == null ? null : numberOn(divisionCode, 'ATTENDANCE_DEVICE_DAYS', startedOn);
  const dueOn = days === null ? null : addDays(parseBusinessDate(startedOn!), days);
  const [devices, fences, freshness] = await Promise.all([
    context.many(AttendanceDevice, 'projectCode', projectCode, [{ property: 'deviceNo' }]),
    context.many(Geofence, 'projectCode', projectCode, [{ property: 'fenceNo' }]),
    projectFigureFreshness(projectCode, { datasets: STATED_BY, day: dueOn ?? today }, context),
  ]);
  const means = [
    ...devices.map(({ installedOn, removedOn }) => ({ from: installedOn, to: removedOn ?? null })),
    ...fences.map(({ startsOn, endsOn }) => ({ from: startsOn, to: endsOn ?? null })),
  ];
  const firstInPlaceOn = means.map(({ from }) => from).sort()[0] ?? null;
  const isWhole = freshness.coversPeriod === true;
  return {
    dueOn,
    firstInPlaceOn,
    inPlace: means.filter(({ from, to }) => from <= today && (to === null || today <= to)).length,
    standing: attendanceMeansStanding({ dueOn, firstInPlaceOn, today, isWhole }),
    freshness,
  };
}
