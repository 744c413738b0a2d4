import { mkdir } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { pino } from 'pino';
import { issuerOf } from '../../hub/wiring/issuer.ts';
import { startHub } from '../../hub/wiring/start-hub.ts';
import type { Prepared } from '../../hub/wiring/surroundings.ts';
import { openWatching } from '../../hub/wiring/watching.ts';
import { hubCaller } from '../../kernel/caller.ts';
import { frozenClock } from '../../kernel/clock.ts';
import { readConfig } from '../../kernel/config.ts';
import { enterpriseCode } from '../../seeds/synthetic-numbers.ts';
import { type Collector, collector } from '../gateway/tracing/support/collector.ts';
import { post } from '../gateway/support/running-gateway.ts';
import { type FreshDatabase, freshDatabase, testKeyring } from '../support/database.ts';
import { temporaryFolder } from './support/hub-process.ts';

const NOW = new Date('2026-01-05T07:31:30+08:00');
let database: FreshDatabase;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let traces: Collector;
let prepared: Prepared;
let hub: Awaited<ReturnType<typeof startHub>>;
const lines: Record<string, unknown>[] = [];

beforeAll(async () => {
  [database, folder, traces] = await Promise.all([freshDatabase(), temporaryFolder(), collector()]);
  await mkdir(`${folder.path}/keys`);
  const sink = new Writable({
    write(line, _encoding, done) {
      lines.push(JSON.parse(String(line)));
      done();
    },
  });
  const config = readConfig({
    HUB_PORT: '0',
    HUB_SEED: 'none',
    HUB_BACKGROUND: 'off',
    HUB_DATABASE_URL: database.ownerUrl,
    HUB_DATABASE_APP_URL: database.appUrl,
    HUB_DATA_DIR: folder.path,
    HUB_METRICS_PORT: '0',
    HUB_TRACES_URL: traces.url,
  });
  const log = pino({ level: 'trace' }, sink);
  prepared = { config, dataDir: folder.path, keyring: testKeyring, clock: frozenClock(NOW), log };
  hub = await startHub(
    prepared,
    () => undefined,
    () => undefined,
  );
});
afterAll(async () => {
  await hub.stop();
  await traces.stop();
  await database.drop();
  await folder[Symbol.asyncDispose]();
});

const SUBMIT = `mutation Submit($envelope: SubmissionEnvelopeInput!, $records: [EnterpriseRecordInput!]!) {
  submitEnterprises(envelope: $envelope, records: $records) { submitted } }`;
const variables = {
  envelope: { idempotencyKey: 'watching-test-1', sourceSystem: 'watching-test', sentAt: NOW.toISOString() },
  records: [{ creditCode: enterpriseCode('450100', 1), name: '测试企业', divisionCode: '450100' }],
};

const bearer = async () => `Bearer ${await issuerOf(prepared).issue!('province-hr')}`;

describe('The hub as a whole, watched', () => {
  test('counts submissions, fetches in its own process and what its engine keeps, on a port of its own', async () => {
    const { errors } = await hub.graph.execute(SUBMIT, variables, hubCaller('watching-test'));
    expect(errors).toBeUndefined();
    const text = (await (await fetch(hub.metricsUrl!)).text()).split('\n');
    expect(text).toContain('hub_submissions_total{subgraph="provincial",dataset="ENTERPRISE"} 1');
    expect(text).toContain('hub_fetches_total{subgraph="provincial",outcome="ok"} 1');
    expect(text).toContain('hub_breaker_open{subgraph="banking"} 0');
    expect(text.find((line) => line.startsWith('hub_programmes '))).toMatch(/ [1-9]\d*$/);
  });

  test('shows the same figures on the gateway’s own port in development, and to nobody there in production', async () => {
    const response = await fetch(`${hub.url}/metrics`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await response.text()).toContain('hub_requests_total');
    const ends: (() => Promise<unknown>)[] = [];
    const atEnd = (step: () => Promise<unknown>) => void ends.push(step);
    const as = (env: 'development' | 'production', metricsPort?: number) =>
      openWatching({ ...prepared, config: { ...prepared.config, env, metricsPort } }, { atEnd });
    const [unset, production] = [await as('development'), await as('production', 0)];
    expect(unset).toEqual({
      tracing: expect.anything(),
      metrics: expect.anything(),
      metricsText: expect.any(Function),
    });
    expect(production.metricsText).toBeUndefined();
    expect((await fetch(production.metricsUrl!)).status).toBe(200);
    expect(await as('production')).toEqual({ tracing: expect.anything() });
    for (const end of ends.reverse()) await end();
  });

  test('hands the traces of published operations, and of what its doors ask, to the collector', async () => {
    const authorization = await bearer();
    const { status } = await post(`${hub.url}/op/cross-sector-view`, {}, { authorization });
    expect(status).toBe(200);
    const [request] = await traces.until(1, /^query cross-sector-view$/);
    const fetches = await traces.until(1, /^fetch provincial$/);
    expect(fetches.some(({ traceId }) => traceId === request!.traceId)).toBe(true);
    const [asked] = await traces.until(1, /^mutation$/);
    expect(asked!.at).toMatchObject({ 'graphql.operation.name': 'Submit' });
    expect(traces.service()).toBe('guixin-hub');
    expect(traces.texts.join()).not.toContain(variables.records[0]!.creditCode);
  });

  test('has the request’s id in every line that belongs to a request, of the gateway and of the department', async () => {
    const owner = new Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query('alter table provincial.project rename to project_away');
    lines.length = 0;
    const headers = { authorization: await bearer(), 'x-request-id': 'request-of-a-test' };
    await post(`${hub.url}/op/cross-sector-view`, {}, headers);
    await owner.query('alter table provincial.project_away rename to project');
    await owner.end();
    expect(lines.map(({ msg }) => msg)).toEqual(
      expect.arrayContaining(['a field could not be answered', 'subgraph error', 'request']),
    );
    for (const line of lines) expect(line).toMatchObject({ requestId: 'request-of-a-test' });
  });
});
