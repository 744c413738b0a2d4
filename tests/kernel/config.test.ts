import { describe, expect, test } from '@jest/globals';
import { readConfig, type Setting, settings, unknownSettings } from '../../kernel/config.ts';

const PRODUCTION = {
  HUB_ENV: 'production',
  HUB_SEED: 'none',
  HUB_ISSUER: 'https://sso.example',
  HUB_ISSUER_JWKS: '/etc/hub/jwks.json',
};

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    expect(error).toMatchObject({ code: 'CONFIGURATION_INVALID' });
    return (error as Error).message.split('\n').slice(1);
  }
  return [];
}

describe('The configuration', () => {
  test('nothing set is a working development configuration, and it is frozen', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      env: 'development',
      port: 4000,
      host: '127.0.0.1',
      dataDir: '.hub',
      seed: 'demo',
      subgraphUrls: {},
      maxPage: 200,
    });
    expect(config.databaseUrl).toBeUndefined();
    expect(Object.isFrozen(config) && Object.isFrozen(config.subgraphUrls)).toBe(true);
  });

  test('every setting is read from its own variable', () => {
    const config = readConfig({
      HUB_PORT: '0',
      HUB_DATABASE_URL: 'postgres://owner:x@db/hub',
      HUB_DATABASE_APP_URL: 'postgresql://app:x@db/hub',
      HUB_NOW: '2026-01-05T07:31:30+08:00',
      HUB_SUBGRAPH_URLS: 'banking=http://127.0.0.1:4105/graphql, human-resources=https://hr.example/graphql',
      HUB_LOG_LEVEL: 'debug',
    });
    expect(config.port).toBe(0);
    expect(config.now).toEqual(new Date('2026-01-04T23:31:30Z'));
    expect(config.subgraphUrls).toEqual({
      banking: 'http://127.0.0.1:4105/graphql',
      'human-resources': 'https://hr.example/graphql',
    });
    expect([config.databaseUrl, config.databaseAppUrl, config.logLevel]).toEqual([
      'postgres://owner:x@db/hub',
      'postgresql://app:x@db/hub',
      'debug',
    ]);
  });

  test('an empty variable counts as unset', () => {
    expect(readConfig({ HUB_PORT: '', HUB_DATABASE_URL: '' })).toEqual(readConfig({}));
  });

  test('all problems are told together, and a secret is never shown', () => {
    const problems = problemsOf({
      HUB_PORT: '4000x',
      HUB_SEED: 'some',
      HUB_NOW: '2026-01-05',
      HUB_DATABASE_URL: 'mysql://u:hunter2@db',
    });
    expect(problems.map((line) => line.split(':')[0])).toEqual([
      'HUB_PORT',
      'HUB_DATABASE_URL',
      'HUB_SEED',
      'HUB_NOW',
    ]);
    expect(problems.join()).not.toContain('hunter2');
  });

  test.each(['65536', '-1', '1e3', '0x10', '4000.0', ' 4000', '٤'])('%j is no port', (port) => {
    expect(problemsOf({ HUB_PORT: port })).toHaveLength(1);
  });

  test.each(['2026-01-05T07:31:30', '2026-13-05T07:31:30Z', 'now', '2026-01-05 07:31:30+08:00'])(
    '%j is no instant',
    (now) => {
      expect(problemsOf({ HUB_NOW: now })).toHaveLength(1);
    },
  );

  test.each(['banking', 'banking=ftp://x', 'a=http://x,a=http://y', '=http://x'])(
    '%j names no subgraphs',
    (urls) => {
      expect(problemsOf({ HUB_SUBGRAPH_URLS: urls })).toHaveLength(1);
    },
  );

  test('production needs an issuer and refuses demo data and a frozen clock', () => {
    expect(readConfig(PRODUCTION).env).toBe('production');
    expect(
      problemsOf({ HUB_ENV: 'production', HUB_NOW: '2026-01-05T07:31:30+08:00' }).map(
        (line) => line.split(':')[0],
      ),
    ).toEqual(['HUB_SEED', 'HUB_NOW', 'HUB_ISSUER_JWKS', 'HUB_ISSUER']);
  });

  test('the app role needs the owner beside it', () => {
    expect(problemsOf({ HUB_DATABASE_APP_URL: 'postgres://app@db/hub' })).toEqual([
      'HUB_DATABASE_APP_URL: needs HUB_DATABASE_URL beside it',
    ]);
  });

  test('a misspelt setting is named', () => {
    expect(unknownSettings({ HUB_PROT: '1', HUB_PORT: '1', PATH: '/bin' })).toEqual(['HUB_PROT']);
  });

  test('every setting has a sentence, a variable of its own and a fallback that can be read', () => {
    const declared = Object.values<Setting<unknown>>(settings);
    expect(new Set(declared.map(({ env }) => env)).size).toBe(declared.length);
    for (const { doc, fallback, read } of declared) {
      expect(doc).toMatch(/^[A-Z].{10,}\.$/);
      if (fallback !== undefined) expect(() => read(fallback)).not.toThrow();
    }
  });
});

describe('The sizes of the embedded PostgreSQL', () => {
  test('are read by their own names', () => {
    expect(
      readConfig({ HUB_POSTGRES_MEMORY: 'shared_buffers=2GB, max_wal_size=512MB' }).postgresMemory,
    ).toEqual({
      shared_buffers: '2GB',
      max_wal_size: '512MB',
    });
    expect(readConfig({}).postgresMemory).toEqual({});
  });

  test.each([
    'fsync=off',
    'shared_buffers',
    'shared_buffers=2',
    'work_mem=1GB,work_mem=2GB',
    "work_mem=8MB' -c fsync=off",
  ])('are nothing else: %s', (given) => {
    expect(problemsOf({ HUB_POSTGRES_MEMORY: given })).toEqual([
      expect.stringContaining('HUB_POSTGRES_MEMORY'),
    ]);
  });
});
