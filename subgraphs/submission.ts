import { hubCaller } from '../kernel/caller.ts';
import { RecordWriter } from '../ledger/record-writer.ts';
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
  (
    _root,
    { envelope, records }: { envelope: StatedEnvelope; records: readonly RawRecord[] },
    { store, caller },
  ) =>
    submit(store.ledger, caller, dataset, { envelope: envelopeOf(envelope), records });

/** The envelope as the SDL takes it: what is left out, or null, is the default. */
export type StatedEnvelope = Omit<Envelope, 'mode' | 'dryRun'> & {
  readonly mode?: Envelope['mode'] | null;
  readonly dryRun?: boolean | null;
};

export const envelopeOf = ({ mode, dryRun, ...stated }: StatedEnvelope): Envelope => ({
  ...stated,
  mode: mode ?? 'PARTIAL',
  dryRun: dryRun ?? false,
});

/** A store as the ledger works in it; the demo gives a clock and chance of its own, so that it is repeatable. */
export function ledgerRoom(store: Store, own: Pick<LedgerRoom, 'clock' | 'random'> = store): LedgerRoom {
  const { clock, random } = own;
  return {
    name: store.name,
    schema: store.databaseSchema,
    datasets: store.datasets,
    clock,
    sealer: store.sealer,
    random,
    limits: store.limits,
    table: (fact) => store.table(fact),
    writer: (fact) => new RecordWriter(store.table(fact), { clock, sealer: store.sealer, random }),
    graph: store.graph,
    // Under the hub's own row scope: a vendor reads nothing, and yet its projects must be found and kept in scope.
    write: (_caller, work) => new Session(store.pool, hubCaller(store.name), null).write(work),
    nudge: store.nudge,
    report: store.report,
  };
}
