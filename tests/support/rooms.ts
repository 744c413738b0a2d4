import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Which rooms each room may import (architecture §8). What is not listed may not be imported. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  schema: ['kernel'],
  ledger: ['kernel', 'schema'],
  subgraphs: ['kernel', 'schema', 'ledger'],
  gateway: ['kernel', 'schema'],
  adapters: ['kernel', 'schema'],
  seeds: ['kernel', 'schema', 'ledger', 'subgraphs'],
};

export interface Import {
  readonly from: string;
  readonly to: string;
}

/** Source files of a room, as paths from the project's root. */
export const filesOf = (room: string): string[] =>
  globSync(`${room}/**/*.ts`, { cwd: ROOT }).map(String).sort();

/** Every import of a project file by a file of this room. */
export function importsOf(room: string): Import[] {
  return filesOf(room).flatMap((from) =>
    specifiersIn(readFileSync(join(ROOT, from), 'utf8'))
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => ({ from, to: normalize(join(dirname(from), specifier)) })),
  );
}

/** Every package that a file of this room imports, with the file. */
export function packagesOf(room: string): Import[] {
  return filesOf(room).flatMap((from) =>
    specifiersIn(readFileSync(join(ROOT, from), 'utf8'))
      .filter((specifier) => !specifier.startsWith('.'))
      .map((to) => ({ from, to })),
  );
}

function specifiersIn(source: string): string[] {
  return [...source.matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map((found) => found[1]!);
}

export const roomOf = (path: string): string => path.split('/')[0]!;
