import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { cornersOf } from './fence-submission.ts';
import { encloses, type Point, type Shape } from './rules/geometry.ts';

interface Punch {
  readonly projectCode: string | null;
  readonly longitude: number | null;
  readonly deviceNo: string | null;
}

interface Fence {
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly shape: Shape;
}

interface Device {
  readonly deviceNo: string;
  readonly installedOn: string;
  readonly removedOn: string | null;
}

/** By what a site takes attendance (考勤手段): its fences and its devices. */
export interface SiteMeans {
  readonly fences: readonly Fence[];
  readonly devices: readonly Device[];
}

/**
 * The fences and devices of the projects whose punches name a place or a device: read once for each call, both questions
 * on their way together.
 */
export const siteMeans: Reference<Punch, SiteMeans> = {
  name: 'site-means',
  path: 'projectCode',
  missing: null,
  asks: 'database',
  key: ({ projectCode, longitude, deviceNo }) =>
    longitude === null && deviceNo === null ? null : projectCode,
  async find(codes, _scene, db) {
    const asked = sql`any(${arrayLiteral(codes)}::text[])`;
    const [fences, devices] = await Promise.all([
      db!.rows<FenceRow>(sql`
        select f.project_code as "projectCode", f.centre_longitude as longitude, f.centre_latitude as latitude, f.radius,
               f.corners, f.starts_on as "startsOn", f.ends_on as "endsOn"
          from provincial.geofence f where f.project_code = ${asked} and not f.withdrawn`),
      db!.rows<Device & OfProject>(sql`
        select d.project_code as "projectCode", d.device_no as "deviceNo", d.installed_on as "installedOn",
               d.removed_on as "removedOn"
          from provincial.attendance_device d where d.project_code = ${asked} and not d.withdrawn`),
    ]);
    const fencesOf = Map.groupBy(fences, ({ projectCode }) => projectCode);
    const devicesOf = Map.groupBy(devices, ({ projectCode }) => projectCode);
    return new Map(
      codes.map((code) => [
        code,
        { fences: (fencesOf.get(code) ?? []).map(fenceOf), devices: devicesOf.get(code) ?? [] },
      ]),
    );
  },
};

export type FenceCheck = 'INSIDE' | 'OUTSIDE';

/** Where a place lies beside the fences of a day (围栏判定); null when none is in force. */
export function fenceCheckOf({ fences }: SiteMeans, place: Point, day: string): FenceCheck | null {
  const inForce = fences.filter(
    ({ startsOn, endsOn }) => startsOn <= day && (endsOn === null || day <= endsOn),
  );
  if (inForce.length === 0) return null;
  return inForce.some(({ shape }) => encloses(shape, place)) ? 'INSIDE' : 'OUTSIDE';
}

/** Whether the device was in place on the day; nothing is known of sites that state no devices. */
export function deviceCheckOf({ devices }: SiteMeans, deviceNo: string, day: string) {
  if (devices.length === 0) return null;
  const device = devices.find((one) => one.deviceNo === deviceNo);
  if (device === undefined) return 'UNKNOWN';
  const wasThere = device.installedOn <= day && (device.removedOn === null || day <= device.removedOn);
  return wasThere ? 'IN_PLACE' : 'NOT_IN_PLACE';
}

interface OfProject {
  readonly projectCode: string;
}

interface FenceRow extends OfProject {
  readonly longitude: number | null;
  readonly latitude: number | null;
  readonly radius: number | null;
  readonly corners: string | null;
  readonly startsOn: string;
  readonly endsOn: string | null;
}

const fenceOf = ({ corners, longitude, latitude, radius, startsOn, endsOn }: FenceRow): Fence => ({
  startsOn,
  endsOn,
  shape:
    corners === null
      ? { centre: { longitude: longitude!, latitude: latitude! }, radius: radius! }
      : { corners: cornersOf(corners) },
});
