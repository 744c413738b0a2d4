import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { issuer, post, read } from '../support/running-gateway.ts';
import { type Call, publishing, stated } from './support.ts';

const PROJECTS = `query Projects($first: Int = 2, $withAudit: Boolean = false) {
  projects(first: $first) { nodes { code name audit @include(if: $withAudit) workers { id name } } }
}`;
const operations = [
  stated('projects', PROJECTS),
  stated('one-project', 'query OneProject($code: ID!) { project(code: $code) { code name } }'),
  stated('one-project', 'query OneProject($code: ID!) { project(code: $code) { name } }', { version: 2 }),
  stated('record', 'mutation Record($input: RecordInput!) { record(input: $input) }'),
  stated('note', 'mutation Note($text: String!) { note(text: $text) }'),
  stated('seen', 'query Seen { seen }'),
  stated('breaks', 'query Breaks { breaks seen }'),
  stated('refuses', 'query Refuses { refuses(number: "1") }'),
  stated('accounts', 'query Accounts { projects(first: 2) { nodes { code account { number } } } }'),
  stated('dear', 'query Dear { projects(first: 200) { nodes { workers { mates { id } } } } }', {
    more: '# maxCost: 1000\n',
  }),
];
const byName = (name: string) => operations.find((one) => one.name === name)!;

let hub: Awaited<ReturnType<typeof publishing>>;
beforeAll(async () => {
  hub = await publishing(operations);
});
afterAll(() => hub.stop());
beforeEach(() => hub.forget());

async function refused(reference: string, body: unknown, status: number, code: string, call: Call = {}) {
  const answer = await hub.op(reference, body, call);
  expect({ status: answer.status, code: answer.errors?.[0]?.extensions.code, data: answer.data }).toEqual({
    status,
    code,
    data: undefined,
  });
  expect(hub.fetched()).toBe(0);
  return answer;
}

describe('A published operation (登记操作)', () => {
  test('answers what its text answers at /graphql, with the same headers', async () => {
    const published = await hub.op('projects', { first: 3 });
    const asked = await hub.ask(PROJECTS, { variables: { first: 3 } });
    expect(published.status).toBe(200);
    expect(published.data).toEqual(asked.data);
    expect(published.errors).toBeUndefined();
    for (const name of ['content-type', 'cache-control', 'x-content-type-options', 'content-security-policy'])
      expect([name, published.headers.get(name)]).toEqual([name, asked.headers.get(name)]);
  });

  test('takes defaults for the variables that are left out, and {} where it has none', async () => {
    const { data } = await hub.op('projects', {});
    expect(data.projects?.nodes?.[0]).toEqual({ code: 'P1', name: '一号楼', workers: expect.any(Array) });
    expect((await hub.op('seen')).status).toBe(200);
  });

  test('is called by name, of which the highest version counts, by version, and by either id', async () => {
    const body = { code: 'P1' };
    const newest = { project: { name: '一号楼' } };
    expect((await hub.op('one-project', body)).data).toEqual(newest);
    expect((await hub.op('one-project@2', body)).data).toEqual(newest);
    expect((await hub.op('one-project@1', body)).data).toEqual({ project: { code: 'P1', name: '一号楼' } });
    const { sm3, sha256 } = byName('note');
    expect((await hub.op(`sm3:${sm3}`, { text: 'x' })).data).toEqual({ note: 'x' });
    expect((await hub.op(`sha256:${sha256}`, { text: 'x' })).data).toEqual({ note: 'x' });
  });

  test('is asked of departments as its caller, who is in the assertion', async () => {
    await hub.op('one-project', { code: 'P1' }, { role: 'county-housing' });
    expect(hub.provincial.calls[0]!.claims.caller.roles).toEqual(['county-housing']);
  });

  test('asOf and withEvidence come in the address, everything of extensions.hub in a header', async () => {
    const at = '2026-01-04T00:00:00+08:00';
    await hub.op('seen', {}, { address: `?asOf=${encodeURIComponent(at)}&withEvidence=true` });
    await hub.op('seen', {}, { address: `?asOf=${at}` });
    await hub.op('seen', {}, { headers: { 'hub-extension': JSON.stringify({ asOf: at }) } });
    const told = hub.provincial.calls.map(({ claims }) => [claims.asOf, claims.withEvidence]);
    expect(told).toEqual([
      [at, true],
      [at, undefined],
      [at, undefined],
    ]);
  });

  test('personal data is asked for in clear only with a declared purpose', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const purpose = { basis: 'Order 724', caseNo: 'C-2026-1', expiresAt };
    await hub.op('projects', {});
    await hub.op('projects', {}, { headers: { 'hub-extension': JSON.stringify({ purpose }) } });
    const [without, declared] = hub.provincial.calls.map(({ claims }) => claims.clear);
    expect(without).toEqual(['GENERAL']);
    expect(declared).toContain('PERSONAL');
    expect(hub.log.filter((line) => line.includes('clear data asked for'))).toHaveLength(1);
  });

  test.each([
    ['a misspelt modifier', '?asof=2026-01-04', {}],
    ['one said twice', '?asOf=2026-01-04T00:00:00Z', { 'hub-extension': '{"asOf":"2026-01-04T00:00:00Z"}' }],
    ['a header that is no JSON', '', { 'hub-extension': 'asOf=2026' }],
  ])('%s is refused', (_name, address, headers) =>
    refused('seen', {}, 400, 'HUB_EXTENSION_INVALID', { address, headers }),
  );

  test('an error of a department has its place, its code and nothing of its inside', async () => {
    const { status, data, errors } = await hub.op('breaks');
    expect(status).toBe(200);
    expect(data).toMatchObject({ breaks: null, seen: expect.any(String) });
    expect(errors[0]).toMatchObject({ path: ['breaks'], extensions: { code: 'SUBGRAPH_FAILED' } });
    const refusal = await hub.op('refuses');
    expect(refusal.errors[0]!.extensions).toMatchObject({ code: 'PROJECT_UNKNOWN', subgraph: 'provincial' });
    expect(refusal.text).not.toContain('canary');
  });

  test('a department that is down costs its own fields', async () => {
    hub.banking.mood = 'reset';
    const { status, data, errors } = await hub.op('accounts');
    hub.banking.mood = 'well';
    expect({ status, first: data.projects?.nodes?.[0] }).toEqual({
      status: 200,
      first: { code: 'P1', account: null },
    });
    expect(errors[0]).toMatchObject({ path: ['projects', 'nodes', 0, 'account'] });
    expect(errors[0]!.extensions.code).toBe('SUBGRAPH_UNAVAILABLE');
  });

  test('an answer is compressed for who accepts that', async () => {
    const authorization = `Bearer ${await issuer.issue('province-hr')}`;
    const headers = { authorization, 'content-type': 'application/json', 'accept-encoding': 'gzip' };
    const long = JSON.stringify({ text: 'x'.repeat(3000) });
    const response = await fetch(`${hub.gateway.url}/op/note`, { method: 'POST', headers, body: long });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect((await read(response)).data).toEqual({ note: 'x'.repeat(3000) });
  });

  test('the log has its line, with neither variables nor what the address asks', async () => {
    await hub.op('seen', {}, { address: '?asOf=2026-01-04T00:00:00Z' });
    const line = hub.log.map((one) => JSON.parse(one)).findLast(({ msg }) => msg === 'request');
    expect(line).toMatchObject({ method: 'POST', path: '/op/seen', status: 200 });
  });
});

describe('Refused before anything is fetched', () => {
  test('a name, a version and an id that nobody published', async () => {
    await refused('nothing', {}, 404, 'OPERATION_NOT_PUBLISHED');
    await refused('one-project@3', {}, 404, 'OPERATION_NOT_PUBLISHED');
    await refused(`sm3:${'0'.repeat(64)}`, {}, 404, 'OPERATION_NOT_PUBLISHED');
    await refused('constructor', {}, 404, 'OPERATION_NOT_PUBLISHED');
    await refused('__proto__', {}, 404, 'OPERATION_NOT_PUBLISHED');
  });

  test('whoever is not known, whether the operation exists or not', async () => {
    for (const name of ['seen', 'nothing']) {
      const { status, errors } = await post(`${hub.gateway.url}/op/${name}`, {});
      expect([status, errors[0]!.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    }
  });

  test('a caller without the scopes, told what is missing where', async () => {
    const { errors } = await refused('projects', {}, 403, 'FORBIDDEN', { role: 'vendor' });
    expect(errors[0]!.extensions.fields?.[0]).toMatchObject({ path: 'projects', field: 'Query.projects' });
    await refused('note', { text: 'x' }, 403, 'FORBIDDEN', { role: 'auditor' });
  });

  test('a field that a condition leaves out is demanded all the same', () =>
    refused('projects', { withAudit: false }, 403, 'FORBIDDEN', { role: 'county-housing' }));

  test('variables of the wrong type, each with its place and never its value', async () => {
    const input = { count: 'x', people: [{ number: 1 }, { number: '450100190001010011' }] };
    const { errors, text } = await refused('record', { input }, 400, 'BAD_VARIABLES');
    expect(errors[0]!.extensions.variables).toEqual([
      { variable: 'input', path: ['count'], expected: 'Int' },
      { variable: 'input', path: ['people', 1, 'number'], expected: 'Int' },
    ]);
    expect(text).not.toContain('450100190001010011');
    await refused('record', {}, 400, 'BAD_VARIABLES');
  });

  test('a variable it does not have: a misspelt one would silently be its default', async () => {
    const { errors } = await refused('projects', { frist: 1 }, 400, 'BAD_VARIABLES');
    expect(errors[0]!.extensions.variables).toEqual([
      { variable: 'frist', path: [], expected: 'no variable of this name' },
    ]);
    const { text } = await refused('projects', { '450100190001010011': 1 }, 400, 'BAD_VARIABLES');
    expect(text).not.toContain('450100190001010011');
  });

  test('pages and cost by the real variables; an operation may have a ceiling of its own', async () => {
    await refused('projects', { first: 201 }, 400, 'PAGE_TOO_LARGE');
    await refused('projects', { first: 0 }, 400, 'PAGE_EMPTY');
    const { errors } = await refused('dear', {}, 400, 'COST_EXCEEDED');
    expect(errors[0]!.extensions).toMatchObject({ limit: 1000 });
  });

  test('bodies that are no JSON object, and methods other than POST', async () => {
    await refused('seen', [{}], 400, 'BATCH_REFUSED');
    await refused('seen', '3', 400, 'BODY_MALFORMED');
    await refused('seen', '{', 400, 'BODY_MALFORMED');
    await refused('seen', '{"a":1,"a":2}', 400, 'JSON_KEY_REPEATED');
    await refused('seen', {}, 415, 'CONTENT_TYPE_REFUSED', { headers: { 'content-type': 'text/plain' } });
    await refused('seen', {}, 406, 'NOT_ACCEPTABLE', { headers: { accept: 'text/html' } });
    const headers = { authorization: `Bearer ${await issuer.issue('province-hr')}` };
    const got = await read(await fetch(`${hub.gateway.url}/op/seen`, { headers }));
    expect([got.status, got.errors[0]!.extensions.code, got.headers.get('allow')]).toEqual([
      405,
      'METHOD_NOT_ALLOWED',
      'POST',
    ]);
  });
});

describe('Check 73: a name or id executes the published text and nothing else', () => {
  const other = 'mutation Note { note(text: "other") }';
  test.each([
    ['a known name with another body text', () => ['projects', { query: other }]],
    ['a known id with another body text', () => [`sha256:${byName('seen').sha256}`, { query: other }]],
    ['an operation name to switch to', () => ['seen', { operationName: 'Note' }]],
    ['extensions in the body', () => ['seen', { extensions: { hub: { asOf: '2020-01-01T00:00:00Z' } } }]],
  ] as [string, () => [string, object]][])('%s', async (_name, make) => {
    const [reference, body] = make();
    await refused(reference, body, 400, 'BAD_VARIABLES');
  });
  test('the id of a text with another space is another id', () => {
    const [one, spaced] = [stated('a', 'query A { seen }'), stated('a', 'query A {  seen }')];
    expect(one.sm3).not.toBe(spaced.sm3);
    expect(one.sha256).not.toBe(spaced.sha256);
  });
  test('the id of a hash nobody published, with a text beside it', () =>
    refused(`sha256:${'ab'.repeat(32)}`, { query: '{ seen }' }, 404, 'OPERATION_NOT_PUBLISHED'));
  test('letters in another case, spaces and slashes make another name', async () => {
    for (const name of ['Seen', 'seen%20', 'seen@01', 'seen@', '%2e%2e'])
      expect([name, (await hub.op(name)).status]).toEqual([name, 404]);
  });
});
