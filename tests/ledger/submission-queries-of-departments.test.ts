import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { pino } from 'pino';
import { type InnerGraph, startInnerGraph } from '../../gateway/inner-graph.ts';
import type { Caller } from '../../kernel/caller.ts';
import { readConfig } from '../../kernel/config.ts';
import { memoryKeyring } from '../../kernel/keyring.ts';
import type { SubgraphTransport } from '../../kernel/transport.ts';
import { composeSupergraph } from '../../schema/compose.ts';
import { fullSdl } from '../../subgraphs/executable.ts';
import { inProcess } from '../../subgraphs/in-process.ts';
import { running } from '../../subgraphs/receive.ts';
import type { Subgraph } from '../../subgraphs/subgraph.ts';
import { NOW, type OrderRoom, orderRoom, vendor } from './support/order-room.ts';

const keyring = memoryKeyring(Buffer.alloc(32, 9));
const log = pino({ level: 'silent' });

/** Two departments that take the same kinds of records but one, each on a database of its own. */
const rooms: Record<string, OrderRoom> = {};
let graph: InnerGraph;
let supergraph: string;
const down = new Set<string>();

beforeAll(async () => {
  const transports: Record<string, SubgraphTransport> = {};
  const parts = [];
  for (const name of ['north-bank', 'south-bank']) {
    const room = await orderRoom();
    rooms[name] = room;
    const subgraph = departmentOf(
      name,
      room,
      room.room.datasets.filter(({ name: of }) => !isLacking(name, of)),
    );
    parts.push({ name, url: `http://${name}.invalid/`, sdl: fullSdl(subgraph) });
    transports[name] = failing(name, inProcess(running(subgraph, room.store, keyring, log)));
  }
  supergraph = composeSupergraph(parts).supergraphSdl;
  graph = await startInnerGraph({
    config: readConfig({}),
    supergraphSdl: supergraph,
    transports,
    assertionKey: (name) => keyring.secret(`assertion/${name}`),
    clock: { now: () => NOW },
    log,
  });
}, 120_000);
afterAll(async () => {
  await graph?.stop();
  for (const room of Object.values(rooms)) await room.close();
});

const QUESTION = `{ ledgers {
  northBank { mySubmissions { totalCount nodes { submitted } } heldRecords { nodes { code message } } }
  southBank { mySubmissions { totalCount nodes { submitted } } changes { nodes { outcome } pageInfo { endCursor } } }
} }`;

describe('A question over the ledgers of several departments', () => {
  test('is answered by each of them', async () => {
    await rooms['north-bank']!.submit('SHEET', [{ sheetNo: 'A', projectCode: 'X' }]);
    for (const sheetNo of ['B', 'C']) await rooms['south-bank']!.submit('SHEET', [{ sheetNo }, {}]);
    await rooms['south-bank']!.tick();
    const { data, errors } = await graph.graph.execute(QUESTION, {}, sender);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      ledgers: {
        northBank: {
          mySubmissions: { totalCount: 1, nodes: [{ submitted: 1 }] },
          heldRecords: { nodes: [{ code: 'PROJECT_UNKNOWN', message: expect.any(String) }] },
        },
        southBank: {
          mySubmissions: { totalCount: 2, nodes: [{ submitted: 2 }, { submitted: 2 }] },
          changes: {
            nodes: [{ outcome: 'ACCEPTED' }, { outcome: 'ACCEPTED' }],
            pageInfo: { endCursor: expect.any(String) },
          },
        },
      },
    });
  });

  test('loses only the ledger of a department that is down', async () => {
    down.add('north-bank');
    const { data, errors } = await graph.graph.execute(QUESTION, {}, sender);
    down.clear();
    expect(data).toMatchObject({
      ledgers: { northBank: null, southBank: { mySubmissions: { totalCount: 2 } } },
    });
    expect(errors).toHaveLength(1);
  });

  test('is refused by the department alone that has not the dataset, which names its own', async () => {
    const { data, errors } = await graph.graph.execute(
      `query Named($dataset: String!) { ledgers {
        northBank { mySubmissions(filter: { dataset: $dataset }) { totalCount } }
        southBank { mySubmissions(filter: { dataset: $dataset }) { totalCount } } } }`,
      { dataset: 'PLAN' },
      sender,
    );
    expect(data).toEqual({ ledgers: { northBank: { mySubmissions: { totalCount: 0 } }, southBank: null } });
    expect(errors).toMatchObject([
      {
        path: ['ledgers', 'southBank', 'mySubmissions'],
        extensions: { code: 'VALUE_REFUSED', expected: 'one of SHEET, REMARK' },
      },
    ]);
  });

  test('is refused whole where it asks for changes without the scope for them', async () => {
    const { data, errors } = await graph.graph.execute(QUESTION, {}, { ...sender, scopes: [] });
    expect([data, errors?.length]).toEqual([null, 1]);
  });

  test('is composed of one field a department, and nothing of it from a department that takes no records', () => {
    const ledgers = parse(supergraph).definitions.find(
      (one) => 'name' in one && one.name?.value === 'Ledgers',
    );
    expect(ledgers).toMatchObject({
      fields: [{ name: { value: 'northBank' } }, { name: { value: 'southBank' } }],
    });
    const silent = departmentOf('silent', rooms['north-bank']!, []);
    expect(
      fullSdl({ ...silent, sdl: 'extend type Query { "Nothing (无)." nothing: String @authenticated }' }),
    ).not.toMatch(/ledgers|SubmissionLedger/);
  });
});

const isLacking = (department: string, dataset: string) => department === 'south-bank' && dataset === 'PLAN';

const sender: Caller = { ...vendor('a'), kind: 'DEPARTMENT', scopes: ['change:read'] };

const departmentOf = (name: string, { room }: OrderRoom, datasets = room.datasets): Subgraph => ({
  name,
  databaseSchema: room.schema,
  port: 0,
  sdl: '',
  resolvers: {},
  facts: [],
  datasets,
  migrations: null,
});

const failing = (name: string, transport: SubgraphTransport): SubgraphTransport => ({
  ...transport,
  send: (request) =>
    down.has(name) ? Promise.reject(new Error('connection refused')) : transport.send(request),
});
