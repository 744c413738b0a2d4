import { describe, expect, test } from '@jest/globals';
import { request as httpRequest } from 'node:http';
import { startGateway } from '../../gateway/gateway.ts';
import { bankingResolvers, sdlOf, supergraph } from './support/departments.ts';
import { inProcess } from './support/in-process.ts';
import { issuer, read, type Running, runningGateway } from './support/running-gateway.ts';

async function withHub(work: (hub: Running) => Promise<void>, ...args: Parameters<typeof runningGateway>) {
  const hub = await runningGateway(...args);
  try {
    await work(hub);
  } finally {
    await hub.stop();
  }
}

const ready = async (hub: Running) => {
  const response = await fetch(`${hub.gateway.url}/health/ready`);
  return { status: response.status, body: await response.json() };
};
const until = async (isSo: () => boolean) => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
};
/** Health is remembered for half a second. */
const later = () => new Promise((resolve) => setTimeout(resolve, 600));
const production = {
  HUB_ENV: 'production',
  HUB_SEED: 'none',
  HUB_ISSUER_JWKS: '/jwks.json',
  HUB_ISSUER: 'https://issuer.test',
};

describe('Health is truthful', () => {
  test('a subgraph that is down degrades it; all of them, or a failed check, end it; liveness stays', async () => {
    let isDatabaseUp = true;
    const database = async () => {
      if (!isDatabaseUp) throw new Error('postgres://hub:secret@10.0.0.1/hub refused');
      return true;
    };
    await withHub(
      async (hub) => {
        hub.banking.mood = 'reset';
        expect(await ready(hub)).toEqual({
          status: 200,
          body: {
            status: 'degraded',
            checks: { database: true },
            subgraphs: { provincial: true, banking: false },
          },
        });
        hub.provincial.mood = 'reset';
        await later();
        expect(await ready(hub)).toMatchObject({ status: 503, body: { status: 'unavailable' } });
        hub.provincial.mood = hub.banking.mood = 'well';
        isDatabaseUp = false;
        await later();
        expect(await ready(hub)).toEqual({
          status: 503,
          body: {
            status: 'unavailable',
            checks: { database: false },
            subgraphs: { provincial: true, banking: true },
          },
        });
        expect((await fetch(`${hub.gateway.url}/health/live`)).status).toBe(200);
      },
      {},
      { checks: { database } },
    );
  });
});

describe('Stopping', () => {
  test('lets a request in flight finish', async () => {
    const hub = await runningGateway();
    hub.provincial.mood = 'late';
    const asked = hub.ask('{ projects(first: 5) { totalCount } }');
    await until(() => hub.provincial.begun > 0);
    const stopped = hub.stop();
    expect((await asked).data).toEqual({ projects: { totalCount: 3 } });
    await stopped;
  });

  test('waits neither for what hangs nor for whoever stays connected', async () => {
    // Waited for, the subgraph would take twice the time of a test.
    const hub = await runningGateway({ HUB_SUBGRAPH_TIMEOUT_MS: '60000' });
    hub.provincial.mood = 'slow';
    const hanging = hub.ask('{ seen }').catch((error: unknown) => error);
    const idle = httpRequest(`${hub.gateway.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-length': 10,
        authorization: `Bearer ${await issuer.issue('auditor')}`,
        'content-type': 'application/json',
      },
    });
    idle.on('error', () => {}).write('{');
    await until(() => hub.provincial.begun > 0);
    await hub.gateway.stop();
    await hanging;
    await until(() => hub.provincial.broken === 1);
    await hub.provincial.stop();
    await hub.banking.stop();
  });
});

describe('A client that leaves', () => {
  /** Leaves while its fetch is under way. */
  const leaveDuring = async (hub: Running, query: string) => {
    const { begun } = hub.provincial;
    const headers = {
      authorization: `Bearer ${await issuer.issue('province-hr')}`,
      'content-type': 'application/json',
    };
    const leaving = new AbortController();
    const asked = fetch(`${hub.gateway.url}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query }),
      signal: leaving.signal,
    });
    const left = expect(asked).rejects.toThrow();
    await until(() => hub.provincial.begun > begun);
    leaving.abort();
    await left;
  };
  test('takes its query with it, but not its mutation', async () => {
    await withHub(async (hub) => {
      // Planned before, so that the client leaves during the fetch.
      for (const query of ['{ seen }', 'mutation { note(text: "x") }']) await hub.ask(query);
      hub.provincial.mood = 'late';
      await leaveDuring(hub, '{ seen }');
      await until(() => hub.provincial.broken === 1 && hub.log.some((line) => line.includes('CANCELLED')));
      const lines = hub.log.map((line) => JSON.parse(line) as { level: number; code?: string });
      expect(lines.filter(({ code }) => code === 'CANCELLED').map(({ level }) => level)).toEqual([30]);
      expect(lines.filter(({ level }) => level > 30)).toEqual([]);
      const done = hub.provincial.calls.length;
      await leaveDuring(hub, 'mutation { note(text: "x") }');
      await until(() => hub.provincial.calls.length > done);
      await later();
      expect(hub.provincial.broken).toBe(1);
    });
  });
});

describe('In production', () => {
  test('there is no page, no file of it, no token, and no introspection', async () => {
    await withHub(
      async (hub) => {
        for (const path of ['/graphql', '/graphiql/page.js', '/graphiql/start.json']) {
          const answer = await fetch(`${hub.gateway.url}${path}`, { headers: { accept: 'text/html' } });
          expect(answer.status).toBe(401);
        }
        const { status, errors } = await hub.ask('{ __schema { types { name } } }');
        expect({ status, code: errors[0]!.extensions.code }).toEqual({
          status: 400,
          code: 'GRAPHQL_VALIDATION_FAILED',
        });
        expect((await hub.ask('{ seen }')).headers.get('strict-transport-security')).toBeTruthy();
      },
      production,
      { issuer: { verify: issuer.verify } },
    );
  });
});

describe('In development a browser gets GraphiQL from local files', () => {
  const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
  test('with a strict content policy, nothing inline and nothing from elsewhere', async () => {
    await withHub(async (hub) => {
      const page = await fetch(`${hub.gateway.url}/graphql`, { headers: html });
      expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
      const text = await page.text();
      expect(text).not.toMatch(/ on\w+=|<script>|<style|javascript:|https?:\/\//);
      const files = [...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, file]) => file!);
      expect(files).toHaveLength(6);
      for (const file of files) expect((await fetch(hub.gateway.url + file)).status).toBe(200);
      for (const file of ['..%2f..%2fpackage.json', 'constructor', 'page.html', '%2fetc%2fpasswd'])
        expect((await read(await fetch(`${hub.gateway.url}/graphiql/${file}`))).status).toBe(404);
    });
  });

  test('its tokens are given to this machine only, by its own name and to its own page', async () => {
    await withHub(async (hub) => {
      const start = (headers: Record<string, string>) =>
        new Promise<{ status?: number; text: string }>((resolve) => {
          const call = httpRequest(`${hub.gateway.url}/graphiql/start.json`, { headers }, (response) => {
            let text = '';
            response.on('data', (part) => {
              text += part;
            });
            response.on('end', () => resolve({ status: response.statusCode, text }));
          });
          call.end();
        });
      const own = await start({});
      const { roles, examples } = JSON.parse(own.text);
      expect(examples).toHaveLength(1);
      expect((await hub.ask('{ seen }', { token: roles[0].token })).status).toBe(200);
      expect((await start({ host: 'evil.test' })).status).toBe(404);
      expect((await start({ 'sec-fetch-site': 'cross-site' })).status).toBe(404);
    });
  });

  test('a program that accepts anything is asked for a token', async () => {
    await withHub(async (hub) => {
      expect((await fetch(`${hub.gateway.url}/graphql?query={seen}`, { headers: html })).status).toBe(401);
      expect((await fetch(`${hub.gateway.url}/graphql`, { headers: { accept: '*/*' } })).status).toBe(401);
    });
  });
});

describe('What cannot be enforced or reached does not start', () => {
  const parts = {
    config: { env: 'development' },
    issuer,
    transports: {},
    log: { error() {}, warn() {}, info() {} },
  };
  const start = (supergraphSdl: string) =>
    startGateway({ ...parts, supergraphSdl } as unknown as Parameters<typeof startGateway>[0]);
  test('a supergraph with a security directive we do not know', async () => {
    const unknown = supergraph()
      .replace('https://specs.apollo.dev/policy/v0.1', 'https://specs.apollo.dev/policy/v9.9')
      .replace(
        'https://specs.apollo.dev/requiresScopes/v0.1',
        'https://specs.apollo.dev/requiresTokens/v0.1',
      );
    expect(unknown).not.toBe(supergraph());
    await expect(start(unknown)).rejects.toThrow();
  });
  test('a subgraph without a way to it', async () => {
    await expect(start(supergraph())).rejects.toThrow(/no way to subgraph/);
  });
});

test('A subgraph in this process answers the same, and one that hangs costs its own fields in time', async () => {
  const banking = inProcess('banking', sdlOf.banking, bankingResolvers);
  const over = await runningGateway();
  const { httpTransport } = await import('../../gateway/transports/http.ts');
  const provincial = httpTransport({ name: 'provincial', url: over.provincial.url, timeoutMs: 10_000 });
  await withHub(
    async (hub) => {
      const query = '{ projects(first: 5) { nodes { code account { number } workers { card } } } }';
      expect((await hub.ask(query)).data).toEqual((await over.ask(query)).data);
      banking.hangs = true;
      const { data, errors } = await hub.ask('{ project(code: "P1") { code account { number } } }');
      expect(data).toEqual({ project: { code: 'P1', account: null } });
      expect(errors).toMatchObject([
        { path: ['project', 'account'], extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'banking' } },
      ]);
    },
    { HUB_SUBGRAPH_TIMEOUT_MS: '3000' },
    { transports: { provincial, banking } },
  );
  await provincial.close();
  await over.stop();
});
