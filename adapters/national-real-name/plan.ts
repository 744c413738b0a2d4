import type { Complaint } from './complaint.ts';
import type { Desk } from './desk.ts';
import type { Operation } from './operations.ts';
import type { File } from './picture.ts';

/** What one call of the interface becomes (处理计划): standard submissions in the order of their dependence. */
export interface Plan {
  /** Parts in order; accepted ones stay when a later one fails, since facts are idempotent and the sender repeats. */
  readonly parts: readonly Part[];
  /** What the call itself says wrong; the records concerned are in no part. */
  readonly complaints: readonly Complaint[];
  readonly files: readonly File[];
  /**
   * What stands in the way of records (已存在), asked just before they are submitted: what is complained of at a record's place keeps
   * all its parts from being submitted, so that a call refused as known changes nothing.
   */
  readonly inTheWay?: (desk: Desk) => Promise<readonly Hindrance[]>;
  /** What was issued, for the result of a call that succeeded. */
  readonly issued?: unknown;
}

export interface Hindrance {
  /** The place of the record. */
  readonly at: string;
  readonly complaint: Complaint;
}

export interface Part {
  readonly operation: Operation;
  readonly records: readonly PlannedRecord[];
}

export interface PlannedRecord {
  /** The record of the standard. */
  readonly fields: Record<string, unknown>;
  /** Where the client stated it, such as `[workerList][0]`; also says which records of later parts depend on it. */
  readonly place: string;
  /** The client's name, in brackets, of a field path of the standard. */
  readonly fieldAt: (path: string) => string;
  /** What the client is told when the fact was known already; left out, or without an answer, that is a success. */
  readonly known?: () => Complaint | undefined;
  /** Other words for a verdict's code, where the object has accustomed ones. */
  readonly words?: Readonly<Record<string, readonly [chinese: string, english: string]>>;
}

/** Several plans as one: parts of the same operation stay apart, in order. */
export function joinPlans(...plans: readonly Plan[]): Plan {
  return {
    parts: plans.flatMap(({ parts }) => parts),
    complaints: plans.flatMap(({ complaints }) => complaints),
    files: plans.flatMap(({ files }) => files),
  };
}
