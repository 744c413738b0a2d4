import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { httpTransport } from '../../gateway/transports/http.ts';
import { CANARY, unreadable } from './support/departments.ts';
import { type Running, runningGateway } from './support/running-gateway.ts';

let hub: Running;
beforeAll(async () => {
  hub = await runningGateway({ HUB_SUBGRAPH_TIMEOUT_MS: '3000' });
});
afterAll(() => hub.stop());
afterEach(() => {
  hub.banking.mood = 'well';
  hub.forget();
});

const EVERYTHING = '{ projects(first: 10) { nodes { code bank: account { number } workers { id card } } } }';

describe('A department that is down costs its own fields, not the query', () => {
  test('with all departments well, one query brings everything and no errors', async () => {
    const { status, data, errors } = await hub.ask(EVERYTHING);
    expect({ status, errors }).toEqual({ status: 200, errors: undefined });
    expect(data.projects?.nodes?.[0]).toMatchObject({
      code: 'P1',
      bank: { number: '0000' },
      workers: [{ id: 'w1', card: '*0000' }, {}, {}],
    });
  });

  test.each(['garbage', 'not-json', 'slow', 'huge', 'reset', 'status'] as const)(
    'an answer of the kind "%s" leaves null with the concrete path, and the rest stands',
    async (mood) => {
      hub.banking.mood = mood;
      const { status, data, errors } = await hub.ask(EVERYTHING);
      expect(status).toBe(200);
      expect(data).toMatchObject({ projects: { nodes: [{ code: 'P1' }, { code: 'P2' }, { code: 'P3' }] } });
      const paths = errors.map(({ path }) => path!.join('.')).sort();
      expect(paths).toEqual([
        ...[
          'projects.nodes.0.bank',
          'projects.nodes.0.workers.0.card',
          'projects.nodes.0.workers.1.card',
          'projects.nodes.0.workers.2.card',
        ],
        ...[
          'projects.nodes.1.bank',
          'projects.nodes.1.workers.0.card',
          'projects.nodes.1.workers.1.card',
          'projects.nodes.1.workers.2.card',
        ],
        'projects.nodes.2.bank',
      ]);
      for (const { extensions } of errors)
        expect(extensions).toMatchObject({
          code: 'SUBGRAPH_UNAVAILABLE',
          subgraph: 'banking',
          incident: expect.stringMatching(/^[a-z]{12}$/),
        });
      expect(hub.log.join('')).toContain(errors[0]!.extensions.incident);
    },
  );

  test('a required field that is lost empties its parent, and the error names the parent', async () => {
    hub.banking.mood = 'reset';
    const { data, errors } = await hub.ask('{ project(code: "P1") { code balance } }');
    expect(data).toEqual({ project: null });
    expect(errors).toEqual([
      expect.objectContaining({
        path: ['project'],
        extensions: expect.objectContaining({ code: 'SUBGRAPH_UNAVAILABLE' }),
      }),
    ]);
  });

  test('a root field that is lost is null at its own path', async () => {
    hub.banking.mood = 'reset';
    const { data, errors } = await hub.ask('{ mine: banks project(code: "P2") { name } }');
    expect(data).toBeNull();
    expect(errors.map(({ path }) => path)).toEqual([['mine']]);
  });

  test('at most a hundred errors come, however many items are lost', async () => {
    hub.banking.mood = 'reset';
    const aliases = Array.from(
      { length: 20 },
      (_, n) => `a${n}: projects(first: 3) { nodes { workers { card } } }`,
    );
    const { errors } = await hub.ask(`{ ${aliases.join(' ')} }`);
    expect(errors).toHaveLength(100);
  });
});

describe('What departments say in errors does not leave as it stands', () => {
  test('an unexpected error keeps its path; its text stays inside, under an incident number, scrubbed (check 82)', async () => {
    const { status, data, errors, text } = await hub.ask('{ breaks projects(first: 1) { totalCount } }');
    expect(status).toBe(200);
    expect(data).toEqual({ breaks: null, projects: { totalCount: 3 } });
    expect(errors).toEqual([
      {
        message: `provincial could not answer this part (incident ${errors[0]!.extensions.incident})`,
        path: ['breaks'],
        extensions: {
          code: 'SUBGRAPH_FAILED',
          subgraph: 'provincial',
          incident: expect.any(String),
          messageZh: expect.any(String),
        },
      },
    ]);
    expect(text).not.toContain('canary');
    const line = hub.log.find((text) => text.includes(String(errors[0]!.extensions.incident)));
    expect(line).toMatch(/relation .*canary-/);
    expect(hub.log.join('')).not.toContain(CANARY.slice(7));
  });

  test('one entity that fails has an error at each of its fields, and its neighbours stand', async () => {
    unreadable.add('P2');
    const { data, errors, text } = await hub.ask(
      '{ projects(first: 3) { nodes { code kept: account { number } } } }',
    );
    unreadable.clear();
    expect(data).toMatchObject({
      projects: { nodes: [{ kept: { number: '0000' } }, { kept: null }, { kept: null }] },
    });
    expect(errors.map(({ path }) => path)).toEqual([['projects', 'nodes', 1, 'kept']]);
    expect(text).not.toContain('canary');
  });

  test('a refusal keeps its code, words and field, but no unknown extension and no HTTP status of its own', async () => {
    const { status, errors } = await hub.ask('{ refuses }');
    expect(status).toBe(200);
    expect(errors).toEqual([
      {
        message: 'project P9 is not on file',
        path: ['refuses'],
        extensions: {
          code: 'PROJECT_UNKNOWN',
          subgraph: 'provincial',
          field: ['number'],
          expected: 'a project code',
        },
      },
    ]);
  });
});

test('A fetch that a department refuses whole keeps its code at the field: a bad value is not an outage', async () => {
  const query = 'query ($day: Weekday!) { onDay(day: $day) seen }';
  const { errors, text } = await hub.ask(query, { variables: { day: 'tomorrow' } });
  expect(text).not.toContain('tomorrow');
  expect(errors).toEqual([
    {
      message: expect.any(String),
      path: ['onDay'],
      extensions: { code: 'DATE_INVALID', subgraph: 'provincial' },
    },
    {
      message: expect.any(String),
      path: ['seen'],
      extensions: { code: 'DATE_INVALID', subgraph: 'provincial' },
    },
  ]);
});

test('A mutation is sent once, even when the answer is lost (check 81)', async () => {
  let connections = 0;
  const { createServer } = await import('node:net');
  const cutting = createServer((socket) => {
    connections += 1;
    socket.on('data', () => socket.destroy()).on('error', () => {});
  });
  await new Promise<void>((resolve) => cutting.listen(0, '127.0.0.1', resolve));
  const { port } = cutting.address() as { port: number };
  const way = httpTransport({ name: 'banking', url: `http://127.0.0.1:${port}/graphql`, timeoutMs: 10_000 });
  await expect(way.send({ body: '{}', assertion: 'a.b', requestId: 'r' })).rejects.toMatchObject({
    code: 'UPSTREAM_UNAVAILABLE',
  });
  expect(connections).toBe(1);
  await way.close();
  await new Promise((resolve) => cutting.close(resolve));
});
