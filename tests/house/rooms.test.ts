import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { filesOf, importsOf, MAY_IMPORT, packagesOf, ROOT, roomOf } from '../support/rooms.ts';

const SOURCE_ROOMS = [...Object.keys(MAY_IMPORT), 'hub'];

describe('The rooms (architecture §8)', () => {
  test.each(Object.entries(MAY_IMPORT))('%s imports only %j', (room, allowed) => {
    const leaving = importsOf(room).filter(({ to }) => roomOf(to) !== room && !allowed.includes(roomOf(to)));
    expect(leaving).toEqual([]);
  });

  test('every room has files, so that an empty list cannot pass for a kept rule', () => {
    for (const room of SOURCE_ROOMS) expect(filesOf(room).length).toBeGreaterThan(2);
  });

  test('only the registry names departments; a department never imports its sibling', () => {
    const machinery = (path: string) => path.split('/').length === 2;
    const crossing = importsOf('subgraphs').filter(({ from, to }) => {
      const [fromFolder, toFolder] = [from.split('/')[1], to.split('/')[1]];
      if (roomOf(to) !== 'subgraphs' || machinery(to)) return false;
      return machinery(from) ? from !== 'subgraphs/registry.ts' : fromFolder !== toFolder;
    });
    expect(crossing).toEqual([]);
  });

  test('the ledger and the machinery of subgraphs name no department', () => {
    const departments = /\b(provincial|banking|housing|human[-_]resources)\b/;
    const naming = [
      ...filesOf('ledger'),
      ...filesOf('subgraphs').filter((file) => file.split('/').length === 2),
    ]
      .filter((file) => file !== 'subgraphs/registry.ts')
      .filter((file) => departments.test(withoutComments(read(file))));
    expect(naming).toEqual([]);
  });

  test('nobody outside tests, scripts and benches imports them', () => {
    const wrong = SOURCE_ROOMS.flatMap(importsOf).filter(({ to }) =>
      ['tests', 'bench', 'scripts', 'examples'].includes(roomOf(to)),
    );
    expect(wrong).toEqual([]);
  });

  test('the kernel does no input or output and reads no clock but its own', () => {
    // node:net is left out for its `isIP`, which reads a text and opens nothing.
    const io =
      /^(node:)?(fs|http|https|dns|child_process|worker_threads|os|process)(\/|$)|^(pg|fastify|mercurius|graphql|@mikro-orm)/;
    expect(packagesOf('kernel').filter(({ to }) => io.test(to))).toEqual([]);
    const clocks = filesOf('kernel').filter((file) =>
      /\bDate\.now\(|new Date\(\)/.test(withoutComments(read(file))),
    );
    expect(clocks).toEqual(['kernel/clock.ts']);
  });

  test('process.env is read at the entry points only', () => {
    const readers = SOURCE_ROOMS.flatMap(filesOf).filter((file) =>
      /process\.env\b/.test(withoutComments(read(file))),
    );
    // The engine writes one variable that a package reads when constructed; hub/main.ts hands `process` on.
    expect(readers).toEqual(['gateway/engine/apollo-engine.ts']);
  });

  test('domain rules know no GraphQL, no SQL and no clock', () => {
    const rules = filesOf('subgraphs').filter((file) => file.includes('/rules/'));
    expect(rules.length).toBeGreaterThan(0);
    const packages = packagesOf('subgraphs').filter(({ from }) => rules.includes(from));
    expect(packages).toEqual([]);
    for (const rule of rules)
      expect(withoutComments(read(rule))).not.toMatch(/\bsql`|new Date\(\)|Date\.now/);
  });

  test('no file has a default export, except where a tool asks for one', () => {
    const wrong = SOURCE_ROOMS.flatMap(filesOf).filter((file) => /^export default\b/m.test(read(file)));
    expect(wrong).toEqual([]);
  });

  test('no file is over 300 lines', () => {
    const long = SOURCE_ROOMS.flatMap(filesOf).filter((file) => read(file).split('\n').length > 301);
    expect(long).toEqual([]);
  });
});

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const withoutComments = (source: string): string =>
  source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
