import type { Candidate } from './candidate.ts';

/** A record that waits already, as far as new ones have to do with it. */
export interface Waiting {
  readonly id: string;
  readonly client: string;
  /** Its identity at its source, as hexadecimal. */
  readonly hex: string;
  readonly version: bigint;
  readonly until: Date;
}

/** A record that is to wait. */
export interface Arriving {
  readonly candidate: Candidate;
  readonly sourceVersion: bigint;
  readonly hex: string;
}

export interface Places<One> {
  readonly taken: readonly One[];
  /** Those that stop waiting for it. */
  readonly replaced: readonly string[];
  /** Of records that wait already in a later version, until when, by their identity. */
  readonly later: ReadonlyMap<string, Date>;
}

/**
 * Who of a call's records is given a place among what waits (暂存名额). One that replaces a waiting record of its client
 * takes over that record's place; what no place is left for replaces nothing. Of one record stated twice in a call the
 * later version counts, and of one version the later statement.
 * @param free places that the client has left
 */
export function givePlaces<One extends Arriving>(
  arriving: readonly One[],
  waiting: readonly Waiting[],
  client: string,
  free: number,
): Places<One> {
  const byHex = new Map(waiting.map((one) => [one.hex, one]));
  const byId = new Map(waiting.map((one) => [one.id, one]));
  const allNamed = new Set(arriving.flatMap(({ candidate }) => replacedBy(candidate)));
  const taken: One[] = [];
  const replaced = new Set<string>();
  const later = new Map<string, Date>();
  for (const [hex, same] of Map.groupBy(arriving, (one) => one.hex)) {
    const latest = same.reduce((a, b) => (b.sourceVersion >= a.sourceVersion ? b : a));
    const before = byHex.get(hex);
    const isOutdated = before && !allNamed.has(before.id) && before.version > latest.sourceVersion;
    const named = same.flatMap(({ candidate }) => replacedBy(candidate));
    const giving = new Set(before && !isOutdated ? [before.id, ...named] : named);
    const ending = [...giving].filter((id) => byId.has(id) && !replaced.has(id));
    const left = free + ending.filter((id) => byId.get(id)!.client === client).length;
    if (isOutdated) later.set(hex, before.until);
    else if (left > 0) taken.push(latest);
    else continue;
    free = isOutdated ? left : left - 1;
    for (const id of ending) replaced.add(id);
  }
  return { taken, replaced: [...replaced], later };
}

/** The held record that a record says it replaces (`replacesHeld`); none where it names none. */
export const replacedBy = ({ raw }: Candidate): string[] =>
  typeof raw.replacesHeld === 'string' && UUID.test(raw.replacesHeld) ? [raw.replacesHeld.toLowerCase()] : [];

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
