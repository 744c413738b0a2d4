import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { fieldCipher } from '../../../../adapters/national-real-name/cipher.ts';
import { realNameDoor } from '../../../../adapters/national-real-name/door.ts';
import type { RealNameSettings } from '../../../../adapters/national-real-name/ports.ts';
import { signatureOf } from '../../../../adapters/national-real-name/sign.ts';
import { startInnerGraph } from '../../../../gateway/inner-graph.ts';
import { openJobQueue } from '../../../../hub/jobs/job-queue.ts';
import { type Background, startBackground } from '../../../../hub/wiring/background.ts';
import { openDoorStores, realNamePorts } from '../../../../hub/wiring/doors.ts';
import { departmentStores } from '../../../../hub/wiring/exchange.ts';
import { type RunOptions, waysTo } from '../../../../hub/wiring/subgraphs.ts';
import { committedSupergraph } from '../../../../hub/wiring/supergraph.ts';
import { type Caller, hubCaller, SCOPES, SECTORS } from '../../../../kernel/caller.ts';
import { Cancellation } from '../../../../kernel/cancellation.ts';
import { frozenClock } from '../../../../kernel/clock.ts';
import { readConfig } from '../../../../kernel/config.ts';
import type { Graph } from '../../../../kernel/graph.ts';
import { subgraphs } from '../../../../subgraphs/registry.ts';
import { freshDatabase, testKeyring } from '../../../support/database.ts';
import { FORM, form } from '../golden.ts';

export interface Said {
  readonly code: number;
  readonly message: string;
  // biome-ignore lint/suspicious/noExplicitAny: an answer has the shape of its question
  readonly data: any;
}

export type Door = Awaited<ReturnType<typeof openDoor>>;
export type Client = Awaited<ReturnType<Door['register']>>;

/** The door on the real graph with its real stores, at a business instant that stands still. */
export async function openDoor(now: string) {
  const database = await freshDatabase();
  const log = pino({ level: process.env.HUB_LOG_LEVEL ?? 'silent' });
  const clock = frozenClock(new Date(now));
  const config = readConfig({ HUB_NOW: now });
  const prepared = { config, dataDir: tmpdir(), keyring: testKeyring, clock, log };
  let graph: Graph | undefined;
  let background: Background | undefined;
  const options: RunOptions = {
    prepared,
    appUrl: database.appUrl,
    graph: () => graph!,
    nudge: (subgraph, dataset) => background?.nudge(subgraph, dataset),
  };
  const ways = waysTo(subgraphs, {}, options);
  const inner = await startInnerGraph({
    config,
    supergraphSdl: committedSupergraph(),
    transports: ways.transports,
    assertionKey: (name) => testKeyring.secret(`assertion/${name}`),
    clock,
    log,
  });
  graph = inner.graph;
  const queue = await openJobQueue({ appUrl: database.appUrl, log, works: true });
  const exchange = ways.here.find(({ subgraph }) => subgraph.name === 'exchange')!;
  const stores = openDoorStores(exchange.store, queue, () => graph!);
  const ports = realNamePorts(stores);
  const report = (error: unknown) => log.error(error, 'the door met an error');
  const door = realNameDoor({ ports, graph, clock, report });
  const departments = departmentStores(ways.here, options);
  background = startBackground({ prepared, ...departments, doors: stores, jobs: queue, graph });
  const theDoor = {
    graph,
    /** A client as an operator registers one. */
    async register(
      appid: string,
      secret: string,
      settings: RealNameSettings = {},
      more: Partial<Caller> = {},
    ) {
      await stores.clients.put({
        interface: 'REAL_NAME',
        name: appid,
        organisation: `realname/${appid}`,
        secret,
        caller: { ...vendor(appid), ...more },
        sourceSystem: `realname-${appid}`,
        settings: settings as Record<string, string>,
      });
      return clientOf(appid, secret);
    },
    /** What the door says to these bytes. */
    async post(body: Buffer, contentType = FORM): Promise<Said> {
      const request = {
        method: 'POST',
        path: '/open.api',
        query: new URLSearchParams(),
        headers: { 'content-type': contentType },
        body,
        requestId: 'test',
        gone: new Cancellation(),
      };
      return JSON.parse(String((await door.handle(request)).body)) as Said;
    },
    async close() {
      await background?.stop();
      await queue.stop();
      await departments.close();
      await inner.stop();
      await Promise.all(Object.values(ways.transports).map((transport) => transport.close()));
      await database.drop();
    },
  };
  return theDoor;

  function clientOf(appid: string, secret: string) {
    const cipher = fieldCipher(secret);
    const timestamp = new Date(Date.parse(now) + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(0, 14);
    let nonces = 0;
    const opened = {
      aes: cipher.encrypt,
      async call(method: string, data: unknown, change: Record<string, string> = {}): Promise<Said> {
        const fields = {
          appid,
          method,
          version: '1.0',
          format: 'json',
          timestamp,
          nonce: String(++nonces),
          data: typeof data === 'string' ? data : JSON.stringify(data),
          ...change,
        };
        return theDoor.post(form({ ...fields, sign: signatureOf(new Map(Object.entries(fields)), secret) }));
      },
      /** An asynchronous call, to its result. */
      async settled(method: string, data: unknown): Promise<{ status: number; result: unknown }> {
        const said = await opened.call(method, data);
        if (said.code !== 0) throw new Error(`${method}: ${said.code} ${said.message}`);
        return opened.resultOf(said.data.requestSerialCode);
      },
      async resultOf(
        requestSerialCode: string,
        change: Record<string, string> = {},
      ): Promise<{ status: number; result: unknown }> {
        for (let tries = 0; tries < 500; tries++) {
          const { data } = await opened.call('AsyncHandleResult.Query', { requestSerialCode }, change);
          if (data.status !== 0) return data;
          await pause(50);
        }
        throw new Error(`no result of ${requestSerialCode}`);
      },
    };
    return opened;
  }
}

const vendor = (appid: string): Caller => ({
  ...hubCaller('x'),
  organisation: `realname/${appid}`,
  kind: 'VENDOR',
  scopes: SCOPES.filter((scope) => !['personal:clear', 'sensitive:clear', 'audit:read'].includes(scope)),
  sectors: SECTORS,
  divisions: ['450000'],
  assurance: 'LEGACY',
});
