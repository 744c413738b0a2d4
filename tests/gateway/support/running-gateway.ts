import { Writable } from 'node:stream';
import { pino } from 'pino';
import { frozenClock } from '../../../kernel/clock.ts';
import { readConfig } from '../../../kernel/config.ts';
import { memoryKeyring } from '../../../kernel/keyring.ts';
import { developmentIssuer, type Issuer } from '../../../gateway/callers/issuer.ts';
import { type Gateway, type GatewayParts, startGateway } from '../../../gateway/gateway.ts';
import { httpTransport } from '../../../gateway/transports/http.ts';
import { type DepartmentServer, departmentServer } from './department-server.ts';
import { bankingResolvers, provincialResolvers, sdlOf, supergraph } from './departments.ts';

export const ISSUER = 'https://issuer.test';
export const keyring = memoryKeyring(Buffer.alloc(32, 7));
export const issuer = developmentIssuer(keyring.secret('issuer/development'), ISSUER) as Required<Issuer>;

export interface Running {
  gateway: Gateway;
  provincial: DepartmentServer;
  banking: DepartmentServer;
  /** Everything the gateway logged, as JSON lines. */
  log: string[];
  /** Fetches that reached any department since the last `forget`. */
  fetched(): number;
  forget(): void;
  ask(query: string, options?: AskOptions): Promise<Answer>;
  stop(): Promise<void>;
}

export interface AskOptions {
  role?: string;
  claims?: Record<string, unknown>;
  token?: string;
  variables?: unknown;
  extensions?: unknown;
  operationName?: string;
}

/** JSON of an answer, as deep as a test cares to look. */
export interface Tree {
  [step: string | number]: Tree;
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  data: Tree;
  errors: { message: string; path?: (string | number)[]; extensions: Tree }[];
}

export const BUSINESS_NOW = new Date('2026-01-05T07:31:30+08:00');

/** A gateway on a free port over two departments on free ports, all over real HTTP. */
export async function runningGateway(
  settings: Record<string, string> = {},
  parts: Partial<GatewayParts> = {},
): Promise<Running> {
  const key = (name: string) => keyring.secret(`assertion/${name}`);
  const provincial = await departmentServer(
    'provincial',
    sdlOf.provincial,
    provincialResolvers,
    key('provincial'),
  );
  const banking = await departmentServer('banking', sdlOf.banking, bankingResolvers, key('banking'));
  const log: string[] = [];
  const sink = new Writable({
    write: (line, _encoding, done) => {
      log.push(String(line));
      done();
    },
  });
  const config = readConfig({ HUB_PORT: '0', HUB_SUBGRAPH_TIMEOUT_MS: '10000', ...settings });
  const way = (name: string, url: string) =>
    httpTransport({ name, url, timeoutMs: config.subgraphTimeoutMs, mostBytes: 100_000 });
  const transports = { provincial: way('provincial', provincial.url), banking: way('banking', banking.url) };
  const departments = [provincial, banking];
  const close = async () => {
    await Promise.all([
      ...Object.values(transports).map((each) => each.close()),
      ...departments.map((each) => each.stop()),
    ]);
  };
  const gateway = await startGateway({
    config,
    supergraphSdl: supergraph(),
    transports,
    assertionKey: key,
    issuer,
    clock: frozenClock(BUSINESS_NOW),
    log: pino({ level: 'info' }, sink),
    checks: { database: async () => true },
    examples: [{ name: '全部项目', query: '{ projects(first: 5) { nodes { code name } } }' }],
    ...parts,
  }).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    gateway,
    provincial,
    banking,
    log,
    fetched: () => departments.reduce((sum, { calls }) => sum + calls.length, 0),
    forget: () => {
      for (const { calls } of departments) calls.splice(0);
    },
    async ask(query, { role = 'province-hr', claims, token, ...rest } = {}) {
      const bearer = token ?? (await issuer.issue(role, claims));
      return post(`${gateway.url}/graphql`, { query, ...rest }, { authorization: `Bearer ${bearer}` });
    },
    async stop() {
      await gateway.stop();
      await close();
    },
  };
}

export async function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return read(
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: text,
    }),
  );
}

export async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const { data, errors } = text.startsWith('{') ? JSON.parse(text) : {};
  return { status: response.status, headers: response.headers, text, data, errors };
}
