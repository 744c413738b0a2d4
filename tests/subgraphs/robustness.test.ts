import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { Client } from 'pg';
import { pino } from 'pino';
import { makeAssertion } from '../../kernel/assertion.ts';
import { type Caller, hubCaller } from '../../kernel/caller.ts';
import { frozenClock } from '../../kernel/clock.ts';
import { sm3Hex } from '../../kernel/crypto/sm3.ts';
import type { SubgraphAnswer, SubgraphTransport } from '../../kernel/transport.ts';
import { writeProjectScope } from '../../ledger/project-scope.ts';
import { inProcess } from '../../subgraphs/in-process.ts';
import { Engagement, MigrantWorker, Project } from '../../subgraphs/provincial/facts.ts';
import { provincial } from '../../subgraphs/provincial/index.ts';
import { running } from '../../subgraphs/receive.ts';
import { serve } from '../../subgraphs/serve.ts';
import { Session } from '../../subgraphs/session.ts';
import { Store } from '../../subgraphs/store.ts';
import { type FreshDatabase, freshDatabase, serverUrl, testKeyring } from '../support/database.ts';
import { official } from './support/department.ts';

const POOL = 3;
const AT = new Date('2026-03-01T08:00:00+08:00');
const PLAIN = '{ projects { totalCount nodes { code } } }';

let database: FreshDatabase;
let store: Store;
let app: FastifyInstance;
let inside: SubgraphTransport;
let url: string;
let admin: Client;
let superuser: Client;
const logged: string[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  store = new Store(provincial, {
    url: database.appUrl,
    keyring: testKeyring,
    clock: frozenClock(AT),
    connections: POOL,
  });
  const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
  const run = running(provincial, store, testKeyring, log);
  inside = inProcess(run);
  app = await serve(run, { host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(app.server.address() as { port: number }).port}/graphql`;
  admin = new Client({ connectionString: database.ownerUrl });
  await admin.connect();
  superuser = new Client({ connectionString: serverUrl() });
  await superuser.connect();
});

afterAll(async () => {
  await app.close();
  await store.close();
  await admin.end();
  await superuser.end();
  await database.drop();
});

function sealed(query: string, caller: Caller = hubCaller('tests'), variables: object = {}) {
  const body = JSON.stringify({ query, variables });
  const iat = Math.floor(Date.now() / 1000);
  const claims = {
    v: 1,
    subgraph: 'provincial',
    jti: randomUUID(),
    iat,
    exp: iat + 30,
    body: sm3Hex(body),
  } as const;
  const assertion = makeAssertion(
    { ...claims, caller, clear: [], requestId: 'r' },
    testKeyring.secret('assertion/provincial'),
  );
  return { body, assertion, requestId: 'r' };
}

async function overHttp(query: string, caller?: Caller): Promise<SubgraphAnswer> {
  const { body, assertion } = sealed(query, caller);
  const headers = { 'content-type': 'application/json', 'hub-assertion': assertion };
  return (await (await fetch(url, { method: 'POST', headers, body })).json()) as SubgraphAnswer;
}

const ways: [string, (query: string, caller?: Caller) => Promise<SubgraphAnswer>][] = [
  ['in process', (query, caller) => inside.send(sealed(query, caller))],
  ['over HTTP', overHttp],
];

const databaseName = () => new URL(database.appUrl).pathname.slice(1);

const CUT = `
  import pg from ${JSON.stringify(import.meta.resolve('pg'))};
  const client = new pg.Client(process.env.CUT_URL);
  await client.connect();
  const { rowCount } = await client.query(
    "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'hub provincial' and datname = $1",
    [process.env.CUT_DATABASE],
  );
  process.stdout.write(String(rowCount));
  await client.end();`;

/** How many the server has of ours. */
async function connections(): Promise<number | null> {
  const { rowCount } = await superuser.query(
    `select from pg_stat_activity where application_name = 'hub provincial' and datname = $1`,
    [databaseName()],
  );
  return rowCount;
}

/** Every connection is back in the pool, within a moment. */
async function allIdle(): Promise<void> {
  for (let turn = 0; turn < 500 && store.pool.idleCount !== store.pool.totalCount; turn++) await pause(20);
  expect({ idle: store.pool.idleCount, waiting: store.pool.waitingCount }).toEqual({
    idle: store.pool.totalCount,
    waiting: 0,
  });
}

describe.each(ways)('What is broken costs only itself, %s', (_way, ask) => {
  test('an id that cannot be one finds nothing, and the questions beside it are answered', async () => {
    const answer = await ask('{ migrantWorker(id: "450103199001010011") { id } projects { totalCount } }');
    expect(answer).toEqual({ data: { migrantWorker: null, projects: { totalCount: 0 } } });
    expect(logged.join('')).not.toContain('450103199001010011');
  });

  test('text that no column can hold is refused with a code, and the questions beside it are answered', async () => {
    const answer = await ask(
      '{ projects(filter: { nameContains: "a\\u0000b" }) { totalCount } enterprises { totalCount } }',
    );
    expect(answer.data).toEqual({ projects: null, enterprises: { totalCount: 0 } });
    expect(answer.errors!.map((error) => error.extensions!.code)).toEqual(['VALUE_REFUSED']);
    expect(answer.errors![0]!.path).toEqual(['projects']);
  });

  test('a cursor of another list, or with values of another kind, is refused', async () => {
    const cursors = [
      '["Enterprise creditCode+","x","y"]',
      '["Project divisionCode+projectCode+","450103","P",null]',
    ];
    for (const text of cursors) {
      const cursor = Buffer.from(text).toString('base64url');
      const answer = await ask(`{ projects(after: "${cursor}") { totalCount } }`);
      expect(answer.errors!.map(({ path, extensions }) => [path, extensions!.code])).toEqual([
        [['projects'], 'CURSOR_INVALID'],
      ]);
    }
  });

  test('a field that this release does not have is told, not left out', async () => {
    const answer = await ask('{ projects { nodes { colour } } }');
    expect(answer.data ?? null).toBeNull();
    expect(answer.errors!.map((error) => error.extensions!.code)).toEqual(['BAD_USER_INPUT']);
  });

  test('a connection cut in use fails its question only; the next one is answered', async () => {
    for (let round = 0; round < 4; round++) {
      const asking = Array.from({ length: 6 }, () => ask(PLAIN));
      await superuser.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'hub provincial' and datname = $1`,
        [databaseName()],
      );
      await Promise.all(asking.map((one) => one.catch(() => undefined)));
    }
    expect((await ask(PLAIN)).data).toEqual({ projects: { totalCount: 0, nodes: [] } });
    await allIdle();
  });

  test('connections that died idle, and are not missed yet, cost no question', async () => {
    do await Promise.all(Array.from({ length: POOL }, () => ask(PLAIN)));
    while ((await connections()) !== POOL);
    await allIdle();
    // By another process, while this one waits and hears of nothing.
    const ended = spawnSync(process.execPath, ['--input-type=module', '-e', CUT], {
      env: { ...process.env, CUT_URL: serverUrl(), CUT_DATABASE: databaseName() },
      encoding: 'utf8',
    });
    expect(ended).toMatchObject({ status: 0, stdout: String(POOL) });
    expect((await ask(PLAIN)).data).toEqual({ projects: { totalCount: 0, nodes: [] } });
    await allIdle();
  });

  test('an early error gives the connection back, though siblings still ask', async () => {
    for (let turn = 0; turn < 2 * POOL; turn++) {
      await ask(
        `{ e${turn}: projects(first: 0) { totalCount } enterprises { totalCount } earlyWarnings { totalCount } }`,
      );
    }
    expect((await ask(PLAIN)).errors).toBeUndefined();
    await allIdle();
  });
});

describe('The door of a subgraph', () => {
  test('a gateway that leaves takes no connection with it', async () => {
    await admin.query('begin; lock table provincial.project in access exclusive mode');
    const { body, assertion } = sealed(PLAIN);
    for (let turn = 0; turn < 2 * POOL; turn++) {
      const headers = {
        'content-type': 'application/json',
        'hub-assertion': turn ? sealed(PLAIN).assertion : assertion,
      };
      await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(60) }).catch(
        () => undefined,
      );
    }
    await admin.query('rollback');
    expect((await overHttp(PLAIN)).errors).toBeUndefined();
    await allIdle();
  });

  test('only POST is answered, however the address is written', async () => {
    const { assertion } = sealed('');
    for (const path of ['/graphql?query={__typename}', '/%67raphql?query={__typename}']) {
      const response = await fetch(new URL(path, url), { headers: { 'hub-assertion': assertion } });
      expect(response.status).toBe(400);
      expect(await response.text()).not.toContain('__typename');
    }
  });

  test('a body that is not JSON is a refusal and no fault', async () => {
    const { assertion } = sealed(PLAIN);
    const body = '\ufeff{';
    const headers = { 'content-type': 'application/json', 'hub-assertion': assertion };
    expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(401);
  });
});

describe('Row scope', () => {
  test('an engagement withdrawn as a mistake no longer opens the person', async () => {
    const workerId = randomUUID();
    const county = official('450103', 'HOUSING');
    const hub = new Session(store.pool, hubCaller('tests'), null);
    const provenance = {
      sourceSystem: 't',
      receiptId: randomUUID(),
      receivedAt: AT,
      assurance: 'UNSIGNED',
    } as const;
    const write = (withdrawn: boolean, version: bigint) =>
      hub.write(async (db) => {
        const content = {
          projectCode: 'X1',
          crewNo: '1',
          workerId,
          isCrewLeader: false,
          enteredOn: '2026-01-05',
        };
        const record = { content, occurredAt: AT, sourceVersion: version, withdrawn };
        await store.writer(Engagement).write(db, [record], provenance);
      });
    await hub.write(async (db) => {
      await writeProjectScope(db, 'provincial', [
        { projectCode: 'X1', kind: 'HOUSING', sector: 'HOUSING', divisionCode: '450103', version: 1 },
      ]);
      const worker = { content: { workerId, name: '示例' }, occurredAt: AT, sourceVersion: 1n };
      await store.writer(MigrantWorker).write(db, [worker], provenance);
    });
    const seen = async () =>
      (await overHttp(`{ migrantWorker(id: "${workerId}") { id } }`, county)).data!.migrantWorker;
    expect(await seen()).toBeNull();
    await write(false, 1n);
    expect(await seen()).toEqual({ id: workerId });
    await write(true, 2n);
    expect(await seen()).toBeNull();
  });

  test('a project code with a comma grants no other project', async () => {
    const caller: Caller = { ...hubCaller('tests'), kind: 'ENTERPRISE', projects: ['X0,X1', 'a"b{}'] };
    const hub = new Session(store.pool, hubCaller('tests'), null);
    const provenance = {
      sourceSystem: 't',
      receiptId: randomUUID(),
      receivedAt: AT,
      assurance: 'UNSIGNED',
    } as const;
    const content = {
      projectCode: 'X1',
      kind: 'HOUSING',
      sector: 'HOUSING',
      name: '示例工程',
      divisionCode: '450103',
    };
    const rest = { constructionStatus: '003', isUnderKeySupervision: false };
    await hub.write((db) =>
      store
        .writer(Project)
        .write(db, [{ content: { ...content, ...rest }, occurredAt: AT, sourceVersion: 1n }], provenance),
    );
    expect((await overHttp(PLAIN, caller)).data).toEqual({ projects: { totalCount: 0, nodes: [] } });
    expect((await overHttp(PLAIN, { ...caller, projects: ['X1'] })).data).toMatchObject({
      projects: { totalCount: 1 },
    });
  });
});
