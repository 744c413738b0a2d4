import type { Kinds } from '../../kinds.ts';

/**
 * What is known, before anything is fetched, about the objects that will stand in one place of the merged answer: the
 * types they can be of, and what a plan has fetched of each so far (答案位置的抽象). An interface object whose real type
 * nobody has told yet stands under the name of its interface.
 */
export interface Place {
  readonly types: Map<string, Known>;
}

/** What was fetched of objects of one type in one place, by key. */
export type Known = Map<string, Fetched>;

export interface Fetched {
  readonly field: string;
  readonly args: string;
  readonly below?: Place;
  /** The steps that bring it. */
  readonly by: readonly Branch[];
}

/** Where a step stands in its plan: of each parallel node around it, the branch it is in. */
export type Branch = ReadonlyMap<number, number>;

/** Types in an answer, and what each is called in the subgraph that is asked. */
export type Faces = ReadonlyMap<string, string>;

/** Whether a step can count on what was fetched: not where only a step beside it brings it. */
export function isBefore({ by }: Fetched, branch: Branch): boolean {
  return by.some((one) => [...one].every(([node, place]) => (branch.get(node) ?? place) === place));
}

/** The places under a key of some types of a place, each with those types. */
export function placesBelow(place: Place, types: Iterable<string>, key: string): Map<Place, string[]> {
  const found = new Map<Place, string[]>();
  for (const type of types) {
    const below = place.types.get(type)?.get(key)?.below;
    if (below !== undefined) found.set(below, [...(found.get(below) ?? []), type]);
  }
  return found;
}

/** The same, to be written into: a place that other types share becomes one of these types' own. */
export function ownPlacesBelow(place: Place, types: Iterable<string>, key: string): Place[] {
  return [...placesBelow(place, types, key)].map(([below, sharers]) => {
    const all = [...place.types.values()].filter((known) => known.get(key)?.below === below);
    if (all.length === sharers.length) return below;
    const own = copyOf(below);
    for (const type of sharers) {
      const known = place.types.get(type)!;
      known.set(key, { ...known.get(key)!, below: own });
    }
    return own;
  });
}

function copyOf(place: Place, copies = new Map<Place, Place>()): Place {
  const made = copies.get(place);
  if (made !== undefined) return made;
  const copy: Place = { types: new Map() };
  copies.set(place, copy);
  for (const [type, known] of place.types) copy.types.set(type, copyOfKnown(known, copies));
  return copy;
}

export function copyOfKnown(known: Known, copies = new Map<Place, Place>()): Known {
  return new Map(
    [...known].map(([key, one]) => [key, one.below ? { ...one, below: copyOf(one.below, copies) } : one]),
  );
}

/**
 * Which types of a place a subgraph answers with, when it can answer with these. What another subgraph does not answer
 * with does not stand there. Where it tells the real type of an interface object, that is known from then on.
 */
export function met(place: Place, possible: ReadonlySet<string>, isTold: boolean, kinds: Kinds): Faces {
  if (place.types.size === 0) for (const type of possible) place.types.set(type, new Map());
  const faces = new Map<string, string>();
  for (const [type] of [...place.types]) {
    const found = facesOf(place, type, possible, isTold, kinds);
    if (found.length === 0) place.types.delete(type);
    for (const [one, face] of found) faces.set(one, face);
  }
  return faces;
}

/** The same for one type of a place, which stays if it is not met. */
export function facesOf(
  place: Place,
  type: string,
  possible: ReadonlySet<string>,
  isTold: boolean,
  kinds: Kinds,
): (readonly [type: string, face: string])[] {
  if (possible.has(type)) return [[type, type]];
  const standIn = [...possible].find((one) => kinds.of(one).has(type));
  if (standIn !== undefined) return [[type, standIn]];
  const real = [...possible].filter((one) => kinds.of(type).has(one));
  if (real.length === 0) return [];
  if (!isTold) return [[type, real[0]!]];
  const known = place.types.get(type)!;
  place.types.delete(type);
  return real.map((one) => {
    if (!place.types.has(one)) place.types.set(one, copyOfKnown(known));
    return [one, one] as const;
  });
}
