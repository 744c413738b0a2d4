import type { Caller } from '../../kernel/caller.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Graph } from '../../kernel/graph.ts';
import type { Sealer } from '../../kernel/sealing.ts';
import type { Fact } from '../fact.ts';
import type { Querier } from '../query.ts';
import type { RecordWriter } from '../record-writer.ts';
import type { Table } from '../table.ts';
import type { Dataset } from './dataset.ts';

/** One department's database as the ledger works in it: the same for every department. */
export interface LedgerRoom {
  /** The subgraph's name, such as `banking`. */
  readonly name: string;
  /** Its database schema. */
  readonly schema: string;
  readonly datasets: readonly Dataset[];
  readonly clock: Clock;
  readonly sealer: Sealer;
  readonly random: (bytes: number) => Uint8Array;
  readonly limits: LedgerLimits;
  table(fact: Fact): Table;
  writer(fact: Fact): RecordWriter;
  graph(): Graph;
  /** One writing transaction; what it returns is durable. Row scope does not narrow it: reach is the pipeline's. */
  write<Result>(caller: Caller, work: (db: Querier) => Promise<Result>): Promise<Result>;
  /** After a commit that the order should hear of soon. */
  nudge(dataset: string): void;
  /** What background work passes over, for somebody to look at; `what` names no person. */
  report(error: unknown, what: string): void;
}

export interface LedgerLimits {
  /** Most records held for one client at a time. */
  readonly heldPerClient: number;
  /** Days that a held record waits. */
  readonly heldDays: number;
  /** The earliest month that attendance may be recorded for, as YYYY-MM. */
  readonly earliestMonth: string;
  /** Source systems whose times must name their zone; of the others one without is read as +08:00, and labelled. */
  readonly zoneRequiredOf: readonly string[];
}
