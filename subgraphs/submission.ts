import type { Caller } from '../kernel/caller.ts';
import type { Dataset } from '../ledger/submission/dataset.ts';
import type { Envelope, RawRecord } from '../ledger/submission/envelope.ts';
import type { LedgerRoom } from '../ledger/submission/room.ts';
import { submit } from '../ledger/submission/submit.ts';
import { Session } from './session.ts';
import type { Store } from './store.ts';
import type { Resolver } from './subgraph.ts';

/** The mutation that takes one dataset (报送): an envelope and records in, a receipt with a verdict a record out. */
export const submits =
  (dataset: Dataset): Resolver =>
  (_root, { envelope, records }: { envelope: Envelope; records: readonly RawRecord[] }, { store, caller }) =>
    submit(store.ledger, caller, dataset, { envelope, records });

/** A store as the ledger works in it. */
export function ledgerRoom(store: Store): LedgerRoom {
  return {
    name: store.name,
    schema: store.databaseSchema,
    datasets: store.datasets,
    clock: store.clock,
    sealer: store.sealer,
    random: store.random,
    limits: store.limits,
    table: (fact) => store.table(fact),
    writer: (fact, clock) => store.writer(fact, clock),
    graph: store.graph,
    write: (caller: Caller, work) => new Session(store.pool, caller, null).write(work),
    nudge: store.nudge,
  };
}
