import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ended, GATEWAY_CORE, pinned } from './pinned.ts';

export type ContenderName = 'stock' | 'hive' | 'hub';

export interface Contender {
  /** As the tables name it: stock is Apollo Server with @apollo/gateway, hive is Hive Gateway with router-runtime. */
  readonly title: string;
  readonly words: (at: Place) => readonly string[];
  readonly env: (at: Place) => Readonly<Record<string, string>>;
}

interface Place {
  readonly supergraph: string;
  readonly port: number;
  readonly dataDir: string;
}

export interface Running {
  readonly pid: number;
  readonly port: number;
  /** What a request must carry besides its content type. */
  readonly headers: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const PEERS = here('../peers/');

export const contenders: Readonly<Record<ContenderName, Contender>> = {
  stock: {
    title: 'stock',
    words: () => [`${PEERS}apollo.mjs`],
    env: ({ supergraph, port }) => ({
      SUPERGRAPH: supergraph,
      PORT: String(port),
      APOLLO_TELEMETRY_DISABLED: 'true',
    }),
  },
  hive: {
    title: 'hive',
    words: ({ supergraph, port }) => [
      `${PEERS}node_modules/@graphql-hive/gateway/dist/bin.js`,
      ...['supergraph', supergraph, '--config-path', `${PEERS}hive.config.mjs`],
      ...['--host', '127.0.0.1', '--port', String(port), '--fork', '1'],
    ],
    env: () => ({}),
  },
  hub: {
    title: 'hub',
    words: ({ supergraph, port }) => [
      here('../../bin/hub.mjs'),
      ...['gateway', '--supergraph', supergraph, '--port', String(port)],
    ],
    env: ({ dataDir }) => ({ HUB_DATA_DIR: dataDir, HUB_LOG_LEVEL: 'error' }),
  },
};

/** Peers that are not installed are left out, with a word about it. */
export const peersInstalled: boolean = existsSync(`${PEERS}node_modules/@apollo/gateway/package.json`);

interface StartOptions {
  readonly supergraph: string;
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** On all cores instead of its own one. */
  readonly isFree?: boolean;
}

const START_MS = 30_000;

/** Starts a gateway and waits until it answers `{ __typename }`. */
export async function startContender(name: ContenderName, options: StartOptions): Promise<Running> {
  const { supergraph, folder, isFree = false } = options;
  const at = { supergraph, port: await freePort(), dataDir: join(folder, 'hub') };
  const contender = contenders[name];
  const child = pinned(contender.words(at), {
    core: isFree ? undefined : GATEWAY_CORE,
    env: { NODE_ENV: 'production', ...contender.env(at), ...options.env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = () => ended(child);
  try {
    const headersOf = () => (name === 'hub' ? tokenIn(at.dataDir) : {});
    const headers = await untilAnswering(child, at.port, headersOf, contender.title);
    return { pid: child.pid!, port: at.port, headers, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function untilAnswering(
  child: ChildProcess,
  port: number,
  headersOf: () => Readonly<Record<string, string>>,
  title: string,
) {
  const deadline = performance.now() + START_MS;
  let last = 'no answer';
  while (performance.now() < deadline && child.exitCode === null) {
    const headers = headersOf();
    last = await typename(port, headers).catch((error: Error) => error.message);
    if (last.includes('"__typename":"Query"')) return headers;
    await pause(25);
  }
  throw new Error(`${title} does not answer: ${last}`);
}

async function typename(port: number, headers: Readonly<Record<string, string>>): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: '{"query":"{ __typename }"}',
    signal: AbortSignal.timeout(2_000),
  });
  return response.text();
}

/** A hub that knows identities wants one; over a foreign supergraph it may know none. */
function tokenIn(dataDir: string): Record<string, string> {
  const file = join(dataDir, 'demo-credentials.json');
  if (!existsSync(file)) return {};
  const { tokens } = JSON.parse(readFileSync(file, 'utf8')) as { tokens: Record<string, string> };
  return { authorization: `Bearer ${tokens['province-hr']}` };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
