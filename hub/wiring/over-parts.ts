import type { InnerGraphParts } from '../../gateway/inner-graph.ts';
import type { Config } from '../../kernel/config.ts';
import type { Graph } from '../../kernel/graph.ts';
import type { Running } from '../../subgraphs/receive.ts';
import { subgraphs } from '../../subgraphs/registry.ts';
import { type OpenDatabase, openDatabase } from '../database/open-database.ts';
import { replaceMonthIndexes } from '../background/replace-month-indexes.ts';
import { type Background, startBackground } from './background.ts';
import { departmentStores, type Exchange, openExchange } from './exchange.ts';
import { stopAll } from './stopping.ts';
import { type RunOptions, waysTo } from './subgraphs.ts';
import { committedSupergraph } from './supergraph.ts';
import type { Prepared } from './surroundings.ts';

export interface PartsOptions {
  readonly prepared: Prepared;
  /** Addresses of the subgraphs that run elsewhere; the others run in this process. */
  readonly elsewhere: Readonly<Record<string, string>>;
  /** Whether background work and jobs are done here. */
  readonly isWorking: boolean;
  /** Makes the database ready before anything uses it. */
  readonly ready?: (database: OpenDatabase) => Promise<void>;
}

/** What every process of the hub with a graph stands on. */
export interface Parts {
  readonly database: OpenDatabase;
  readonly here: readonly Running[];
  readonly exchange: Exchange;
  /** What a graph over the subgraphs is made of, with or without a front door. */
  readonly graphParts: Omit<InnerGraphParts, 'metrics' | 'tracing'> & { readonly config: Config };
  readonly isWorking: boolean;
  /** Gives the parts the graph that they ask; it stands later than they do. */
  ask(graph: Graph): void;
  /** Tells of every submission that a department in this process has stored. */
  onStored(tell: (subgraph: string, dataset: string) => void): void;
  /** Starts background work over that graph. */
  work(): Background;
  /** Adds what is ended before everything that stands already. */
  atEnd(step: () => Promise<unknown>): void;
}

/**
 * Opens database, subgraphs, exchange and the stores of background work, in this order, and starts over them what a
 * command is for. `stop` ends everything in the opposite order; a start that fails does so as well.
 * @throws Fault of whatever cannot start
 */
export async function overParts<T>(
  options: PartsOptions,
  start: (parts: Parts) => Promise<T>,
): Promise<T & { stop(): Promise<void> }> {
  const opened: (() => Promise<unknown>)[] = [];
  const stop = () => stopAll(options.prepared.log, [...opened].reverse());
  try {
    const parts = await openParts(options, (step) => void opened.push(step));
    return { ...(await start(parts)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openParts(
  { prepared, elsewhere, isWorking, ready }: PartsOptions,
  atEnd: Parts['atEnd'],
): Promise<Parts> {
  const { config, dataDir, keyring, clock, log } = prepared;
  const database = await openDatabase({ ...config, dataDir, keyring, log });
  atEnd(() => database.stop());
  await ready?.(database);

  let graph: Graph | undefined;
  let background: Background | undefined;
  let tellStored: ((subgraph: string, dataset: string) => void) | undefined;
  const options: RunOptions = {
    prepared,
    appUrl: database.appUrl,
    graph: () => graph!,
    nudge: (subgraph, dataset) => {
      tellStored?.(subgraph, dataset);
      background?.nudge(subgraph, dataset);
    },
  };
  const { transports, here } = waysTo(subgraphs, elsewhere, options);
  atEnd(() => Promise.all(Object.values(transports).map((transport) => transport.close())));
  const exchange = await openExchange(here, options, isWorking);
  atEnd(() => exchange.jobs.stop());
  return {
    database,
    here,
    exchange,
    graphParts: {
      config,
      supergraphSdl: committedSupergraph(),
      transports,
      assertionKey: (name) => keyring.secret(`assertion/${name}`),
      clock,
      log,
    },
    isWorking,
    ask: (given) => {
      graph = given;
    },
    onStored: (tell) => {
      tellStored = tell;
    },
    work() {
      const departments = departmentStores(here, options);
      atEnd(() => departments.close());
      const started = startBackground({ prepared, ...departments, ...exchange, graph: graph! });
      atEnd(() => started.stop());
      const indexes = replaceMonthIndexes({ ownerUrl: database.ownerUrl, log });
      atEnd(() => indexes.stop());
      background = started;
      return started;
    },
    atEnd,
  };
}
