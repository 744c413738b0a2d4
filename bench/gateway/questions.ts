import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execute, parse } from 'graphql';
import type { Question } from './run.ts';
import { wholeShop } from './shop/graphs.ts';

export type QueryName = 'big' | 'small';

/** The folder as it is given to the hub, which publishes what is in it. */
const OPERATIONS: string = fileURLToPath(new URL('./operations/', import.meta.url));

/** The GraphQL text without the header of the published operation. */
const textOf = (name: QueryName): string =>
  readFileSync(`${OPERATIONS}${name}.graphql`, 'utf8')
    .replaceAll(/^#.*\n/gm, '')
    .trim();

/** The query with the answer of the undivided schema. */
export async function questionOf(name: QueryName): Promise<Question> {
  const query = textOf(name);
  const contextValue = { empty: false };
  const answer = await execute({ schema: wholeShop(), document: parse(query), contextValue });
  // Through text, as the answer of a gateway comes: without prototypes and undefined fields.
  return { path: '/graphql', body: JSON.stringify({ query }), expected: JSON.parse(JSON.stringify(answer)) };
}
