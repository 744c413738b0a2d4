import { faults } from './faults.ts';
import {
  fraction,
  httpUrl,
  instant,
  integer,
  month,
  namedUrls,
  oneOf,
  postgresMemory,
  postgresUrl,
  sourceSystems,
  text,
} from './setting-readers.ts';

/** One setting: its variable, a sentence for the manual, how its text is read, and its value when unset. */
export interface Setting<T> {
  env: `HUB_${string}`;
  doc: string;
  /** Throws an `Error` whose message says what is expected. */
  read: (text: string) => T;
  fallback?: string;
  /** Never printed, not even in an error. */
  secret?: true;
}

/** Every setting of the hub, declared once. `docs/configuration.md` is printed from these lines. */
export const settings = {
  env: {
    env: 'HUB_ENV',
    doc: 'What the hub runs for; production refuses demo data and a frozen clock.',
    read: oneOf('development', 'production'),
    fallback: 'development',
  },
  port: {
    env: 'HUB_PORT',
    doc: 'Port of the front door; 0 takes a free one.',
    read: integer(0, 65_535),
    fallback: '4000',
  },
  host: { env: 'HUB_HOST', doc: 'Address the front door listens on.', read: text, fallback: '127.0.0.1' },
  dataDir: {
    env: 'HUB_DATA_DIR',
    doc: 'Folder of the embedded database, the keyring and the demo credentials.',
    read: text,
    fallback: '.hub',
  },
  databaseUrl: {
    env: 'HUB_DATABASE_URL',
    doc: 'PostgreSQL as the owner of the schemas (migrates). Unset: the embedded database.',
    read: postgresUrl,
    secret: true,
  },
  databaseAppUrl: {
    env: 'HUB_DATABASE_APP_URL',
    doc: 'The same PostgreSQL as the role the hub runs under, neither superuser nor owner.',
    read: postgresUrl,
    secret: true,
  },
  postgresMemory: {
    env: 'HUB_POSTGRES_MEMORY',
    doc: 'Sizes of the embedded PostgreSQL where its own, for a small machine, are too small: shared_buffers=2GB,max_wal_size=8GB.',
    read: postgresMemory,
    fallback: '',
  },
  seed: {
    env: 'HUB_SEED',
    doc: 'Business data of the first start: the fictional demo, or none.',
    read: oneOf('demo', 'none'),
    fallback: 'demo',
  },
  engine: {
    env: 'HUB_ENGINE',
    doc: 'Engine that executes the supergraph behind the gate: the hub’s own, or the stock one that it is compared with.',
    read: oneOf('hub', 'apollo'),
    fallback: 'hub',
  },
  now: {
    env: 'HUB_NOW',
    doc: 'Freezes business time at an RFC 3339 instant; tokens, assertions and logs keep the real clock.',
    read: instant,
  },
  subgraphUrls: {
    env: 'HUB_SUBGRAPH_URLS',
    doc: 'Subgraphs that run elsewhere: `banking=http://127.0.0.1:4105/graphql,…`; the others run in process.',
    read: namedUrls,
    fallback: '',
  },
  background: {
    env: 'HUB_BACKGROUND',
    doc: 'Background work (order, held records, jobs) in this process; `off` where `hub worker` runs beside it.',
    read: oneOf('on', 'off'),
    fallback: 'on',
  },
  gatewayUrl: {
    env: 'HUB_GATEWAY_ADDRESS',
    doc: 'Where a subgraph in a process of its own reaches the gateway, for the few questions it asks before it writes.',
    read: httpUrl,
    fallback: 'http://127.0.0.1:4000',
  },
  logLevel: {
    env: 'HUB_LOG_LEVEL',
    doc: 'Least severe level that is logged.',
    read: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'),
    fallback: 'info',
  },
  maxPage: {
    env: 'HUB_MAX_PAGE',
    doc: 'Most records one page of a list may hold.',
    read: integer(1, 10_000),
    fallback: '200',
  },
  maxDepth: {
    env: 'HUB_MAX_DEPTH',
    doc: 'Deepest nesting of fields in an operation.',
    read: integer(1, 100),
    fallback: '15',
  },
  maxCost: {
    env: 'HUB_MAX_COST',
    doc: 'Highest estimated cost of an operation, by @cost and @listSize.',
    read: integer(1, 1_000_000_000),
    fallback: '50000',
  },
  maxTokens: {
    env: 'HUB_MAX_TOKENS',
    doc: 'Most lexical tokens in an operation.',
    read: integer(1, 1_000_000),
    fallback: '5000',
  },
  maxAliases: {
    env: 'HUB_MAX_ALIASES',
    doc: 'Most aliased fields in an operation.',
    read: integer(0, 100_000),
    fallback: '60',
  },
  maxDirectives: {
    env: 'HUB_MAX_DIRECTIVES',
    doc: 'Most directives in an operation.',
    read: integer(0, 100_000),
    fallback: '50',
  },
  maxRootFields: {
    env: 'HUB_MAX_ROOT_FIELDS',
    doc: 'Most root fields in an operation, fragments spread.',
    read: integer(1, 10_000),
    fallback: '20',
  },
  clientCost: {
    env: 'HUB_CLIENT_COST',
    doc: 'Estimated cost a client may ask for a minute, as it would pass in even flow; 0 for no limit.',
    read: integer(0, 1_000_000_000_000),
    fallback: '60000000',
  },
  clientRequests: {
    env: 'HUB_CLIENT_REQUESTS',
    doc: 'Requests of one client that are worked on at once; eight times as many wait, more are refused. 0 for no limit.',
    read: integer(0, 100_000),
    fallback: '64',
  },
  operations: {
    env: 'HUB_OPERATIONS',
    doc: 'Folder of the published operations (登记操作). Unset: `operations` in the data folder.',
    read: text,
  },
  subgraphTimeoutMs: {
    env: 'HUB_SUBGRAPH_TIMEOUT_MS',
    doc: 'Milliseconds a subgraph has for one fetch; afterwards its fields are empty with an error.',
    read: integer(1, 600_000),
    fallback: '10000',
  },
  maxHeld: {
    env: 'HUB_MAX_HELD',
    doc: 'Most records that are held (暂存) for one client at a time in one department.',
    read: integer(0, 10_000_000),
    fallback: '10000',
  },
  heldDays: {
    env: 'HUB_HELD_DAYS',
    doc: 'Days that a held record waits before it becomes a doubtful case. Modelled: no document states it.',
    read: integer(1, 3_650),
    fallback: '15',
  },
  earliestMonth: {
    env: 'HUB_EARLIEST_MONTH',
    doc: 'The earliest month, as YYYY-MM, that attendance may be recorded for.',
    read: month,
    fallback: '2020-01',
  },
  keepMonths: {
    env: 'HUB_KEEP_MONTHS',
    doc: 'Months before the running one that `hub archive` leaves in the database. Order 724 Art. 15 wants wage ledgers kept for 3 years; that attendance is kept at hand as long is modelled.',
    read: integer(2, 1_200),
    fallback: '36',
  },
  zoneRequiredOf: {
    env: 'HUB_ZONE_REQUIRED_OF',
    doc: 'Source systems whose times must name their zone, comma-separated: without one they are refused, not read as +08:00.',
    read: sourceSystems,
    fallback: '',
  },
  rhythms: {
    env: 'HUB_RHYTHMS',
    doc: 'File of the rhythms (报送节奏) agreed with single sources, as JSON. Unset: those of everybody alone.',
    read: text,
  },
  metricsPort: {
    env: 'HUB_METRICS_PORT',
    doc: 'Port of `/metrics` (运行指标) for Prometheus, beside the front door; 0 takes a free one. Unset: on the port of the gateway in development, nothing is counted in production.',
    read: integer(0, 65_535),
  },
  metricsHost: {
    env: 'HUB_METRICS_HOST',
    doc: 'Address that `/metrics` listens on; whoever reaches it may read it.',
    read: text,
    fallback: '127.0.0.1',
  },
  tracesUrl: {
    env: 'HUB_TRACES_URL',
    doc: 'Where an OpenTelemetry collector takes traces (链路追踪) by OTLP over HTTP, as JSON; `/v1/traces` where it names no path. Unset: no traces.',
    read: httpUrl,
    secret: true,
  },
  tracesRatio: {
    env: 'HUB_TRACES_RATIO',
    doc: 'The part of all traces that is recorded, from 0 to 1; what a client says of its own trace never raises it.',
    read: fraction,
    fallback: '1',
  },
  issuerJwks: {
    env: 'HUB_ISSUER_JWKS',
    doc: 'File with the public keys (JWKS) of the organisation that issues tokens. Needed in production.',
    read: text,
  },
  issuer: {
    env: 'HUB_ISSUER',
    doc: 'Expected `iss` of tokens. Needed in production.',
    read: text,
  },
} as const satisfies Record<string, Setting<unknown>>;

type Settings = typeof settings;
type ValueOf<S> = S extends { read: (text: string) => infer T }
  ? S extends { fallback: string }
    ? T
    : T | undefined
  : never;

/** The configuration every room receives; nobody else reads the environment. */
export type Config = { readonly [Name in keyof Settings]: ValueOf<Settings[Name]> };

/**
 * Reads the environment into a frozen configuration. An empty variable counts as unset.
 * @throws Fault `CONFIGURATION_INVALID` that names every problem at once
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries<Setting<unknown>>(settings)) {
    const given = env[setting.env] || setting.fallback;
    if (given === undefined) continue;
    try {
      values[name] = setting.read(given);
    } catch (error) {
      const came = setting.secret ? 'a value that is not shown' : JSON.stringify(given);
      problems.push(`${setting.env}: expected ${(error as Error).message}, came ${came}`);
    }
  }
  const config = Object.freeze(values) as Config;
  problems.push(...problemsTogether(config));
  if (problems.length > 0) throw faults.CONFIGURATION_INVALID(problems.join('\n'));
  return config;
}

/** `HUB_` variables nobody declared: most often a misspelt setting, so a start should say so. */
export function unknownSettings(env: Readonly<Record<string, string | undefined>>): string[] {
  const known = new Set<string>(Object.values<Setting<unknown>>(settings).map((setting) => setting.env));
  return Object.keys(env)
    .filter((name) => name.startsWith('HUB_') && !known.has(name))
    .sort();
}

function problemsTogether(config: Config): string[] {
  const problems: string[] = [];
  if (config.databaseAppUrl !== undefined && config.databaseUrl === undefined)
    problems.push('HUB_DATABASE_APP_URL: needs HUB_DATABASE_URL beside it');
  if (config.env !== 'production') return problems;
  if (config.seed !== undefined && config.seed !== 'none')
    problems.push('HUB_SEED: must be none in production');
  if (config.now !== undefined)
    problems.push('HUB_NOW: must be unset in production, business time would stand still');
  if (config.issuerJwks === undefined) problems.push('HUB_ISSUER_JWKS: must be set in production');
  if (config.issuer === undefined) problems.push('HUB_ISSUER: must be set in production');
  return problems;
}
