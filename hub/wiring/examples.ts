import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Example } from '../../gateway/graphiql/graphiql.ts';

const folder = fileURLToPath(new URL('../../examples/questions/', import.meta.url));

/** The questions of `examples/questions`, in their order: what the development page opens with. */
export const examples: readonly Example[] = globSync('*.graphql', { cwd: folder })
  .sort()
  .map((file) => ({
    name: basename(file, '.graphql').replace(/^\d+-/, '').replaceAll('-', ' '),
    query: readFileSync(`${folder}${file}`, 'utf8'),
  }));
