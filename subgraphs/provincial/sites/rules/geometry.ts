/** A place on the earth (位置): decimal degrees of WGS 84. */
export interface Point {
  readonly longitude: number;
  readonly latitude: number;
}

/** What a fence encloses (围栏形状). */
export type Shape =
  | { readonly centre: Point; readonly radius: number }
  /** At least three corners in their order; the last is joined to the first. */
  | { readonly corners: readonly Point[] };

/** Whether a place lies in the fence (围栏判定). The edge belongs to it. */
export const encloses = (shape: Shape, place: Point): boolean =>
  'centre' in shape ? metresBetween(shape.centre, place) <= shape.radius : isInside(shape.corners, place);

/** The mean radius of the earth (IUGG), in metres. */
const EARTH = 6_371_008.8;

/** The distance over the ground (距离), in metres: the great circle on a sphere, true to half a percent. */
export function metresBetween(one: Point, other: Point): number {
  const [north, east] = [
    radians(other.latitude - one.latitude) / 2,
    radians(other.longitude - one.longitude) / 2,
  ];
  const chord =
    Math.sin(north) ** 2 +
    Math.cos(radians(one.latitude)) * Math.cos(radians(other.latitude)) * Math.sin(east) ** 2;
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Whether two sides of the ring meet elsewhere than where they follow each other (自相交). */
export function crossesItself(corners: readonly Point[]): boolean {
  const sides = sidesOf(corners);
  return sides.some((side, place) =>
    sides.some((other, at) => {
      if (at <= place) return false;
      const follows = at === place + 1 || (place === 0 && at === sides.length - 1);
      return follows ? foldsBack(side, other) : meet(side, other);
    }),
  );
}

/** The longest way across the ring's box, in metres. */
export function extentOf(corners: readonly Point[]): number {
  const [longitudes, latitudes] = [
    corners.map(({ longitude }) => longitude),
    corners.map(({ latitude }) => latitude),
  ];
  return metresBetween(
    { longitude: Math.min(...longitudes), latitude: Math.min(...latitudes) },
    { longitude: Math.max(...longitudes), latitude: Math.max(...latitudes) },
  );
}

/** Within the box around China (中国范围), with which exchanged longitude and latitude are found: neither fits the other's. */
export const isInChina = ({ longitude, latitude }: Point): boolean =>
  longitude >= 73 && longitude <= 136 && latitude >= 3 && latitude <= 54;

type Side = readonly [from: Point, to: Point];

// Sites are small: degrees are taken for a plane.
function isInside(corners: readonly Point[], place: Point): boolean {
  let inside = false;
  for (const [a, b] of sidesOf(corners)) {
    if (isOn([a, b], place)) return true;
    const straddles = a.latitude > place.latitude !== b.latitude > place.latitude;
    if (!straddles) continue;
    const at =
      a.longitude + ((place.latitude - a.latitude) / (b.latitude - a.latitude)) * (b.longitude - a.longitude);
    if (place.longitude < at) inside = !inside;
  }
  return inside;
}

const sidesOf = (corners: readonly Point[]): Side[] =>
  corners.map((corner, place) => [corner, corners[(place + 1) % corners.length]!]);

function meet(one: Side, other: Side): boolean {
  const [a, b] = [turn(one, other[0]), turn(one, other[1])];
  const [c, d] = [turn(other, one[0]), turn(other, one[1])];
  if (a !== b && c !== d) return true;
  return isOn(one, other[0]) || isOn(one, other[1]) || isOn(other, one[0]) || isOn(other, one[1]);
}

/** Two sides that follow each other run back over the same line. */
const foldsBack = ([from, shared]: Side, [first, second]: Side): boolean => {
  const [start, middle, end] = shared === first ? [from, shared, second] : [first, second, shared];
  return turn([start, middle], end) === 0 && (isOn([start, middle], end) || isOn([middle, end], start));
};

/** 1 to the left of the side, -1 to its right, 0 on its line. */
const turn = ([from, to]: Side, place: Point): number =>
  Math.sign(
    (to.longitude - from.longitude) * (place.latitude - from.latitude) -
      (to.latitude - from.latitude) * (place.longitude - from.longitude),
  );

const isOn = (side: Side, place: Point): boolean => {
  const [from, to] = side;
  return (
    turn(side, place) === 0 &&
    place.longitude >= Math.min(from.longitude, to.longitude) &&
    place.longitude <= Math.max(from.longitude, to.longitude) &&
    place.latitude >= Math.min(from.latitude, to.latitude) &&
    place.latitude <= Math.max(from.latitude, to.latitude)
  );
};

const radians = (degrees: number): number => (degrees * Math.PI) / 180;
