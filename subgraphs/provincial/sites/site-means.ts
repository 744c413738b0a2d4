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
 * The fences and devices of the projects whose punches name a place or a device: read once for each call, in one question.
 */
export const siteMeans: Reference<Punch, SiteMeans> = {
  name: 'site-means',
  path: 'projectCode',
  missing: null,
  asks: 'database',
  key: ({ projectCode, longitude, deviceNo }) =>
    longitude === null && deviceNo === null ? null : projectCode,
  async find(codes, _scene, db) {
    const rows = await db!.rows<MeansRow>(sql`
      select k.code, f.list as fences, d.list as devices
        from unnest(${arrayLiteral(codes)}::text[]) as k (code)
       cross join lateral (
         select json_agg(json_build_object('longitude', f.centre_longitude, 'latitude', f.centre_latitude, 'radius', f.radius,
                'corners', f.corners, 'startsOn', f.starts_on, 'endsOn', f.ends_on)) as list
           from provincial.geofence f where f.project_code = k.code and not f.withdrawn) f
       cross join lateral (
         select json_agg(json_build_object('deviceNo', d.device_no, 'installedOn', d.installed_on, 'removedOn', d.removed_on)) as list
           from provincial.attendance_device d where d.project_code = k.code and not d.withdrawn) d`);
    return new Map(
      rows.map(({ code, fences, devices }) => [
        code,
        { fences: (fences ?? []).map(fenceOf), devices: devices ?? [] },
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

interface MeansRow {
  readonly code: string;
  readonly fences: readonly FenceRow[] | null;
  readonly devices: readonly Device[] | null;
}

interface FenceRow {
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
