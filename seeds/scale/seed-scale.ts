import { addMonths, type BusinessDate, monthEdges, yearMonthOf } from '../../kernel/calendar.ts';
import { hubCaller } from '../../kernel/caller.ts';
import { frozenClock } from '../../kernel/clock.ts';
import { newRecordId } from '../../kernel/record-id.ts';
import { stepDone, stepsDone } from '../../ledger/installation-step.ts';
import { ensureMonths } from '../../ledger/months.ts';
import { writeProjectScope } from '../../ledger/project-scope.ts';
import type { Querier } from '../../ledger/query.ts';
import { RecordWriter } from '../../ledger/record-writer.ts';
import { AttendanceRecord } from '../../subgraphs/provincial/facts.ts';
import { ensureWorkers } from '../../subgraphs/provincial/workers/identity-registry.ts';
import { Session } from '../../subgraphs/session.ts';
import type { Store } from '../../subgraphs/store.ts';
import { tellBankProjects } from '../bank-projects.ts';
import { draw } from '../draw.ts';
import type { Planned } from '../planned.ts';
import { at } from '../span.ts';
import { tellWorkerProjects } from '../worker-projects.ts';
import { projectOf, workerOf } from './cast.ts';
import { type Part, parts } from './parts.ts';
import type { ScaleSize } from './sizes.ts';
import { stateSources } from './sources.ts';

export interface ScaleOptions {
  /** The stores of all departments by name. */
  readonly stores: Readonly<Record<string, Store>>;
  readonly size: ScaleSize;
  /** Attendance and wages are those of the month before it. */
  readonly businessDate: BusinessDate;
  readonly progress: (done: number, total: number, label: string) => void;
}

export interface ScaleSummary {
  readonly records: number;
  /** Nothing was left to do. */
  readonly wasThere: boolean;
}

const WORK = 'scale';
const BEGUN = 'begun';
const OF_BANKS = 'bank projects';
const OF_WORKERS = 'worker projects';
/** Stretches under way at once: one is made while the database writes the other. */
const LANES = 2;

interface Stretch {
  readonly name: string;
  readonly part: Part;
  readonly from: number;
  readonly to: number;
}

/**
 * Fills an empty hub with a province or a city of fictional records (规模数据), a stretch of some thousand at a time through the
 * ledger's record writer. The same size and business date give the same records; one that was killed goes on where it was.
 * @throws Error when the hub has the demo, or a seed of another size or day
 */
export async function seedScale(options: ScaleOptions): Promise<ScaleSummary> {
  const { stores, size, businessDate, progress } = options;
  const provincial = stores.provincial!;
  const session = new Session(provincial.pool, hubCaller('seed'), null);
  const month = addMonths(yearMonthOf(businessDate), -1);
  const done = await begin(session, `${size.projects} projects, ${month}`, at(businessDate, '06:00:00'));
  await session.write((db) => ensureMonths(db, AttendanceRecord, [monthEdges(month).from]));
  const scopes = Object.entries(stores).map(([name, store]) => ({ name: `scope ${name}`, store }));
  const stretches = parts({ today: businessDate, month, size }).flatMap(stretchesOf);
  const left = stretches.filter(({ name }) => !done.has(name));
  const total = stretches.length + 2 * scopes.length + 2;
  let finished = stretches.length - left.length;
  for (const { name, store } of scopes) {
    if (!done.has(name)) await writeScope(store, name, size.projects, at(businessDate, '06:00:00'));
    progress(++finished, total, name);
  }
  let records = 0;
  let isStopped = false;
  const waiting = [...left].reverse();
  const lane = async () => {
    for (let one = waiting.pop(); one && !isStopped; one = waiting.pop()) {
      const store = stores[one.part.subgraph]!;
      // Not `records += await …`: the other lane adds meanwhile.
      const written = await writeStretch(store, one, at(businessDate, '06:00:00')).catch((error: unknown) => {
        isStopped = true;
        throw error;
      });
      records += written;
      progress(++finished, total, one.part.name);
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
  for (const one of lanes) if (one.status === 'rejected') throw one.reason;
  if (!done.has(OF_BANKS))
    await session.write(async (db) => {
      await tellBankProjects(stores.banking!, db);
      await stepDone(db, WORK, OF_BANKS, '', at(businessDate, '06:00:00'));
    });
  progress(++finished, total, OF_BANKS);
  if (!done.has(OF_WORKERS)) await writeWorkersOfProjects(stores, at(businessDate, '06:00:00'));
  progress(++finished, total, OF_WORKERS);
  for (const store of Object.values(stores)) {
    const name = `sources ${store.name}`;
    if (!done.has(name)) await stateSources(store, WORK, businessDate, at(businessDate, '06:00:00'));
    progress(++finished, total, name);
  }
  return { records, wasThere: left.length === 0 && done.has('sources provincial') };
}

async function begin(session: Session, what: string, now: Date): Promise<ReadonlyMap<string, string>> {
  return session.write(async (db) => {
    if ((await stepsDone(db, 'demo')).size > 0)
      throw new Error(
        'this hub has the demo; a seed at scale needs an empty one (HUB_SEED=none and another HUB_DATA_DIR)',
      );
    const done = await stepsDone(db, WORK);
    const begun = done.get(BEGUN);
    if (begun !== undefined && begun !== what)
      throw new Error(`this hub was begun with ${begun}; ask for the same, or use another HUB_DATA_DIR`);
    if (begun === undefined) await stepDone(db, WORK, BEGUN, what, now);
    return done;
  });
}

const stretchesOf = (part: Part): Stretch[] =>
  Array.from({ length: Math.ceil(part.of / part.stretch) }, (_, place) => ({
    name: `${part.name} ${place}`,
    part,
    from: place * part.stretch,
    to: Math.min(part.of, (place + 1) * part.stretch),
  }));

async function writeScope(store: Store, name: string, projects: number, now: Date): Promise<void> {
  const scoped = Array.from({ length: projects }, (_, serial) => {
    const { code, kind, sector, divisionCode } = projectOf(serial);
    return { projectCode: code, kind, sector, divisionCode, version: 1 };
  });
  await new Session(store.pool, hubCaller('seed'), null).write(async (db) => {
    await writeProjectScope(db, store.databaseSchema, scoped);
    await stepDone(db, WORK, name, String(projects), now);
  });
}

async function writeWorkersOfProjects(stores: ScaleOptions['stores'], now: Date): Promise<void> {
  await new Session(stores.banking!.pool, hubCaller('seed'), null).write((db) =>
    tellWorkerProjects(stores.provincial!, db),
  );
  await new Session(stores.provincial!.pool, hubCaller('seed'), null).write((db) =>
    stepDone(db, WORK, OF_WORKERS, '', now),
  );
}

/** @returns how many records it wrote */
async function writeStretch(store: Store, { name, part, from, to }: Stretch, now: Date): Promise<number> {
  const records = Array.from({ length: to - from }, (_, place) => from + place).flatMap((serial) =>
    part.records(serial, store.sealer),
  );
  await new Session(store.pool, hubCaller('seed'), null).write(async (db) => {
    if (part.name === 'workers') await registerWorkers(store, db, from, to, now);
    for (const group of Map.groupBy(records, ({ fact, source }) => `${fact.name} ${source}`).values())
      await writeGroup(db, store, group, name, now);
    await stepDone(db, WORK, name, String(records.length), now);
  });
  return records.length;
}

async function writeGroup(
  db: Querier,
  store: Store,
  group: readonly Planned[],
  name: string,
  now: Date,
): Promise<void> {
  const [{ fact, source, assurance }] = group as [Planned];
  const random = draw(`scale ${name} ${fact.name} ${source}`).bytes;
  const writer = new RecordWriter(store.table(fact), {
    clock: frozenClock(now),
    sealer: store.sealer,
    random,
  });
  const provenance = {
    sourceSystem: source,
    receiptId: newRecordId(now, random),
    receivedAt: now,
    assurance,
  };
  const records = group.map(({ content, occurredAt, id, on }) => ({
    content,
    occurredAt,
    sourceVersion: BigInt(Date.parse(on)),
    ...(id && { id }),
  }));
  const verdicts = await writer.write(db, records, provenance);
  const refused = verdicts.find(({ outcome }) => outcome !== 'ACCEPTED');
  if (refused) throw new Error(`the ledger did not take a ${fact.name} (${refused.code})`);
}

async function registerWorkers(
  store: Store,
  db: Querier,
  from: number,
  to: number,
  now: Date,
): Promise<void> {
  const keeper = {
    sealer: store.sealer,
    clock: frozenClock(now),
    random: draw(`scale registry ${from}`).bytes,
  };
  const documents = Array.from({ length: to - from }, (_, place) => {
    const { workerId, number } = workerOf(from + place);
    return { documentType: '01', documentNumber: number, workerId };
  });
  const ensured = await ensureWorkers(keeper, db, documents);
  const other = ensured.findIndex(({ workerId }, place) => workerId !== documents[place]!.workerId);
  if (other >= 0) throw new Error(`worker ${from + other} is somebody else in this hub’s registry`);
}
