import { readFileSync } from 'node:fs';
import { execute, parse } from 'graphql';
import type { Question } from './run.ts';
import { wholeShop } from './shop/graphs.ts';

export type QueryName = 'big' | 'small';

export const textOf = (name: QueryName): string =>
  readFileSync(new URL(`./operations/${name}.graphql`, import.meta.url), 'utf8');

/** The query with the answer of the undivided schema. */
export async function questionOf(name: QueryName): Promise<Question> {
  const query = textOf(name);
  const contextValue = { empty: false };
  const answer = await execute({ schema: wholeShop(), document: parse(query), contextValue });
  // Through text, as the answer of a gateway comes: without prototypes and undefined fields.
  return { path: '/graphql', body: JSON.stringify({ query }), expected: JSON.parse(JSON.stringify(answer)) };
}
