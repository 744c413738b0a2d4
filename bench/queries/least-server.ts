// The least a hub could be, for bench/queries.ts: takes the values of a hand-written statement over HTTP and answers what it finds.
// No token, gate, graph, masks or departments. `/owner/NAME` asks as the owner of the tables; `/scoped/NAME` as the hub's own
// login, in a read-only transaction of one instant under a caller's row scope, all sent at once. What is asked of all projects
// is planned there as the hub has it planned (`wide` of ledger/query.ts): with joins row by row it took 1.7 s at the size of a city.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Pool, type PoolClient, type PoolConfig } from 'pg';
import { roles } from '../../gateway/callers/roles.ts';
import type { Caller } from '../../kernel/caller.ts';
import { rowScopeSettings } from '../../subgraphs/settings.ts';
import { questions } from './questions.ts';

export interface Pools {
  readonly owner: PoolConfig;
  readonly app: PoolConfig;
  readonly role: string;
}

const { owner, app, role } = JSON.parse(process.env.BENCH_POOLS!) as Pools;
const asOwner = new Pool(owner);
const asApp = new Pool({ ...app, pipeline: true } as PoolConfig);
const settings = Object.entries({ ...rowScopeSettings(callerOf(role)), enable_nestloop: 'on' });
const setting = {
  name: 'settings',
  text: `select where ${settings.map(([name], at) => `set_config('${name}', $${at + 1}, true)`).join(' || ')} is null`,
  values: settings.map(([, value]) => value),
};
const statements = new Map(questions.map(({ name, sql }) => [name, sql]));
const OVER_ALL: ReadonlySet<string> = new Set(['late-labour-cost-by-city']);

const server = createServer((request, response) => {
  answer(request, response).catch((error: Error) => {
    response.statusCode = 500;
    response.end(error.message);
  });
});
server.listen(0, '127.0.0.1', () => process.send!((server.address() as { port: number }).port));

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, as, name] = request.url!.split('/') as [string, string, string];
  const statement = {
    name,
    text: statements.get(name)!,
    values: JSON.parse(await bodyOf(request)) as unknown[],
  };
  const { rows } =
    as === 'owner' ? await asOwner.query(statement) : await scoped((client) => client.query(statement), name);
  const body = JSON.stringify(rows[0]?.answer ?? null);
  response.setHeader('content-type', 'application/json');
  response.setHeader('content-length', Buffer.byteLength(body));
  response.end(body);
}

async function scoped<Answer>(ask: (client: PoolClient) => Promise<Answer>, name: string): Promise<Answer> {
  const client = await asApp.connect();
  try {
    const [, , answered] = await Promise.all([
      client.query('begin isolation level repeatable read read only'),
      client.query(settingOf(name)),
      ask(client),
      client.query('commit'),
    ]);
    return answered;
  } finally {
    client.release();
  }
}

const settingOf = (name: string) =>
  OVER_ALL.has(name) ? { ...setting, values: [...setting.values.slice(0, -1), 'off'] } : setting;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request.setEncoding('utf8')) body += part;
  return body;
}

function callerOf(name: string): Caller {
  const { kind, scopes, sectors, divisions } = roles.find((one) => one.name === name)!;
  return { organisation: 'bench', kind, roles: [name], scopes, sectors, divisions, assurance: 'INTERNAL' };
}
