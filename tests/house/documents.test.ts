import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ROOT } from '../support/rooms.ts';

const documents = ['.', 'docs', 'docs/decisions', ...foldersOf('examples')].flatMap((folder) =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

describe('The documents', () => {
  test('link only to what is there', () => {
    const broken = documents.flatMap((path) =>
      [...textOf(path).matchAll(/\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map(([, link]) => link!)
        .filter((link) => !existsSync(join(ROOT, dirname(path), link)))
        .map((link) => `${path}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  test('name only scripts of npm and commands of the hub that there are', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const commands = readdirSync(join(ROOT, 'hub/commands')).map((file) => file.replace(/\.ts$/, ''));
    const wrong = documents.flatMap((path) => [
      ...[...textOf(path).matchAll(/\bnpm run ([\w:-]+)/g)]
        .filter(([, name]) => !Object.hasOwn(scripts, name!))
        .map(([all]) => `${path}: ${all}`),
      ...[...textOf(path).matchAll(/(?:npx hub|bin\/hub\.mjs) ([a-z]+)/g)]
        .filter(([, name]) => !commands.includes(name!))
        .map(([all]) => `${path}: ${all}`),
    ]);
    expect(wrong).toEqual([]);
  });

  test('name only files that there are, where they name a path of the project', () => {
    const named =
      /`((?:kernel|schema|ledger|subgraphs|gateway|adapters|hub|seeds|scripts|docs|examples|tests|bench)\/[\w./-]+\.(?:ts|json|graphql|sql|md|sh|yaml))`/g;
    const decisions = (path: string) =>
      path.startsWith('docs/decisions') || path === 'docs/add-a-subgraph.md';
    const gone = documents
      .filter((path) => !decisions(path))
      .flatMap((path) =>
        [...textOf(path).matchAll(named)]
          // A name in capitals stands for many.
          .filter(([, file]) => !/[A-Z]{4,}\./.test(file!) && !existsSync(join(ROOT, file!)))
          .map(([, file]) => `${path}: ${file}`),
      );
    expect(gone).toEqual([]);
  });

  test('are all known, so that an empty list cannot pass for kept promises', () => {
    expect(documents.length).toBeGreaterThan(25);
  });
});

function foldersOf(folder: string): string[] {
  const below = readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => foldersOf(join(folder, name)));
  return [folder, ...below];
}
