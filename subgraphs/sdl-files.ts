import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A department's SDL: every `.graphql` file of its folder, in the order of their paths. */
export function sdlOf(folder: URL): string {
  const path = fileURLToPath(folder);
  return globSync('**/*.graphql', { cwd: path })
    .sort()
    .map((file) => readFileSync(`${path}${file}`, 'utf8'))
    .join('\n');
}
