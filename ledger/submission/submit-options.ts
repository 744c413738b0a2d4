import type { Receipt } from './receipt.ts';

/** How the hub's own parts submit; what comes from outside has none of it. */
export interface SubmitOptions {
  /** Held records that are tried again (放行): by the record's index, what it was held as. */
  readonly held?: readonly { readonly id: string; readonly place: number; readonly sourceVersion: bigint }[];
  /** Where the hub itself vouches for another's signature, as the demo does for its devices'. */
  readonly assurance?: Receipt['assurance'];
  /** What the hub itself states beside a record (by its index), such as the mark of key supervision. */
  readonly beside?: (index: number) => Readonly<Record<string, unknown>>;
  /** Ids of lines that other departments must already know. */
  readonly lineId?: (content: Readonly<Record<string, unknown>>) => string | undefined;
}
