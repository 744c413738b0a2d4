import { globSync, readFileSync } from 'node:fs';
import { Writable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GraphQLError } from 'graphql';
import { pino } from 'pino';
import { SCOPES } from '../../kernel/caller.ts';
import { faults } from '../../kernel/faults.ts';
import { BadInput } from '../../kernel/refusals.ts';
import { roles } from '../../gateway/callers/roles.ts';
import { rolesPage } from '../../gateway/callers/roles-page.ts';
import { errorsPage } from '../../gateway/errors-page.ts';
import { errorFormatter, newIncident } from '../../gateway/format-error.ts';
import { refusalCodes } from '../../gateway/refusal-codes.ts';
import { scrub } from '../../gateway/scrub.ts';

describe('The printed pages are current', () => {
  test('docs/roles.md is what scripts/print-roles.ts prints', () => {
    expect(readFileSync('docs/roles.md', 'utf8')).toBe(rolesPage());
  });
  test('docs/errors.md is what scripts/print-errors.ts prints', () => {
    expect(readFileSync('docs/errors.md', 'utf8')).toBe(errorsPage());
  });
});

test('Every code the gateway refuses with is in the table, and every code of the table is used', () => {
  const source = globSync('gateway/**/*.ts')
    .filter((file) => !file.endsWith('refusal-codes.ts'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const given = new Set([...source.matchAll(/refusal\(\s*'([A-Z_]+)'/g)].map(([, code]) => code!));
  expect([...given].filter((code) => !Object.hasOwn(refusalCodes, code))).toEqual([]);
  const ofApollo = ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'PERSISTED_QUERY_NOT_SUPPORTED'];
  const unused = Object.keys(refusalCodes).filter(
    (code) => !ofApollo.includes(code) && !source.includes(`'${code}'`),
  );
  expect(unused).toEqual([]);
});

describe('Roles', () => {
  test('names are unique and every scope is of the vocabulary', () => {
    expect(new Set(roles.map(({ name }) => name)).size).toBe(roles.length);
    const known = new Set<string>(SCOPES);
    expect(roles.flatMap(({ scopes }) => scopes.filter((scope) => !known.has(scope)))).toEqual([]);
  });
  test('every scope is held by a role, but for what only the hub does', () => {
    const ofTheHub = ['registry:ensure'];
    const held = new Set(roles.flatMap(({ scopes }) => scopes));
    expect(SCOPES.filter((scope) => !held.has(scope))).toEqual(ofTheHub);
  });
  const scopesOf = (name: string) => [...roles.find((role) => role.name === name)!.scopes].sort();
  test('the national job reads what is exchanged: no person, no attendance, no wage, no account', () => {
    expect(scopesOf('national-job')).toEqual([
      'change:read',
      'doubtful:ingest',
      'doubtful:read',
      'enterprise:read',
      'indicator:read',
      'project:read',
      'warning:read',
    ]);
  });
  test('a bank has to do with accounts, guarantees and the doubts assigned to it, not with warnings or people', () => {
    expect(scopesOf('bank')).toEqual([
      'account:read',
      'account:submit',
      'disbursement:read',
      'doubtful:handle',
      'doubtful:read',
      'enterprise:read',
      'guarantee:read',
      'project:read',
    ]);
  });
  test.each(['guarantor', 'insurer'])('the %s states and reads what it issued, and nothing else', (name) => {
    expect(scopesOf(name)).toEqual(['enterprise:read', 'guarantee:read', 'guarantee:submit', 'project:read']);
  });
  test('human resources says which deposits are exempt or put off, and states nothing else of banks', () => {
    for (const name of ['province-hr', 'city-hr', 'county-hr']) {
      expect(scopesOf(name)).toContain('deposit:submit');
      expect(scopesOf(name)).not.toContain('account:submit');
    }
  });
  test('a worker’s app may name the employer, and lodges a complaint and nothing else', () => {
    expect(scopesOf('worker-app')).toContain('enterprise:read');
    expect(scopesOf('worker-app').filter((scope) => !scope.endsWith(':read'))).toEqual(['complaint:submit']);
  });
  test('an auditor changes nothing and sees nobody in clear', () => {
    expect(scopesOf('auditor').filter((scope) => !scope.endsWith(':read'))).toEqual([]);
    expect(scopesOf('auditor')).not.toContain('worker:read');
  });
  test('no role may do what only the hub does, and a vendor reads nothing', () => {
    expect(roles.filter(({ scopes, kind }) => kind === 'HUB' || scopes.includes('registry:ensure'))).toEqual(
      [],
    );
    expect(
      roles.find(({ name }) => name === 'vendor')!.scopes.filter((scope) => scope.endsWith(':read')),
    ).toEqual([]);
  });
});

describe('An error becomes a response in one place', () => {
  const lines: string[] = [];
  const log = pino(
    new Writable({
      write: (line, _encoding, done) => {
        lines.push(String(line));
        done();
      },
    }),
  );
  const format = errorFormatter(log);

  test('it cannot throw, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (formatted, error) => {
        const { message, extensions } = format(formatted as never, error);
        expect({ message: typeof message, code: typeof extensions?.code }).toEqual({
          message: 'string',
          code: 'string',
        });
      }),
    );
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error('trap');
        },
      },
    );
    expect(format(hostile as never, hostile)).toEqual({
      message: 'something broke on our side',
      extensions: { code: 'INTERNAL' },
    });
  });

  test('an unexpected error goes out as INTERNAL with an incident the log can find, and not a word of it', () => {
    const error = new GraphQLError('x', {
      originalError: new Error('column "id_no" of relation worker at /srv/hub.ts:7'),
    });
    const formatted = format(
      { message: error.message, extensions: { code: 'INTERNAL_SERVER_ERROR', stacktrace: ['at /srv'] } },
      error,
    );
    expect(formatted).toEqual({
      message: expect.stringMatching(/^something broke/),
      extensions: {
        code: 'INTERNAL',
        incident: expect.any(String),
        messageZh: expect.stringContaining('incident'),
      },
    });
    expect(lines.join('')).toContain(String(formatted.extensions!.incident));
  });

  test('a code that is not published does not go out', () => {
    expect(
      format({ message: 'x', extensions: { code: '23505' } }, new GraphQLError('x')).extensions!.code,
    ).toBe('INTERNAL');
  });

  test('bad input keeps what the client needs to repair it; a fault keeps its code only', () => {
    const bad = new GraphQLError('x', {
      originalError: new BadInput('DIVISION_UNKNOWN', 'no such division', {
        path: ['a', 0],
        expected: '6 digits',
      }),
    });
    expect(format({ message: 'x' }, bad)).toEqual({
      message: 'no such division',
      extensions: {
        code: 'DIVISION_UNKNOWN',
        field: ['a', 0],
        expected: '6 digits',
        messageZh: expect.stringContaining('行政区划代码'),
      },
    });
    const fault = format(
      { message: 'x', extensions: { code: 'OVERLOADED' } },
      new GraphQLError('x', { originalError: faults.OVERLOADED('banking at 10.0.0.3') }),
    );
    expect(fault).toEqual({
      message: expect.not.stringContaining('10.0.0.3'),
      extensions: {
        code: 'OVERLOADED',
        incident: expect.any(String),
        messageZh: expect.stringContaining('稍后'),
      },
    });
  });
});

test('Scrubbed text holds no long number, token or key', () => {
  const text = scrub(
    '450100190001010011 6222 0202 0011 2233 445 13800000000 eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ4In0.sig 0123456789abcdef0123456789abcdef0123456789abcdef',
  );
  expect(text).toBe('[number] [token] [key]');
});

test('Scrubbed text keeps days, which say what form is expected, and the names of incidents', () => {
  const day = 'expected a day such as 2026-01-31, or 2026-01-31T18:00:00+08:00, or 2026-01-31 18:00';
  expect(scrub(day)).toBe(day);
  expect(scrub('4501-00-19900101001, 2026-13-31 and 2026-01-31-001, 6222 2026-01-31')).not.toMatch(/\d/);
  for (let n = 0; n < 2000; n++) {
    const incident = newIncident();
    expect(scrub(`incident ${incident}`)).toBe(`incident ${incident}`);
  }
});
