import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { settingsFrom } from '../../../hub/wiring/stand-alone/settings-file.ts';
import { temporaryFolder } from '../../hub/support/hub-process.ts';
import { post } from '../support/running-gateway.ts';
import { type ForeignGraph, foreignGraph } from './support/foreign-graph.ts';
import { gatewayCommand } from './support/gateway-command.ts';
import { type RunningAlone, standAlone } from './support/stand-alone.ts';
import { AUDIENCE, forged, hmacWith, ISSUER, issuerKey, seconds, tokenBy } from './support/tokens.ts';

const keys = {
  edwards: issuerKey('EdDSA', 'edwards'),
  curve: issuerKey('ES256', 'curve'),
  rsa: issuerKey('RS256', 'rsa'),
};
const stranger = issuerKey('EdDSA', 'edwards');
const published = JSON.stringify({ keys: Object.values(keys).map(({ jwk }) => jwk) });

let foreign: ForeignGraph;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let jwksFile: string;
let gateway: RunningAlone;
beforeAll(async () => {
  foreign = await foreignGraph();
  folder = await temporaryFolder();
  jwksFile = join(folder.path, 'keys.json');
  await writeFile(jwksFile, published);
  gateway = await standAlone(foreign.supergraphSdl, {
    identity: { issuer: ISSUER, audience: AUDIENCE, jwksFile },
  });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
  await foreign.stop();
});
beforeEach(() => {
  for (const calls of Object.values(foreign.calls)) calls.length = 0;
});

const fetched = () => Object.values(foreign.calls).flat().length;

/** What a request for one field of a person is answered with, and how many fetches it took. */
async function asks(field: string, authorization?: string, url = gateway.url) {
  const before = fetched();
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  const { status, data, errors } = await post(url, { query: `{ people { ${field} } }` }, headers);
  const code = errors?.[0]?.extensions.code;
  return { status, ...(code && { code }), value: data?.people?.[0]?.[field], fetched: fetched() - before };
}
const bearer = async (token: Promise<string> | string) => `Bearer ${await token}`;
const open = (value: unknown) => ({ status: 200, value, fetched: 1 });
const REFUSED = { status: 403, code: 'FORBIDDEN', value: undefined, fetched: 0 };
const UNKNOWN = { status: 401, code: 'UNAUTHENTICATED', value: undefined, fetched: 0 };

describe('Of a foreign graph whose issuer is known', () => {
  test('fields that nothing protects are open to who brings no token, the others are closed and not fetched', async () => {
    expect(await asks('name')).toEqual(open('Ada'));
    for (const field of ['salary', 'diary', 'will']) expect(await asks(field)).toEqual(REFUSED);
  });

  test.each(Object.entries(keys))(
    'a token of the issuer opens what wants a known caller (%s)',
    async (_name, key) => {
      expect(await asks('salary', await bearer(tokenBy(key)))).toEqual(open(100));
    },
  );

  test.each<[string, unknown]>([
    ['a text', 'openid diary'],
    ['a list', ['openid', 'diary']],
  ])('scopes as %s open what wants them', async (_form, scope) => {
    expect(await asks('diary', await bearer(tokenBy(keys.rsa, { scope })))).toEqual(open('dear diary'));
  });

  test.each<[string, Record<string, unknown>]>([
    ['none', {}],
    ['an empty text', { scope: '' }],
    ['other ones', { scope: 'openid diary:write diaries Diary' }],
    ['the right one in another claim', { scp: 'diary', scopes: ['diary'], roles: ['diary'] }],
  ])('with scopes that are %s it stays closed', async (_form, claims) => {
    const authorization = await bearer(tokenBy(keys.rsa, claims));
    expect(await asks('diary', authorization)).toEqual(REFUSED);
    expect(await asks('name', authorization)).toEqual(open('Ada'));
  });

  test('a policy, which nobody here can judge, is closed to all, whatever a token says', async () => {
    const authorization = await bearer(tokenBy(keys.rsa, { scope: 'notary', policies: ['notary'] }));
    expect(await asks('will', authorization)).toEqual(REFUSED);
  });

  const wrong: [string, () => string | Promise<string>][] = [
    ['that has expired', () => bearer(tokenBy(keys.rsa, { exp: seconds() - 60 }))],
    ['that never expires', () => bearer(tokenBy(keys.rsa, { exp: undefined }))],
    ['that is not valid yet', () => bearer(tokenBy(keys.rsa, { nbf: seconds() + 600 }))],
    ['of another issuer', () => bearer(tokenBy(keys.rsa, { iss: `${ISSUER}/` }))],
    ['of no issuer', () => bearer(tokenBy(keys.rsa, { iss: undefined }))],
    ['for another service', () => bearer(tokenBy(keys.rsa, { aud: 'https://mail.example.org' }))],
    ['for nobody', () => bearer(tokenBy(keys.rsa, { aud: undefined }))],
    ['of nobody', () => bearer(tokenBy(keys.rsa, { sub: undefined }))],
    ['whose scopes are a number', () => bearer(tokenBy(keys.rsa, { scope: 7 }))],
    ['for logging out', () => bearer(tokenBy(keys.rsa, {}, { typ: 'logout+jwt' }))],
    ['by another key under a known id', () => bearer(tokenBy(stranger))],
    ['by another key under its own id', () => bearer(tokenBy({ ...stranger, id: 'mine' }))],
    [
      'that brings its own key',
      () => bearer(tokenBy({ ...stranger, id: 'mine' }, {}, { jwk: stranger.jwk })),
    ],
    [
      'with algorithm none',
      () => bearer(forged(tokenBy(keys.rsa), { alg: 'none', typ: 'JWT' }, () => Buffer.alloc(0))),
    ],
    [
      'with algorithm none and some signature',
      () => bearer(forged(tokenBy(keys.rsa), { alg: 'none', kid: 'rsa' }, () => Buffer.from('x'))),
    ],
    [
      'sealed with the public key as its secret',
      () => bearer(forged(tokenBy(keys.rsa), { alg: 'HS256', kid: 'rsa' }, hmacWith(keys.rsa.publicKey))),
    ],
    ['that is none', () => 'Bearer a.b.c'],
    ['of another scheme', () => 'Basic YWRhOmFkYQ=='],
    ['that is empty', () => ''],
  ];
  test.each(wrong)(
    'a token %s is 401 for every field: who brings one is never anonymous',
    async (_what, made) => {
      const authorization = await made();
      for (const field of ['name', 'salary']) expect(await asks(field, authorization)).toEqual(UNKNOWN);
    },
  );
});

test('Scopes stand in the claim that the settings name; keys may lack id and algorithm; the page of the hub is not served', async () => {
  const lone = issuerKey('ES256');
  const file = join(folder.path, 'lone.json');
  await writeFile(file, JSON.stringify({ keys: [lone.jwk] }));
  const identity = { issuer: ISSUER, scopesClaim: 'https://example.org/permissions', jwksFile: file };
  await using other = await standAlone(foreign.supergraphSdl, { identity });
  const claims = { 'https://example.org/permissions': ['diary'], scope: 'none', aud: 'whoever' };
  expect(await asks('diary', await bearer(tokenBy(lone, claims)), other.url)).toEqual(open('dear diary'));
  expect(await asks('diary', await bearer(tokenBy(lone, { scope: 'diary' })), other.url)).toEqual(REFUSED);
  expect((await fetch(`${other.alone.gateway.url}/graphiql/start.json`)).status).toBe(404);
});

test('A known caller has a budget where the settings give one; others and who is not known are answered (check 161)', async () => {
  await using other = await standAlone(foreign.supergraphSdl, {
    identity: { issuer: ISSUER, audience: AUDIENCE, jwksFile },
    limits: { clientCost: 100 },
  });
  const noisy = await bearer(tokenBy(keys.edwards, { sub: 'noisy' }));
  const answers = [];
  for (let n = 0; n < 30; n += 1) answers.push(await asks('name', noisy, other.url));
  const spent = { status: 429, code: 'CLIENT_BUDGET_SPENT', value: undefined, fetched: 0 };
  expect(answers.slice(0, 5)).toEqual(Array(5).fill(open('Ada')));
  // A budget that drains meanwhile lets one more through now and then.
  for (const answer of answers.slice(5)) expect([open('Ada'), spent]).toContainEqual(answer);
  expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(10);
  expect(await asks('salary', await bearer(tokenBy(keys.edwards)), other.url)).toEqual(open(100));
  expect(await asks('name', undefined, other.url)).toEqual(open('Ada'));
});

test('The running command reads the file of keys beside its settings', async () => {
  const file = join(folder.path, 'gateway.yaml');
  await writeFile(
    file,
    `identity: { issuer: "${ISSUER}", audience: ["${AUDIENCE}"], jwksFile: keys.json }\n`,
  );
  await using command = await gatewayCommand(foreign.supergraphSdl, ['--config', file]);
  const url = `${command.url}/graphql`;
  expect(await asks('salary', undefined, url)).toEqual(REFUSED);
  expect(await asks('salary', await bearer(tokenBy(keys.edwards)), url)).toEqual(open(100));
  expect(await asks('salary', await bearer(tokenBy(stranger)), url)).toEqual(UNKNOWN);
});

test('Published keys are fetched; until they are there a token is answered 503, and afterwards nobody needs the issuer', async () => {
  let set = 'no keys yet';
  const server = createServer((_request, response) => response.end(set));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const jwksUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  await using other = await standAlone(foreign.supergraphSdl, { identity: { issuer: ISSUER, jwksUrl } });
  const authorization = await bearer(tokenBy(keys.edwards));
  expect(await asks('name', undefined, other.url)).toEqual(open('Ada'));
  expect(await asks('salary', authorization, other.url)).toEqual({
    ...{ status: 503, code: 'OVERLOADED' },
    ...{ value: undefined, fetched: 0 },
  });
  set = published;
  const answered = async () => (await asks('salary', authorization, other.url)).status === 200;
  while (!(await answered())) await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await asks('salary', authorization, other.url)).toEqual(open(100));
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  expect(await asks('salary', await bearer(tokenBy(keys.curve)), other.url)).toEqual(open(100));
  expect(await asks('salary', await bearer(tokenBy(stranger)), other.url)).toEqual(UNKNOWN);
});

describe('Identity is refused at the start', () => {
  test.each<[string, string, RegExp]>([
    ['without keys', 'issuer: a', /identity: state one of jwksFile and jwksUrl/],
    ['with two places of keys', 'issuer: a, jwksFile: k, jwksUrl: "https://a.test"', /identity: state one/],
    ['without an issuer', 'jwksFile: k', /identity\.issuer: /],
    ['with keys that anybody on the way could change', 'issuer: a, jwksUrl: "http://a.test/keys"', /https/],
    ['with an issuer called anonymous', 'issuer: anonymous, jwksFile: k', /identity\.issuer: /],
    ['with a setting that does not exist', 'issuer: a, jwksFile: k, audiences: [b]', /identity\.audiences: /],
  ])('%s', async (_what, stated, expected) => {
    const file = join(folder.path, 'wrong.yaml');
    await writeFile(file, `identity: { ${stated} }\n`);
    expect(() => settingsFrom(file, {})).toThrow(expected);
  });

  const { privateKey } = keys.edwards;
  test.each<[string, string, RegExp]>([
    ['that cannot be read', '{', /identity\.jwksFile: /],
    ['without a key', '{"keys":[]}', /identity\.jwksFile: .*keys: /],
    ['with a secret in it', '{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}', /keys\.0\.kty: expected a public key/],
    ['with a private key', JSON.stringify({ keys: [privateKey.export({ format: 'jwk' })] }), /keys\.0\.d: /],
  ])('with a file of keys %s', async (_what, text, expected) => {
    const file = join(folder.path, 'wrong.json');
    await writeFile(file, text);
    const identity = { issuer: ISSUER, jwksFile: file };
    await expect(standAlone(foreign.supergraphSdl, { identity })).rejects.toThrow(expected);
  });
});
