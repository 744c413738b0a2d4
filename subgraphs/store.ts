import { type EntitySchema, MikroORM } from '@mikro-orm/postgresql';
import { PostgresDialect } from 'kysely';
import { Pool, type PoolConfig, types } from 'pg';
import type { Clock } from '../kernel/clock.ts';
import type { Graph } from '../kernel/graph.ts';
import type { Keyring } from '../kernel/keyring.ts';
import { type Sealer, sealer } from '../kernel/sealing.ts';
import type { Fact } from '../ledger/fact.ts';
import type { Projection } from '../ledger/order/follow-projection.ts';
import { randomPool } from '../ledger/random-pool.ts';
import { Reader } from '../ledger/reader.ts';
import type { Dataset } from '../ledger/submission/dataset.ts';
import { type Rhythms, standardRhythms } from '../ledger/submission/rhythms.ts';
import type { LedgerLimits, LedgerRoom } from '../ledger/submission/room.ts';
import { RecordWriter } from '../ledger/record-writer.ts';
import type { Tally } from '../ledger/tallies/tally.ts';
import { type Table, tableOf } from '../ledger/table.ts';
import { ledgerRoom } from './submission.ts';

/** What a store needs to know of its subgraph. */
export interface Stored {
  readonly name: string;
  readonly databaseSchema: string;
  readonly facts: readonly Fact[];
  readonly datasets?: readonly Dataset[];
  readonly tallies?: readonly Tally[];
  readonly projections?: readonly Projection[];
}

export interface StoreOptions {
  readonly url: string;
  readonly keyring: Keyring;
  readonly clock: Clock;
  /** Connections of this subgraph; every request holds at most one. */
  readonly connections?: number;
  /** Random bytes for record ids and seeds; the demo's seeds give their own, so that they are repeatable. */
  readonly random?: (bytes: number) => Uint8Array;
  /** The graph, for the few questions a subgraph may ask before its transaction opens (architecture §8.5). */
  readonly graph?: () => Graph;
  readonly limits?: LedgerLimits;
  /** How often sources are expected to say that they are complete. */
  readonly rhythms?: Rhythms;
  /** Told after each submission that was stored, so that the order hears of it soon. */
  readonly nudge?: (dataset: string) => void;
  /** Told what background work passes over. */
  readonly report?: LedgerRoom['report'];
}

/** Limits of the ledger where nothing else is configured. Modelled: no document states them. */
export const LEDGER_LIMITS: LedgerLimits = {
  heldPerClient: 10_000,
  heldDays: 15,
  earliestMonth: '2020-01',
  zoneRequiredOf: [],
};

/** One subgraph's database, entities and keys, for the life of a process. */
export class Store {
  readonly name: string;
  readonly databaseSchema: string;
  readonly datasets: readonly Dataset[];
  readonly tallies: readonly Tally[];
  readonly projections: readonly Projection[];
  readonly limits: LedgerLimits;
  readonly rhythms: Rhythms;
  readonly nudge: (dataset: string) => void;
  readonly report: LedgerRoom['report'];
  readonly pool: Pool;
  readonly orm: MikroORM;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly sealer: Sealer;
  readonly random: (bytes: number) => Uint8Array;
  readonly graph: () => Graph;
  readonly #tables = new Map<Fact, Table>();
  readonly #readers = new Map<Fact, unknown>();
  #ledger: LedgerRoom | null = null;

  constructor(subgraph: Stored, options: StoreOptions) {
    this.name = subgraph.name;
    this.databaseSchema = subgraph.databaseSchema;
    this.datasets = subgraph.datasets ?? [];
    this.tallies = subgraph.tallies ?? [];
    this.projections = subgraph.projections ?? [];
    this.limits = options.limits ?? LEDGER_LIMITS;
    this.rhythms = options.rhythms ?? standardRhythms;
    this.nudge = options.nudge ?? (() => undefined);
    this.report = options.report ?? (() => undefined);
    const connections: PoolConfig & { pipeline: boolean } = {
      connectionString: options.url,
      max: options.connections ?? 8,
      connectionTimeoutMillis: 5_000,
      application_name: `hub ${subgraph.name}`,
      types: columnParsers,
      // What does not depend on the answer before it does not wait for it (transaction.ts).
      pipeline: true,
    };
    this.pool = new Pool(connections);
    // A connection lost while idle is not a fault of any request; the pool opens another.
    this.pool.on('error', () => undefined);
    // One lost in use fails the question in hand; without a listener of its own it would end the process.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
    this.clock = options.clock;
    this.keyring = options.keyring;
    this.sealer = sealer(options.keyring, subgraph.name);
    this.random = options.random ?? randomPool();
    this.graph = options.graph ?? noGraph;
    this.orm = new MikroORM({
      entities: subgraph.facts.map((fact) => fact.entity) as EntitySchema[],
      discovery: { warnWhenNoEntities: false },
      dbName: this.pool.options.database ?? subgraph.databaseSchema,
      driverOptions: () => new PostgresDialect({ pool: this.pool }),
    });
    for (const fact of subgraph.facts) this.#tables.set(fact, tableOf(this.orm, fact));
  }

  table(fact: Fact): Table {
    const table = this.#tables.get(fact);
    if (!table) throw new Error(`${fact.name} is not among the facts of this subgraph`);
    return table;
  }

  reader<F extends Fact>(fact: F): Reader<F> {
    const known = this.#readers.get(fact) as Reader<F> | undefined;
    if (known) return known;
    const reader = new Reader<F>(this.table(fact));
    this.#readers.set(fact, reader);
    return reader;
  }

  writer(fact: Fact, clock: Clock = this.clock): RecordWriter {
    return new RecordWriter(this.table(fact), { clock, sealer: this.sealer, random: this.random });
  }

  /** This database as the ledger's submission works in it. */
  get ledger(): LedgerRoom {
    this.#ledger ??= ledgerRoom(this);
    return this.#ledger;
  }

  async healthy(): Promise<boolean> {
    return this.pool.query('select 1').then(
      () => true,
      () => false,
    );
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}

const noGraph = (): Graph => {
  throw new Error('this process was started without a way to ask the graph');
};

const INT8 = 20;
const DATE = 1082;

/** Whole numbers stay exact and calendar days stay days: the driver's defaults would make text and Dates of them. */
const columnParsers = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return (text: string) => BigInt(text);
    if (oid === DATE) return (text: string) => text;
    return types.getTypeParser(oid, format as 'text');
  }) as typeof types.getTypeParser,
};
