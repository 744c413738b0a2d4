import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';

/** Two subgraphs of nothing but steps from one to the other, and pages of about 1 kB: fetches and sizes at will. */
export const LADDER = ['north', 'south'] as const;
type Side = (typeof LADDER)[number];

export const sdlOf = (name: string): string =>
  readFileSync(new URL(`./${name}.graphql`, import.meta.url), 'utf8');

const TEXT = 'One line of a page that nobody has to read. '.repeat(22).slice(0, 960);
const rung = () => ({ id: '1' });
const resolveRung = { __resolveReference: ({ id }: { id: string }) => ({ id }) };

const RESOLVERS = {
  north: {
    Query: {
      rung,
      pages: (_: unknown, { count }: { count: number }) =>
        Array.from({ length: count }, (__, number) => ({ number, text: TEXT })),
    },
    Rung: { ...resolveRung, south: rung },
  },
  south: { Rung: { ...resolveRung, north: rung } },
};

export const ladderSubgraph = (name: Side): GraphQLSchema =>
  buildSubgraphSchema([{ typeDefs: parse(sdlOf(name)), resolvers: RESOLVERS[name] }]);

/** An answer of about as many kB; one fetch. */
export const pagesOf = (count: number): string => `query Pages { pages(count: ${count}) { number text } }`;

/** One fetch after another, as many as there are steps. */
export function stepsOf(fetches: number): string {
  const names = Array.from({ length: fetches }, (_, step) => (step % 2 === 0 ? 'south' : 'north'));
  return `query Steps { rung { ${names.join(' { ')} { id ${'} '.repeat(fetches)}} }`;
}
