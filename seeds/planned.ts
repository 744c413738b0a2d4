import type { BusinessDate } from '../kernel/calendar.ts';
import type { DerivedOf, Fact, RecordRow, RowOf } from '../ledger/fact.ts';
import type { Provenance } from '../ledger/new-record.ts';
import { at } from './span.ts';

type Own<F> = {
  [K in keyof RowOf<F> as K extends string ? (K extends keyof RecordRow | DerivedOf<F> ? never : K) : never]:
    | RowOf<F>[K]
    | (NonNullable<RowOf<F>[K]> extends Buffer ? string : never);
};

/** A fact's own columns in plain words; what the writer will seal is still text here, and what may be null may be left out. */
export type ContentOf<F> = {
  [K in keyof Own<F> as null extends Own<F>[K] ? never : K]: Own<F>[K];
} & { [K in keyof Own<F> as null extends Own<F>[K] ? K : never]?: Own<F>[K] };

/** One version of one fact, with the day on which the hub got to know it. */
export interface Planned {
  readonly fact: Fact;
  readonly content: Record<string, unknown>;
  readonly on: BusinessDate;
  readonly occurredAt: Date;
  readonly source: string;
  readonly assurance: Provenance['assurance'];
  readonly id?: string;
  readonly withdrawn?: boolean;
}

export interface PlannedOptions {
  readonly occurredAt?: Date;
  readonly source?: string;
  readonly assurance?: Provenance['assurance'];
  readonly id?: string;
  readonly withdrawn?: boolean;
}

/** A later day with the same natural key and source is a correction (更正): the ledger makes it the next version. */
export function planned<F extends Fact>(
  fact: F,
  on: BusinessDate,
  content: ContentOf<F>,
  options: PlannedOptions = {},
): Planned {
  return {
    fact,
    content: content as Record<string, unknown>,
    on,
    occurredAt: at(on, '09:00:00'),
    source: 'provincial-hub',
    assurance: 'SENDER_SIGNED',
    ...options,
  };
}
