import { type BusinessDate, yearMonthOf } from '../kernel/calendar.ts';
import { hubCaller } from '../kernel/caller.ts';
import { frozenClock } from '../kernel/clock.ts';
import { newRecordId } from '../kernel/record-id.ts';
import type { Fact } from '../ledger/fact.ts';
import { stepDone } from '../ledger/installation-step.ts';
import type { NewRecord, Provenance } from '../ledger/new-record.ts';
import type { Querier } from '../ledger/query.ts';
import { RecordWriter } from '../ledger/record-writer.ts';
import { Session } from '../subgraphs/session.ts';
import { ledgerRoom } from '../subgraphs/submission.ts';
import { Disbursement } from '../subgraphs/banking/facts.ts';
import type { Store } from '../subgraphs/store.ts';
import { draw } from './draw.ts';
import { keepBatch } from './keep-batch.ts';
import { BATCH, submitBatch } from './submit.ts';
import type { Planned } from './planned.ts';

/** What is written together (步骤): one transaction, with the line that says it is done. */
export interface Step {
  readonly name: string;
  readonly store: Store;
  /** When the hub got to know the last of it. */
  readonly recordedAt: Date;
  readonly batches: () => readonly Batch[];
  readonly alongside?: (db: Querier) => Promise<void>;
}

/** Records of one fact from one source, that the hub got to know at one instant. */
export interface Batch {
  readonly recordedAt: Date;
  readonly fact: Fact;
  readonly source: string;
  readonly assurance: Provenance['assurance'];
  readonly records: readonly NewRecord[];
}

export const WORK = 'demo';

/**
 * Writes a step: what can be submitted is submitted, as its source would have (seeds/submit.ts); of what has no submission,
 * or one that asks other departments, the records go through the ledger's writer, in the transaction of the line that says the step is done,
 * and are kept as submitted where there is a submission.
 * @returns how many records it wrote
 */
export async function writeStep(step: Step): Promise<number> {
  const { name, store, recordedAt, batches, alongside } = step;
  const datasetOf = ({ fact }: Batch) =>
    REFERS_ELSEWHERE.has(fact) ? undefined : store.datasets.find((one) => one.fact === fact);
  const keyOf = (place: number) => `demo/${name.replaceAll(' ', '-')}/${place}`;
  const planned = [...batches().entries()];
  for (const [place, batch] of planned) {
    const dataset = datasetOf(batch);
    if (dataset) await submitBatch(store, dataset, batch, keyOf(place));
  }
  const written = planned.reduce((sum, [, { records }]) => sum + records.length, 0);
  await new Session(store.pool, hubCaller('seed'), null).write(async (db) => {
    await alongside?.(db);
    for (const [place, batch] of planned)
      if (!datasetOf(batch)) await writeBatch(db, store, batch, keyOf(place));
    await stepDone(db, WORK, name, String(written), recordedAt);
  });
  return written;
}

async function writeBatch(
  db: Querier,
  store: Store,
  { fact, source, assurance, records, recordedAt }: Batch,
  key: string,
): Promise<void> {
  const clock = frozenClock(recordedAt);
  const random = draw(key).bytes;
  const writer = new RecordWriter(store.table(fact), { clock, sealer: store.sealer, random });
  const dataset = store.datasets.find((one) => one.fact === fact);
  for (let start = 0; start < records.length; start += BATCH) {
    const receiptId = newRecordId(recordedAt, random);
    const provenance = { sourceSystem: source, receiptId, receivedAt: recordedAt, assurance };
    const some = records.slice(start, start + BATCH);
    const verdicts = await writer.write(db, some, provenance);
    const refused = verdicts.find(({ outcome }) => outcome === 'REJECTED');
    if (refused) throw new Error(`the ledger refused a ${fact.name} (${refused.code})`);
    if (dataset)
      await keepBatch(db, ledgerRoom(store, { clock, random }), dataset, {
        key: `${key}/${start}`,
        records: some,
        provenance,
        verdicts,
      });
  }
}

/** Payments name lines of sheets, which their submission asks the graph for; the demo has planned both and has no graph. */
const REFERS_ELSEWHERE: ReadonlySet<Fact> = new Set([Disbursement]);

export interface StepTerms {
  readonly subgraph: string;
  readonly store: Store;
  readonly timeOf: (day: BusinessDate) => Date;
  /** Facts in the order in which they depend on each other. */
  readonly order: readonly Fact[];
  /** What is older the hub heard of a month at a time: nobody asks for its day. */
  readonly byDayFrom: BusinessDate;
}

/** The planned records of one subgraph as steps of some days. */
export function stepsOf(
  records: readonly Planned[],
  { subgraph, store, timeOf, order, byDayFrom }: StepTerms,
): Step[] {
  const planned = [...records].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  const heard = heardOn(planned, byDayFrom);
  const byDay = Map.groupBy(planned, ({ on }) => heard.get(on)!);
  const days = [...byDay.keys()].sort();
  const starts = Array.from({ length: Math.ceil(days.length / DAYS) }, (_, place) => place * DAYS);
  return starts.map((start) => {
    const together = days.slice(start, start + DAYS);
    return {
      name: `${subgraph} ${together[0]}`,
      store,
      recordedAt: timeOf(together.at(-1)!),
      batches: () => together.flatMap((day) => batchesOf(byDay.get(day)!, order, timeOf(day), timeOf)),
    };
  });
}

/** By a planned day the day on which the hub heard of it: itself, or the last planned day of its month. */
function heardOn(
  planned: readonly Planned[],
  byDayFrom: BusinessDate,
): ReadonlyMap<BusinessDate, BusinessDate> {
  const last = new Map<string, BusinessDate>();
  for (const { on } of planned) if (on < byDayFrom) last.set(yearMonthOf(on), on);
  return new Map(planned.map(({ on }) => [on, on < byDayFrom ? last.get(yearMonthOf(on))! : on]));
}

/** Few days have many records of master data; a transaction for each would spend its time on committing. */
const DAYS = 12;

function batchesOf(
  records: readonly Planned[],
  order: readonly Fact[],
  at: Date,
  timeOf: StepTerms['timeOf'],
): Batch[] {
  const groups = Map.groupBy(records, ({ fact, source }) => `${order.indexOf(fact) + 100} ${source}`);
  return [...groups.keys()].sort().map((key) => {
    const [first] = groups.get(key)!;
    return {
      recordedAt: at,
      fact: first!.fact,
      source: first!.source,
      assurance: first!.assurance,
      records: groups.get(key)!.map(({ on, content, occurredAt, id, withdrawn }) => ({
        content,
        // On the last day the morning is the latest.
        occurredAt: occurredAt < timeOf(on) ? occurredAt : timeOf(on),
        // A later statement of the same source has the higher version.
        sourceVersion: BigInt(timeOf(on).getTime()),
        ...(id && { id }),
        ...(withdrawn && { withdrawn }),
      })),
    };
  });
}
