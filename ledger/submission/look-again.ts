import type { Querier } from '../query.ts';
import type { Candidate } from './candidate.ts';
import type { Dataset, Found, Reference, Scene } from './dataset.ts';

type Ref = Reference<never, unknown>;

/** What is asked for is not on record, nor was: what is made of it cannot be told. */
export class NotOnRecord extends Error {}

/** What a stopped record names, also what was taken back since; `found` throws `NotOnRecord` for what is not there. */
export interface KnownTargets {
  readonly targets: ReadonlyMap<Ref, unknown>;
  readonly found: Found;
}

/**
 * Looks up for stopped records what they name (再次查找): the first that was not found, by what was there until it was taken back, and what comes
 * after it in their dataset's order, which nobody asked for then. A reference each is asked for all of them at once.
 */
export async function lookAgain(
  { references }: Dataset,
  stopped: readonly Candidate[],
  scene: Scene,
  db: Querier,
): Promise<ReadonlyMap<Candidate, KnownTargets>> {
  const known = new Map<Candidate, Named>();
  for (const one of stopped) if (one.unfound) known.set(one, new Named(one, references));
  for (const [place, reference] of (references as readonly Ref[]).entries()) {
    const { asks, findGone } = reference;
    if (asks === 'graph' && !findGone) continue;
    const keys = new Map<Named, string>();
    for (const one of known.values()) {
      // What the graph has found stands: this room would know less of it.
      const isAsked = !one.wasFound(reference) || (asks === 'database' && findGone !== undefined);
      const key = isAsked ? one.keyOf(reference) : null;
      if (key !== null) keys.set(one, key);
    }
    if (keys.size === 0) continue;
    // What was not found is not there: only what was taken back can be.
    const asked = findGone ? keys : new Map([...keys].filter(([one]) => one.place !== place));
    const named = [...new Set(asked.values())];
    const find = findGone ?? reference.find;
    const there = named.length === 0 ? new Map() : await find.call(reference, named, scene, db);
    for (const [one, key] of keys) one.take(reference, there.get(key) ?? null);
  }
  return known;
}

/** What a record's references led to as far as they were asked; beyond that it throws `NotOnRecord`. */
export const reached =
  ({ references }: Dataset, one: Candidate): Found =>
  (reference) => {
    if (one.unfound && places(references).get(reference as Ref)! >= places(references).get(one.unfound)!)
      throw new NotOnRecord();
    return one.found(reference);
  };

class Named implements KnownTargets {
  readonly targets = new Map<Ref, unknown>();
  /** Of the reference that was not found. */
  readonly place: number;
  readonly #one: Candidate;
  readonly #places: ReadonlyMap<Ref, number>;
  readonly #absent = new Set<Ref>();

  constructor(one: Candidate, references: Dataset['references']) {
    this.#one = one;
    this.#places = places(references);
    this.place = this.#places.get(one.unfound!)!;
  }

  readonly found: Found = (reference) => {
    const ref = reference as Ref;
    const isOutOfReach = ref.asks === 'graph' && this.#places.get(ref)! >= this.place;
    const target = this.targets.get(ref);
    if (target !== undefined) return target as never;
    if (this.#absent.has(ref) || isOutOfReach) throw new NotOnRecord();
    return this.#one.found(reference);
  };

  /** Asked for before the one that was not found: those of the graph come before all of the database. */
  wasFound(reference: Ref): boolean {
    const { asks } = this.#one.unfound!;
    return reference.asks === asks ? this.#places.get(reference)! < this.place : reference.asks === 'graph';
  }

  keyOf(reference: Ref): string | null {
    try {
      return reference.key(this.#one.values as never, this.found);
    } catch (error) {
      if (!(error instanceof NotOnRecord)) throw error;
      this.#absent.add(reference);
      return null;
    }
  }

  take(reference: Ref, target: unknown): void {
    if (target !== null) this.targets.set(reference, target);
    else if (reference.missing !== null && this.#one.found(reference) === null) this.#absent.add(reference);
  }
}

const known = new WeakMap<Dataset['references'], ReadonlyMap<Ref, number>>();

function places(references: Dataset['references']): ReadonlyMap<Ref, number> {
  const places = known.get(references) ?? new Map((references as readonly Ref[]).map((one, at) => [one, at]));
  known.set(references, places);
  return places;
}
