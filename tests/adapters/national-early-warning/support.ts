import { pino } from 'pino';
import { earlyWarningDoor } from '../../../adapters/national-early-warning/door.ts';
import type { EarlyWarningClient } from '../../../adapters/national-early-warning/ports.ts';
import { developmentIssuer } from '../../../gateway/callers/issuer.ts';
import { startGateway } from '../../../gateway/gateway.ts';
import { canonicalJson } from '../../../kernel/canonical-json.ts';
import { hubCaller } from '../../../kernel/caller.ts';
import { readConfig } from '../../../kernel/config.ts';
import { generateSm2KeyPair, type Sm2KeyPair, sm2Pem, sm2Sign } from '../../../kernel/crypto/sm2.ts';
import { sm3Hex } from '../../../kernel/crypto/sm3.ts';
import type { Graph } from '../../../kernel/graph.ts';
import { writeProjectScope } from '../../../ledger/project-scope.ts';
import { composeSupergraph } from '../../../schema/compose.ts';
import { formatInstant } from '../../../schema/instant.ts';
import { exchangeDatabase } from '../../../subgraphs/exchange/database.ts';
import { EarlyWarningBatchStore } from '../../../subgraphs/exchange/early-warning-batches.ts';
import { fullSdl } from '../../../subgraphs/executable.ts';
import { inProcess } from '../../../subgraphs/in-process.ts';
import { attestorOf } from '../../../subgraphs/provincial/doubtful-data/attestor.ts';
import { running } from '../../../subgraphs/receive.ts';
import { subgraphs } from '../../../subgraphs/registry.ts';
import { Session } from '../../../subgraphs/session.ts';
import { Store } from '../../../subgraphs/store.ts';
import { freshDatabase, testKeyring } from '../../support/database.ts';
import { callerOf, type MovedClock } from '../../subgraphs/provincial/doubtful-data-support.ts';

export const NATION = 'nation-test';
export const NOW = '2026-03-02T09:00:00+08:00';

/** The door on a real port, over the whole graph and a database of its own. */
export interface OpenDoor {
  readonly graph: Graph;
  readonly clock: MovedClock;
  readonly key: Sm2KeyPair;
  /** Clients by system code; a test may add one. */
  readonly clients: Map<string, EarlyWarningClient>;
  /** What the door told the operator. */
  readonly reported: unknown[];
  post(
    path: string,
    body: string | Buffer,
    contentType?: string,
  ): Promise<{ status: number; body: Reply; text: string }>;
  get(path: string): Promise<{ status: number; body: Reply }>;
  close(): Promise<void>;
}

// biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its question
export type Reply = any;

export async function openDoor(): Promise<OpenDoor> {
  const database = await freshDatabase();
  const clock: MovedClock = { at: new Date(NOW), now: () => new Date(clock.at) };
  const parts = { url: database.appUrl, keyring: testKeyring, clock, connections: 4 };
  const log = pino({ level: 'silent' });
  const stores = new Map(subgraphs.map((one) => [one, new Store(one, parts)]));
  const storeOf = (name: string) => [...stores].find(([subgraph]) => subgraph.name === name)![1];
  await new Session(storeOf('provincial').pool, hubCaller('tests'), null).write((db) =>
    writeProjectScope(db, 'provincial', [
      { projectCode: 'A', kind: 'HOUSING', sector: 'HOUSING', divisionCode: '450103', version: 1 },
    ]),
  );
  const key = generateSm2KeyPair();
  const reported: unknown[] = [];
  const clients = new Map([[NATION, clientOf(NATION, sm2Pem(key.publicKey))]]);
  const transports = Object.fromEntries(
    [...stores].map(([subgraph, store]) => [
      subgraph.name,
      inProcess(running(subgraph, store, testKeyring, log)),
    ]),
  );
  const gateway = await startGateway({
    config: { ...readConfig({ HUB_PORT: '0' }), port: 0 },
    supergraphSdl: composeSupergraph(
      subgraphs.map((one) => ({ name: one.name, url: `http://${one.name}`, sdl: fullSdl(one) })),
    ).supergraphSdl,
    transports,
    assertionKey: (name) => testKeyring.secret(`assertion/${name}`),
    issuer: developmentIssuer(testKeyring.secret('issuer/development'), 'tests'),
    clock,
    log,
    checks: {},
    examples: [],
    doors: (graph) => [
      earlyWarningDoor({
        graph,
        clock,
        clients: { find: async (code) => clients.get(code) },
        batches: new EarlyWarningBatchStore(exchangeDatabase(storeOf('exchange').pool), clock),
        signer: attestorOf(testKeyring, 'attest/exchange'),
        systemCode: '450000',
        report: (error) => reported.push(error),
      }),
    ],
  });
  const call = async (path: string, init: RequestInit) => {
    const response = await fetch(`${gateway.url}/national/early-warning/${path}`, init);
    const text = await response.text();
    return { status: response.status, body: JSON.parse(text) as Reply, text };
  };
  return {
    graph: gateway.graph,
    clock,
    key,
    clients,
    reported,
    post: (path, body, contentType = 'application/json') =>
      call(path, {
        method: 'POST',
        headers: { 'content-type': contentType },
        body: new Uint8Array(Buffer.from(body)),
      }),
    get: (path) => call(path, {}),
    async close() {
      await gateway.stop();
      await Promise.all(Object.values(transports).map((one) => one.close()));
      await database.drop();
    },
  };
}

export const clientOf = (systemCode: string, publicKey: string): EarlyWarningClient => ({
  systemCode,
  publicKey,
  source: `source-${systemCode}`,
  caller: callerOf('national-job', undefined, {
    organisation: systemCode,
    assurance: 'SIGNED',
    scopes: ['doubtful:ingest', 'change:read'],
  }),
});

export const doubt = (recordId: string, body: object = {}, more: object = {}) => ({
  recordId,
  op: 'UPSERT',
  occurredAt: '2026-03-02T08:00:00+08:00',
  body: { kindCode: 'YD-05', projectCode: 'A', detail: '考勤中的一个编号没有实名登记。', ...body },
  ...more,
});

/** An envelope as the nation would sign it, as an object. */
export function sealed(
  { key, clock }: Pick<OpenDoor, 'key' | 'clock'>,
  batchNo: string,
  records: readonly unknown[],
  more: object = {},
) {
  const unsigned = {
    systemCode: NATION,
    batchNo,
    dataSet: 'DOUBTFUL_DATA',
    version: '1.0',
    sentAt: formatInstant(clock.now()),
    recordCount: records.length,
    digest: sm3Hex(canonicalJson(records)),
    records,
    ...more,
  };
  return { ...unsigned, signature: sm2Sign(canonicalJson(unsigned), key.privateKey).toString('base64') };
}
