import { dataset } from '../../../ledger/submission/dataset.ts';
import type { Field } from '../../../ledger/submission/field.ts';
import {
  code,
  day,
  identifier,
  integer,
  list,
  notReversed,
  projectCode,
  required,
  text,
  within,
} from '../../../ledger/submission/fields/index.ts';
import type { Report } from '../../../ledger/submission/report.ts';
import { checkPosition, latitude, longitude } from '../fields/position.ts';
import { project } from '../references/project.ts';
import { Geofence } from './facts.ts';
import { crossesItself, extentOf, isInChina, type Point } from './rules/geometry.ts';

/** Modelled: no document limits a site. A motorway section of 50 km is one of the longest. */
const LONGEST_METRES = 50_000;
const MOST_CORNERS = 200;
const CORNERS = `a list of 3 to ${MOST_CORNERS} corners, or none where the fence is a circle`;

/** 电子围栏: a circle or a polygon in WGS 84, in force from a day on. */
export const fenceSubmission = dataset({
  name: 'GEOFENCE',
  operation: 'submitGeofences',
  scopes: ['attendance:submit', 'project:submit'],
  fact: Geofence,
  fields: {
    projectCode: required(projectCode()),
    fenceNo: required(identifier({ max: 32, takesNumbers: true })),
    centreLongitude: longitude(),
    centreLatitude: latitude(),
    radius: integer({ min: 1, max: LONGEST_METRES }),
    corners: corners(),
    attendType: code('attendance-types'),
    startsOn: required(day()),
    endsOn: day(),
    approvedBy: text({ max: 100 }),
  },
  check(values, report) {
    const { centreLongitude, centreLatitude, radius, corners } = values;
    checkPosition(report, ['centreLongitude', 'centreLatitude'], centreLongitude, centreLatitude);
    const isCircle = centreLongitude !== null && radius !== null;
    if ((corners === null) !== isCircle || (corners !== null && (centreLongitude ?? radius) !== null))
      report.reject('FENCE_SHAPE_UNCLEAR', { path: corners === null ? 'radius' : 'corners' });
    if (isCircle && centreLatitude !== null)
      checkPlaces(report, 'centreLongitude', [{ longitude: centreLongitude, latitude: centreLatitude }]);
    if (corners?.length === 0) report.reject('ENTRIES_MISSING', { path: 'corners', expected: CORNERS });
    else if (corners !== null) checkRing(report, corners);
    notReversed(report, 'endsOn', values.startsOn, values.endsOn);
  },
  references: [project],
  write: ({ corners, ...values }, _found, { sentAt }) => ({
    content: { ...values, corners: corners && textOf(corners) },
    occurredAt: sentAt,
  }),
  heldBy: ['projectCode', 'fenceNo'],
});

/** The corners of one stored text. */
export const cornersOf = (text: string): Point[] =>
  text.split(',').map((corner) => {
    const [longitude, latitude] = corner.split(' ').map(Number);
    return { longitude: longitude!, latitude: latitude! };
  });

const textOf = (ring: readonly Point[]): string =>
  ring.map(({ longitude, latitude }) => `${longitude} ${latitude}`).join(',');

/** A ring that repeats its first corner at the end is read without it; of an empty one the record says what it lacks. */
function corners(): Field<readonly Point[] | null> {
  const stated = list(
    { longitude: required(longitude()), latitude: required(latitude()) },
    { max: MOST_CORNERS + 1, places: `3 to ${MOST_CORNERS}` },
  );
  return {
    expected: stated.expected,
    read(raw, report) {
      if (raw === undefined || raw === null) return null;
      if (Array.isArray(raw) && raw.length === 0) return [];
      const ring = stated.read(raw, report);
      const [first, last] = [ring[0], ring.at(-1)];
      const isClosed =
        ring.length > 1 && first!.longitude === last!.longitude && first!.latitude === last!.latitude;
      const open = isClosed ? ring.slice(0, -1) : ring;
      if (open.length > MOST_CORNERS) report.reject('TOO_MANY_ENTRIES', { expected: stated.expected });
      return open;
    },
  };
}

function checkRing(report: Report, ring: readonly Point[]): void {
  for (const [place, { longitude, latitude }] of ring.entries())
    checkPosition(within(report, `corners.${place}`), ['longitude', 'latitude'], longitude, latitude);
  checkPlaces(report, 'corners', ring);
  if (ring.length < 3 || crossesItself(ring)) report.reject('FENCE_CROSSES_ITSELF', { path: 'corners' });
  else if (extentOf(ring) > LONGEST_METRES)
    report.reject('FENCE_TOO_LARGE', { path: 'corners', expected: `at most ${LONGEST_METRES} m across` });
}

function checkPlaces(report: Report, path: string, places: readonly Point[]): void {
  if (!places.every(isInChina)) report.reject('POSITION_OUTSIDE_CHINA', { path });
}
