import type { Clock } from '../../../kernel/clock.ts';
import type { Jobs } from '../../../kernel/jobs.ts';
import type { Sealer } from '../../../kernel/sealing.ts';
import type { ExchangeDatabase } from '../database.ts';
import type { CallNonce } from './nonces.ts';

// The ports of the door name the same types, with what each member means. Neither room may import the other, and no third
// needs them; hub/wiring/doors.ts hands one over as the other, so that the type checker keeps them the same.
export interface NewCall extends CallNonce {
  /** `Object.Verb`. */
  readonly method: string;
  /** The business JSON as sent. */
  readonly data: string;
  readonly at: Date;
  readonly jobAfterSeconds: number;
}

/** A call without what it says: what is asked for as long as it is not carried out. */
export interface KeptCall {
  readonly serial: string;
  readonly appid: string;
  readonly method: string;
  readonly at: Date;
  /** Counts up with every call admitted to the hub. */
  readonly order: number;
  readonly outcome?: CallOutcome;
}

export interface RealNameCall extends KeptCall {
  readonly data: string;
}

export interface CallOutcome {
  readonly status: 10 | 20;
  readonly code: number;
  readonly result: string;
}

export type Admission =
  | { readonly kind: 'ADMITTED'; readonly serial: string }
  | { readonly kind: 'SAME'; readonly call: KeptCall }
  | { readonly kind: 'OTHER_CONTENT' }
  | { readonly kind: 'OVERLOADED' };

export interface CallParts {
  readonly db: ExchangeDatabase;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly jobs: Jobs;
  /** Calls that may wait at once, over all processes. */
  readonly mostWaiting: number;
}
