import type { Cancellation } from '../../../kernel/cancellation.ts';
import type { Session } from '../../session.ts';
import type { Path } from '../shaping/traced.ts';
import type { Brought } from './ask.ts';

/** One operation while it is answered. Nothing here outlives the answer. */
export interface Run {
  readonly session: Session;
  /** The answer as fetched so far, under the keys of the normal form. */
  readonly merged: Record<string, unknown>;
  /** The JSON of a variable of the normal form; undefined where the client gave none. */
  json(slot: string): string | undefined;
  /** The objects at each place of the plan, as long as nothing can have changed them. */
  readonly targets: (object[] | undefined)[];
  /** What was sent before its turn, by subgraph and body (ahead.ts). */
  readonly ahead: Map<string, SentAhead>;
  readonly troubles: Trouble[];
  /** Objects that a fetch left without its fields, and why; for whoever finds something missing there. */
  readonly notes: Map<object, Note[]>;
}

export interface SentAhead {
  readonly asked: Promise<Brought>;
  /** Cancelled when nobody takes it. */
  readonly dropped: Cancellation;
}

/** What went wrong in one fetch, and where in the merged data. */
export interface Trouble {
  readonly kind: 'error' | 'lost';
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
  readonly at: readonly Path[];
}

export interface Note {
  /** No answer; not visible to the caller, or not there; not asked for want of a key. */
  readonly why: 'lost' | 'hidden' | 'unasked';
  readonly keys: ReadonlySet<string>;
}

/** At most so many places are told for one thing that went wrong: thousands say no more than a hundred. */
export const MOST_PLACES = 100;

export function note({ notes }: Run, targets: Iterable<object>, one: Note): void {
  for (const target of targets) {
    const known = notes.get(target);
    if (known) known.push(one);
    else notes.set(target, [one]);
  }
}
