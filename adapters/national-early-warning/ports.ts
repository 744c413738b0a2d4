import type { Caller } from '../../kernel/caller.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Graph } from '../../kernel/graph.ts';

/** What the door of the early-warning exchange needs of the world. */
export interface EarlyWarningParts {
  readonly clients: EarlyWarningClients;
  readonly batches: EarlyWarningBatches;
  readonly graph: Graph;
  /** Business time. */
  readonly clock: Clock;
  readonly signer: HubSigner;
  /** The code under which the hub itself signs (本系统编码). */
  readonly systemCode: string;
  /** Told what the graph answered when it could not be asked; the sender learns no more than that. */
  readonly report: (error: unknown, requestId: string) => void;
}

/** Who may come, by `systemCode`. */
export interface EarlyWarningClients {
  /** The client in force under this code; undefined when there is none or it is closed. */
  find(systemCode: string): Promise<EarlyWarningClient | undefined>;
}

export interface EarlyWarningClient {
  /** The code as registered. */
  readonly systemCode: string;
  /** PEM of its SM2 public key. */
  readonly publicKey: string;
  /** Kind NATIONAL, assurance SIGNED, scopes `doubtful:ingest` and `change:read`. */
  readonly caller: Caller;
  /** The name under which its doubts are kept (疑点来源). */
  readonly source: string;
  /** Seconds that `sentAt` may be away from business time. Default 600 (modelled). */
  readonly toleranceSeconds?: number;
}

/** Batches and their answers, durable and shared by every process of the hub. */
export interface EarlyWarningBatches {
  /** What is known under the number; undefined when it never came. */
  find(batch: BatchKey): Promise<ClaimedBatch | undefined>;
  /** Notes that a batch of this content came, unless its number is known. @returns what is known under the number */
  claim(batch: BatchKey, digest: string): Promise<ClaimedBatch>;
  /** Keeps the answer of a claimed batch; one that is kept already stays. */
  keep(batch: BatchKey, answer: string): Promise<void>;
}

export interface BatchKey {
  readonly systemCode: string;
  readonly batchNo: string;
}

export interface ClaimedBatch {
  /** SM3 of the canonical records that came first under this number. */
  readonly digest: string;
  /** Null while it is worked on, or when the hub stopped before it had answered. */
  readonly answer: string | null;
}

/** The hub's own key. */
export interface HubSigner {
  readonly keyId: string;
  /** The SM2 point 04‖x‖y in hexadecimal. */
  readonly publicKey: string;
  /** SM2 over the UTF-8 bytes, DER (GB/T 35276, default user id). */
  sign(text: string): Buffer;
}
