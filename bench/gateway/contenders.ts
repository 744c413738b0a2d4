import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ended, GATEWAY_CORE, pinned } from './pinned.ts';

export type ContenderName = 'stock' | 'hive' | 'hand' | 'hub';

export interface Contender {
  /**
   * As the tables name it: stock is Apollo Server with @apollo/gateway, hive is Hive Gateway with router-runtime; by hand is
   * a program for the small query alone, the limit of what this HTTP server and client can do.
   */
  readonly title: string;
  readonly words: (at: Place) => readonly string[];
  readonly env: (at: Place) => Readonly<Record<string, string>>;
}

interface Place {
  readonly supergraph: string;
  readonly port: number;
  readonly config: string | undefined;
  /** Published operations are the shop's. */
  readonly isShop: boolean;
}

export interface Running {
  readonly pid: number;
  readonly port: number;
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
  hand: {
    title: 'by hand',
    words: () => ['--disable-warning=ExperimentalWarning', here('./by-hand.ts')],
    env: ({ supergraph, port }) => ({ SUPERGRAPH: supergraph, PORT: String(port) }),
  },
  hub: {
    title: 'hub',
    words: ({ supergraph, port, config }) => [
      here('../../bin/hub.mjs'),
      ...['gateway', '--supergraph', supergraph, '--port', String(port)],
      ...(config === undefined ? [] : ['--config', config]),
    ],
    env: ({ isShop }) => ({
      HUB_LOG_LEVEL: 'error',
      ...(isShop && { HUB_OPERATIONS: here('./operations/') }),
    }),
  },
};

/** Peers that are not installed are left out, with a word about it. */
export const peersInstalled: boolean = existsSync(`${PEERS}node_modules/@apollo/gateway/package.json`);

interface StartOptions {
  readonly supergraph: string;
  /** Settings of the hub as a file; the peers have none. */
  readonly config?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** On all cores instead of its own one. */
  readonly isFree?: boolean;
}

const START_MS = 120_000;

/** Starts a gateway and waits until it answers `{ __typename }`. */
export async function startContender(name: ContenderName, options: StartOptions): Promise<Running> {
  const { supergraph, config, isFree = false } = options;
  const isShop = basename(supergraph) === 'shop.graphql';
  const at = { supergraph, port: await freePort(), config, isShop };
  const contender = contenders[name];
  const child = pinned(contender.words(at), {
    core: isFree ? undefined : GATEWAY_CORE,
    env: { NODE_ENV: 'production', ...contender.env(at), ...options.env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const stop = () => ended(child);
  try {
    await untilAnswering(child, at.port, contender.title);
    return { pid: child.pid!, port: at.port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function untilAnswering(child: ChildProcess, port: number, title: string): Promise<void> {
  const deadline = performance.now() + START_MS;
  let last = 'no answer';
  while (performance.now() < deadline && child.exitCode === null) {
    last = await typename(port).catch((error: Error) => error.message);
    if (last.includes('"__typename":"Query"')) return;
    await pause(25);
  }
  throw new Error(`${title} does not answer: ${last}`);
}

async function typename(port: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ __typename }"}',
    signal: AbortSignal.timeout(2_000),
  });
  return response.text();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
