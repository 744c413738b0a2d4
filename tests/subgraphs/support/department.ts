import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { migrate } from '../../../hub/database/migrate.ts';
import { makeAssertion } from '../../../kernel/assertion.ts';
import { type Caller, hubCaller, type Sector } from '../../../kernel/caller.ts';
import { frozenClock } from '../../../kernel/clock.ts';
import { sm3Hex } from '../../../kernel/crypto/sm3.ts';
import type { Graph } from '../../../kernel/graph.ts';
import type { SubgraphAnswer } from '../../../kernel/transport.ts';
import type { Fact } from '../../../ledger/fact.ts';
import { writeProjectScope } from '../../../ledger/project-scope.ts';
import type { LedgerLimits } from '../../../ledger/submission/room.ts';
import type { RecordVerdict } from '../../../ledger/verdict.ts';
import { inProcess } from '../../../subgraphs/in-process.ts';
import { running } from '../../../subgraphs/receive.ts';
import { subgraphs } from '../../../subgraphs/registry.ts';
import { Session } from '../../../subgraphs/session.ts';
import { Store } from '../../../subgraphs/store.ts';
import type { Subgraph } from '../../../subgraphs/subgraph.ts';
import { freshDatabase, testKeyring } from '../../support/database.ts';

export interface Asking {
  readonly variables?: Record<string, unknown>;
  readonly asOf?: string;
}

/** One subgraph on a database of its own, asked in process through assertions as the gateway makes them. */
export interface Department {
  /** Its database as the hub's own work runs on it: the order of submissions, the release of held records. */
  readonly store: Store;
  /** The same database as its owner, for what no part of the hub may do. */
  readonly ownerUrl: string;
  /** Puts projects into the subgraph's row scope: code, sector and division of each. */
  scope(projects: readonly (readonly [code: string, sector: Sector, division: string])[]): Promise<void>;
  /** Records contents of one fact at an instant of business time; a later call with the same key corrects, or takes back. */
  write(
    fact: Fact,
    at: string,
    contents: readonly Record<string, unknown>[],
    more?: { readonly occurredAt?: Date; readonly withdrawn?: boolean },
  ): Promise<RecordVerdict[]>;
  ask(caller: Caller, query: string, asking?: Asking): Promise<SubgraphAnswer>;
  close(): Promise<void>;
}

/** Sectors with a kind of project of their own. */
const KINDS: ReadonlySet<Sector> = new Set(['HOUSING', 'TRANSPORT', 'WATER']);

/**
 * @param graph for a subgraph that asks another before it writes; left out, it cannot
 * @param limits of its ledger; left out, those of a hub where nothing is configured
 */
export async function openDepartment(
  subgraph: Subgraph,
  graph?: Graph,
  limits?: LedgerLimits,
): Promise<Department> {
  const database = await freshDatabase();
  // A fresh database has what the registry names; a subgraph of a test's own brings its tables along.
  if (!subgraphs.includes(subgraph) && subgraph.migrations !== null)
    await migrate(database.ownerUrl, [{ ...subgraph, folder: subgraph.migrations }]);
  const clock = frozenClock(new Date('2026-03-01T08:00:00+08:00'));
  const store = new Store(subgraph, {
    url: database.appUrl,
    keyring: testKeyring,
    clock,
    ...(graph && { graph: () => graph }),
    ...(limits && { limits }),
  });
  const transport = inProcess(running(subgraph, store, testKeyring, pino({ level: 'silent' })));
  const hub = new Session(store.pool, hubCaller('tests'), null);
  return {
    store,
    ownerUrl: database.ownerUrl,
    scope: (projects) =>
      hub.write((db) =>
        writeProjectScope(
          db,
          subgraph.databaseSchema,
          projects.map(([projectCode, sector, divisionCode]) => {
            const kind = KINDS.has(sector) ? sector : 'OTHER';
            return { projectCode, kind, sector, divisionCode, version: 1 };
          }),
        ),
      ),
    write: (fact, at, contents, more) => {
      const now = new Date(at);
      const writer = store.writer(fact, frozenClock(now));
      const records = contents.map((content) => ({
        content,
        occurredAt: now,
        sourceVersion: BigInt(now.getTime()),
        ...more,
      }));
      const provenance = {
        sourceSystem: subgraph.name,
        receiptId: randomUUID(),
        receivedAt: now,
        assurance: 'UNSIGNED',
      } as const;
      return hub.write((db) => writer.write(db, records, provenance));
    },
    ask: (caller, query, { variables = {}, asOf } = {}) => {
      const body = JSON.stringify({ query, variables });
      const iat = Math.floor(Date.now() / 1000);
      const assertion = makeAssertion(
        {
          v: 1,
          subgraph: subgraph.name,
          jti: randomUUID(),
          iat,
          exp: iat + 30,
          body: sm3Hex(body),
          caller,
          clear: [],
          ...(asOf && { asOf }),
          requestId: randomUUID(),
        },
        testKeyring.secret(`assertion/${subgraph.name}`),
      );
      return transport.send({ body, assertion, requestId: 'test' });
    },
    close: async () => {
      await transport.close();
      await database.drop();
    },
  };
}

/** An official of a department of one division, for these sectors. */
export function official(division: string, ...sectors: Sector[]): Caller {
  return {
    organisation: `department of ${division}`,
    kind: 'DEPARTMENT',
    roles: [],
    scopes: ['sector:read'],
    sectors,
    divisions: [division],
    assurance: 'TOKEN',
  };
}
