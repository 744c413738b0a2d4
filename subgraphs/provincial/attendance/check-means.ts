import { businessDateOf } from '../../../kernel/calendar.ts';
import type { Report } from '../../../ledger/submission/report.ts';
import { deviceCheckOf, type FenceCheck, fenceCheckOf, type SiteMeans } from '../sites/site-means.ts';

interface Punch {
  readonly occurredAt: Date;
  readonly deviceNo: string | null;
  readonly longitude: number | null;
  readonly latitude: number | null;
}

/** What a punch says of fences and devices, told and never refused: it is evidence that somebody worked. */
export function checkMeans(punch: Punch, means: SiteMeans | null, report: Report): void {
  if (means === null) return;
  const day = businessDateOf(punch.occurredAt);
  const label = labelOf(punch, means);
  if (label === 'OUTSIDE') report.warn('OUTSIDE_GEOFENCE');
  if (punch.deviceNo === null) {
    if (label === null) report.warn('MOBILE_WITHOUT_GEOFENCE');
    return;
  }
  const device = deviceCheckOf(means, punch.deviceNo, day);
  if (device === 'UNKNOWN') report.warn('DEVICE_NOT_REGISTERED');
  if (device === 'NOT_IN_PLACE') report.warn('DEVICE_NOT_IN_PLACE');
}

/** The label that stays with the record (围栏判定); null without a position, and where no fence was in force. */
export function labelOf(punch: Punch, means: SiteMeans | null): FenceCheck | null {
  const { longitude, latitude, occurredAt } = punch;
  if (means === null || longitude === null || latitude === null) return null;
  return fenceCheckOf(means, { longitude, latitude }, businessDateOf(occurredAt));
}
