import { describe, expect, test } from '@jest/globals';
import { type GraphQLSchema, isObjectType } from 'graphql';
import { executable } from '../../subgraphs/executable.ts';
import { subgraphs } from '../../subgraphs/registry.ts';
import type { Resolvers } from '../../subgraphs/subgraph.ts';

const ROOTS = ['Query', 'Mutation'];
const FEDERATION_FIELDS = ['Query._service', 'Query._entities'];

const fieldsOf = (schema: GraphQLSchema, type: string): string[] => {
  const found = schema.getType(type);
  return isObjectType(found) ? Object.keys(found.getFields()) : [];
};

// The department's own, or the machinery's for what it adds to every department that takes submissions.
const resolverOf = (schema: GraphQLSchema, type: string, field: string) => {
  const found = schema.getType(type);
  return isObjectType(found) ? found.getFields()[field]?.resolve : undefined;
};

describe.each(subgraphs.map((one) => [one.name, one] as const))('The subgraph %s', (_name, subgraph) => {
  const schema = executable(subgraph);
  const started = (wrong: Resolvers) => () =>
    executable({ ...subgraph, resolvers: { ...subgraph.resolvers, ...wrong } });

  test('has a resolver for every root field', () => {
    const places = ROOTS.flatMap((type) => fieldsOf(schema, type).map((field) => [type, field] as const));
    const unanswered = places
      .map(([type, field]) => ({ place: `${type}.${field}`, resolve: resolverOf(schema, type, field) }))
      .filter(({ place, resolve }) => !resolve && !FEDERATION_FIELDS.includes(place))
      .map(({ place }) => place);
    expect(unanswered).toEqual([]);
    expect(places.length).toBeGreaterThan(FEDERATION_FIELDS.length - 1);
  });

  test('answers every field of a fact from a column or a resolver', () => {
    const unanswered = subgraph.facts.flatMap((fact) => {
      const columns = Object.keys(fact.entity.meta.properties);
      const resolvers = subgraph.resolvers[fact.name] ?? {};
      return fieldsOf(schema, fact.name)
        .filter((field) => !resolvers[field] && !columns.includes(field))
        .map((field) => `${fact.name}.${field}`);
    });
    expect(unanswered).toEqual([]);
  });

  test('does not start with a resolver for a field or a type that its SDL does not have', () => {
    for (const [type, resolvers] of Object.entries(subgraph.resolvers)) {
      const misspelt = { ...resolvers, mispelt: () => null };
      expect(started({ [type]: misspelt })).toThrow(
        `${subgraph.name} resolves what its SDL does not have: ${type}.mispelt`,
      );
    }
    expect(started({ Mistaken: { id: () => null } })).toThrow('Mistaken.id');
  });
});
