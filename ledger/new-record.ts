/** Where a batch of records comes from (数据来源); the same for all of its records. */
export interface Provenance {
  readonly sourceSystem: string;
  readonly receiptId: string;
  readonly receivedAt: Date;
  readonly assurance: 'DEVICE_SIGNED' | 'SENDER_SIGNED' | 'LEGACY_SIGNED' | 'UNSIGNED';
}

/** What a caller gives for one record: its content in plain words; sealed columns hold the plain text. */
export interface NewRecord {
  readonly content: Record<string, unknown>;
  readonly occurredAt: Date;
  readonly sourceVersion: bigint;
  /** Place in the source's call, where that is not the place in this batch. */
  readonly sourcePlace?: number;
  readonly withdrawn?: boolean;
  /** The submission it came with, where a batch is of several. */
  readonly receiptId?: string;
  /**
   * Whether its source is the one whose word is shown (权威来源): what another source has stated gives way to it. Left out,
   * only what that source has taken back does.
   */
  readonly outranks?: boolean;
  /**
   * It is a line of another record whose version is judged already, as of a sheet (明细随主记录): it becomes what that one says,
   * whatever version it had before.
   */
  readonly isLine?: boolean;
  /** Only where another table must already know the id, as the worker's does; otherwise the ledger makes it. */
  readonly id?: string;
}
