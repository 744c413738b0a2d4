import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { callerOfToken } from '../../gateway/callers/caller-of-token.ts';
import { demoClaims, developmentIssuer, productionIssuer } from '../../gateway/callers/issuer.ts';
import { roleOf, roles } from '../../gateway/callers/roles.ts';
import { startGateway } from '../../gateway/gateway.ts';
import { ISSUER, issuer, keyring, post, type Running, runningGateway } from './support/running-gateway.ts';

let hub: Running;
beforeAll(async () => {
  hub = await runningGateway();
});
afterAll(() => hub.stop());
beforeEach(() => hub.forget());

const now = () => Math.floor(Date.now() / 1000);
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = (more: object = {}) => ({
  iss: ISSUER,
  aud: 'guixin-hub',
  iat: now(),
  nbf: now(),
  exp: now() + 600,
  ...demoClaims(roleOf.get('province-hr')!),
  ...more,
});
const WORKER = '5a0c1f3e-7c1d-4a55-9d0e-0f1e2d3c4b5a';
const foreign = generateKeyPairSync('ed25519');
/** A token as an attacker builds it: any header, any signature. */
const forged = (header: object, payload: object, seal: (text: string) => Buffer) => {
  const text = `${part(header)}.${part(payload)}`;
  return `${text}.${seal(text).toString('base64url')}`;
};
const by = (key: KeyObject) => (text: string) => sign(null, Buffer.from(text), key);
const EdDSA = { alg: 'EdDSA', typ: 'JWT', kid: 'development' };

describe('A token that does not hold', () => {
  const good = () => issuer.issue('province-hr');
  const changed = async (change: (parts: string[]) => string[]) =>
    change((await good()).split('.')).join('.');
  const attacks: [string, () => string | Promise<string>][] = [
    ['signed by another key under our key id', () => forged(EdDSA, claims(), by(foreign.privateKey))],
    [
      'signed by HMAC with the public key as its secret',
      () =>
        forged({ ...EdDSA, alg: 'HS256' }, claims(), (text) =>
          createHmac('sha256', foreign.publicKey.export({ format: 'der', type: 'spki' }))
            .update(text)
            .digest(),
        ),
    ],
    ['with algorithm none', () => forged({ ...EdDSA, alg: 'none' }, claims(), () => Buffer.alloc(0))],
    [
      'with algorithm none and some signature',
      () => forged({ ...EdDSA, alg: 'none' }, claims(), () => Buffer.from('x')),
    ],
    [
      'with a path as key id',
      () => forged({ ...EdDSA, kid: '../../../../dev/null' }, claims(), by(foreign.privateKey)),
    ],
    ['with SQL as key id', () => forged({ ...EdDSA, kid: "' or 1=1 --" }, claims(), by(foreign.privateKey))],
    [
      'with __proto__ as key id',
      () => forged({ ...EdDSA, kid: '__proto__' }, claims(), by(foreign.privateKey)),
    ],
    ['without a key id', () => forged({ alg: 'EdDSA' }, claims(), by(foreign.privateKey))],
    [
      'that brings its own key (jwk)',
      () =>
        forged(
          { ...EdDSA, jwk: foreign.publicKey.export({ format: 'jwk' }) },
          claims(),
          by(foreign.privateKey),
        ),
    ],
    [
      'that names an address for its key (jku)',
      () => forged({ ...EdDSA, jku: `http://127.0.0.1:9/jwks` }, claims(), by(foreign.privateKey)),
    ],
    [
      'that names a certificate (x5u)',
      () => forged({ ...EdDSA, x5u: 'file:///etc/passwd' }, claims(), by(foreign.privateKey)),
    ],
    [
      'with changed claims',
      () => changed(([head, , seal]) => [head!, part(claims({ role: 'auditor' })), seal!]),
    ],
    ['with its signature cut', () => changed(([head, body]) => [head!, body!, ''])],
    ['for another audience', () => issuer.issue('province-hr', { aud: 'other' })],
    ['of another issuer', () => issuer.issue('province-hr', { iss: 'https://evil.test' })],
    ['expired', () => issuer.issue('province-hr', { exp: now() - 60 })],
    ['not yet valid', () => issuer.issue('province-hr', { nbf: now() + 600 })],
    ['valid until the year 9999', () => issuer.issue('province-hr', { exp: 253_402_300_799 })],
    ['without an end', () => issuer.issue('province-hr', { exp: undefined })],
    ['of a role nobody knows', () => issuer.issue('province-hr', { role: 'superuser' })],
    ['of a county role that names its city', () => issuer.issue('county-housing', { divisions: ['450100'] })],
    ['that names the whole nation', () => issuer.issue('province-hr', { divisions: ['000000'] })],
    ['with divisions that are not codes', () => issuer.issue('province-hr', { divisions: ['45%'] })],
    ['of an enterprise without its credit code', () => issuer.issue('enterprise', { enterprise: undefined })],
    ['of a worker’s app without the worker', () => issuer.issue('worker-app', { worker: undefined })],
    ['with a division of no province', () => issuer.issue('province-hr', { divisions: ['010000'] })],
    [
      'of a county role that names its city in nine digits',
      () => issuer.issue('county-housing', { divisions: ['450100000'] }),
    ],
    ['of a worker that is no record id', () => issuer.issue('worker-app', { worker: 'w2' })],
    [
      'of an organisation with a NUL character',
      () => issuer.issue('province-hr', { organisation: '示例\u0000厅' }),
    ],
    ['of a person with a line break', () => issuer.issue('province-hr', { sub: 'a\nb' })],
    ['of a bank that is no code', () => issuer.issue('bank', { bank: '102,103' })],
    ['of five megabytes', () => 'a'.repeat(10_000)],
  ];

  test('is answered with the same status and the same words, whatever is wrong, and nothing is fetched', async () => {
    const answers = new Map<string, string[]>();
    for (const [name, make] of attacks) {
      const { status, text } = await hub.ask('{ seen }', { token: await make() });
      const said = `${status} ${text.trim()}`;
      answers.set(said, [...(answers.get(said) ?? []), name]);
    }
    expect([...answers.keys()]).toEqual([
      '401 {"errors":[{"message":"a valid bearer token is needed","extensions":{"code":"UNAUTHENTICATED","messageZh":"没有令牌或令牌无效，请向本单位的签发方获取令牌。"}}]}',
    ]);
    expect(hub.fetched()).toBe(0);
    expect(hub.log.join('')).not.toMatch(/eyJ/);
  });

  test.each(['Basic YTpi', 'Bearer', 'Bearer a b', 'bearer x.y'])(
    'neither is "%s" a token',
    async (authorization) => {
      expect(
        (await post(`${hub.gateway.url}/graphql`, { query: '{ seen }' }, { authorization })).status,
      ).toBe(401);
    },
  );
});

describe('The caller of a good token', () => {
  const callerSeen = async (role: string, more?: Record<string, unknown>) =>
    JSON.parse(String((await hub.ask('{ seen }', { role, claims: more })).data.seen)).caller;

  test('has the scopes and sectors of its role, whatever the token says', async () => {
    const caller = await callerSeen('county-housing', {
      scopes: ['audit:read'],
      scope: 'audit:read',
      sectors: ['WATER'],
      kind: 'HUB',
    });
    expect(caller).toMatchObject({
      kind: 'DEPARTMENT',
      roles: ['county-housing'],
      sectors: ['HOUSING'],
      divisions: ['450103'],
      assurance: 'TOKEN',
    });
    expect(caller.scopes).toEqual(roleOf.get('county-housing')!.scopes);
  });

  test('is bound by the claims of its own role only: a vendor cannot name itself an enterprise', async () => {
    expect(
      await callerSeen('vendor', { enterprise: '91450100MA0TEMA03L', worker: WORKER, bank: '102' }),
    ).not.toEqual(expect.objectContaining({ enterprise: expect.anything() }));
  });

  test('a county officer may be narrowed to a township', async () => {
    expect((await callerSeen('county-housing', { divisions: ['450103001'] })).divisions).toEqual([
      '450103001',
    ]);
  });

  test.each([
    ['county-housing', '450110000'],
    ['county-housing', '450110000000'],
    ['county-housing', '450110001000'],
    ['city-hr', '451000000'],
    ['city-hr', '451000'],
    ['province-hr', '450000000'],
    ['province-hr', '451000000000'],
  ])('%s may be given division %s', async (role, division) => {
    expect((await callerSeen(role, { divisions: [division] })).divisions).toEqual([division]);
  });

  test('the worker’s app carries the worker it acts for', async () => {
    expect(await callerSeen('worker-app', { worker: WORKER })).toMatchObject({
      kind: 'WORKER_APP',
      worker: WORKER,
    });
  });

  test.each(roles.map(({ name }) => name))('the demo token of %s is accepted', async (name) => {
    expect((await hub.ask('{ __typename }', { role: name })).data).toEqual({ __typename: 'Query' });
  });
});

describe('Production', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'jwks-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (value: unknown) => {
    const name = path.join(folder, 'jwks.json');
    writeFileSync(name, JSON.stringify(value));
    return name;
  };
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...key.publicKey.export({ format: 'jwk' }), kid: 'org-2026', alg: 'ES256' };
  const ours = (header: object, payload: object) =>
    forged(header, payload, (text) =>
      sign('sha256', Buffer.from(text), { key: key.privateKey, dsaEncoding: 'ieee-p1363' }),
    );

  test('tokens are verified against the organisation’s keys, and the development issuer’s are refused', async () => {
    const { verify, issue } = productionIssuer(file({ keys: [jwk] }), ISSUER);
    expect(issue).toBeUndefined();
    const token = ours({ alg: 'ES256', typ: 'JWT', kid: 'org-2026' }, claims());
    expect(callerOfToken(await verify(token)).roles).toEqual(['province-hr']);
    await expect(verify(await issuer.issue('province-hr'))).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    await expect(
      verify(ours({ alg: 'ES256', kid: 'org-2026' }, claims({ exp: now() + 7 * 24 * 3600 }))),
    ).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test.each([
    ['a private key', { keys: [{ ...key.privateKey.export({ format: 'jwk' }), kid: 'a', alg: 'ES256' }] }],
    ['a symmetric key', { keys: [{ kty: 'oct', k: 'AAAA', kid: 'a', alg: 'HS256' }] }],
    ['a key without its algorithm', { keys: [{ ...jwk, alg: undefined }] }],
    ['no key', { keys: [] }],
  ])('a key file with %s stops the start', (_name, content) => {
    expect(() => productionIssuer(file(content), ISSUER)).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION_INVALID' }),
    );
  });

  test('the gateway does not start in production with the development issuer', async () => {
    const production = { config: { env: 'production' }, issuer } as unknown as Parameters<
      typeof startGateway
    >[0];
    await expect(startGateway(production)).rejects.toMatchObject({ code: 'CONFIGURATION_INVALID' });
  });
});

test('The development key is the same after a restart, so that demo credentials outlive it', async () => {
  const again = developmentIssuer(keyring.secret('issuer/development'), ISSUER);
  expect(await again.verify(await issuer.issue('auditor'))).toMatchObject({ role: 'auditor' });
});
