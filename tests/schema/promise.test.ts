import { describe, expect, test } from '@jest/globals';
import { brokenPromises, promiseOf } from '../../schema/promise.ts';

const PROMISED = `
  type Query { project(code: ID!, state: State): Project sheet: Sheet @deprecated(reason: "Ask payrollSheet until 2026-06-30") }
  interface Named { name: String! }
  type Project implements Named { name: String! code: ID! owner: String @deprecated(reason: "Not kept up until 2027-01-01") }
  type Sheet { line: Int! }
  enum State { OPEN CLOSED }
  input Filter { name: String }
`;
const today = '2026-11-21';
const broken = (now: string) => brokenPromises(promiseOf(PROMISED), now, today);

describe('What outsiders were promised', () => {
  test('holds when nothing changes, and when something is added', () => {
    expect(broken(PROMISED)).toEqual([]);
    expect(broken(PROMISED.replace('code: ID! owner', 'code: ID! city: String owner'))).toEqual([]);
    expect(broken(PROMISED.replace('OPEN', 'OPEN PAUSED'))).toEqual([]);
  });

  test.each([
    ['a field that is gone', 'code: ID! owner', 'owner', 'Project.code was removed.'],
    ['a value that is gone', 'OPEN CLOSED', 'OPEN', 'CLOSED was removed from enum type State.'],
    [
      'an argument that is gone',
      '(code: ID!, state: State)',
      '(code: ID!)',
      'Query.project arg state was removed.',
    ],
    ['a field that may be null now', 'code: ID!', 'code: ID', 'Project.code changed type from ID! to ID.'],
    ['an interface that is gone', 'Project implements Named', 'Project', 'Project no longer implements'],
    [
      'what goes before its day',
      'owner: String @deprecated(reason: "Not kept up until 2027-01-01")',
      '',
      'Project.owner',
    ],
  ])('is broken by %s', (_what, from, to, told) => {
    expect(PROMISED).toContain(from);
    expect(broken(PROMISED.replaceAll(from, to)).join('\n')).toContain(told);
  });

  test('lets a deprecated field go when its day has come, and the type that only it led to', () => {
    const [from] = /sheet: Sheet @deprecated\([^)]*\)/.exec(PROMISED)!;
    const without = PROMISED.replace(from, '').replace('type Sheet { line: Int! }', '');
    expect(broken(without)).toEqual([]);
    expect(brokenPromises(promiseOf(PROMISED), without, '2026-06-29')).toContain('Query.sheet was removed.');
  });

  test('says nothing of access, descriptions and which department answers', () => {
    const sdl = promiseOf(
      '"Where questions begin." type Query @join__type(graph: A) { a: Int @authenticated } enum join__Graph { A }',
    );
    expect(sdl).toBe('type Query {\n  a: Int\n}\n');
  });
});
