import pino from 'pino';
import { developmentIssuer } from '../../gateway/callers/issuer.ts';
import { startGateway } from '../../gateway/gateway.ts';
import { readConfig } from '../../kernel/config.ts';
import type { GraphAnswer } from '../../kernel/graph.ts';
import { committedSupergraph } from '../../hub/wiring/supergraph.ts';
import { inProcess } from '../../subgraphs/in-process.ts';
import { running } from '../../subgraphs/receive.ts';
import { frozenClock } from '../../kernel/clock.ts';
import { hubCaller } from '../../kernel/caller.ts';
import type { RawBuilder } from 'kysely';
import { seedDemo } from '../../seeds/demo.ts';
import { Session } from '../../subgraphs/session.ts';
import { subgraphs } from '../../subgraphs/registry.ts';
import { Store } from '../../subgraphs/store.ts';
import { type FreshDatabase, freshDatabase, testKeyring } from '../support/database.ts';
import { demoDatabase } from '../support/hub-database.ts';

/** The stores of every department over a database of this suite's own, still without the demo when none is given. */
export async function departments(given: Promise<FreshDatabase> = freshDatabase()) {
  const database = await given;
  const clock = frozenClock(new Date('2026-11-21T09:00:00+08:00'));
  const parts = { url: database.appUrl, keyring: testKeyring, clock, connections: 2 };
  const stores: Record<string, Store> = Object.fromEntries(
    subgraphs.filter(({ facts }) => facts.length > 0).map((one) => [one.name, new Store(one, parts)]),
  );
  return {
    stores,
    url: database.appUrl,
    clock,
    seed: (businessDate: string, progress: (done: number, total: number) => void = () => undefined) =>
      seedDemo({ stores, now: new Date(`${businessDate}T09:00:00+08:00`), progress }),
    /** Asks one department's tables as the hub itself. */
    async ask<Row extends object>(subgraph: string, query: RawBuilder<unknown>): Promise<Row[]> {
      const session = new Session(stores[subgraph]!.pool, hubCaller('test'), null);
      try {
        return await session.rows<Row>(query);
      } finally {
        await session.close();
      }
    },
    async close() {
      await Promise.all(Object.values(stores).map((store) => store.close()));
      await database.drop();
    },
  };
}

export interface Graphed {
  ask(query: string, variables: Record<string, unknown>): Promise<GraphAnswer>;
  close(): Promise<void>;
}

/** The whole graph in this process over a database with the demo. */
export async function graphOverDemo(businessDate: string): Promise<Graphed> {
  const own = await departments(demoDatabase(`${businessDate}T09:00:00+08:00`));
  const { stores, clock } = own;
  const log = pino({ level: 'silent' });
  const transports = Object.fromEntries(
    subgraphs.map((one) => {
      const store = stores[one.name] ?? new Store(one, { url: own.url, keyring: testKeyring, clock });
      return [one.name, inProcess(running(one, store, testKeyring, log))];
    }),
  );
  const gateway = await startGateway({
    config: { ...readConfig({ HUB_PORT: '0' }), port: 0 },
    supergraphSdl: committedSupergraph(),
    transports,
    assertionKey: (name) => testKeyring.secret(`assertion/${name}`),
    issuer: developmentIssuer(testKeyring.secret('issuer/development'), 'tests'),
    clock,
    log,
    checks: {},
    examples: [],
  });
  return {
    ask: (query, variables) => gateway.graph.execute(query, variables, hubCaller('test')),
    async close() {
      await gateway.stop();
      for (const [name, transport] of Object.entries(transports)) if (!stores[name]) await transport.close();
      await own.close();
    },
  };
}
