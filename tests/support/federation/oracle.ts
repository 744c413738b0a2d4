import { Supergraph } from '@apollo/federation-internals';
import { execute, type GraphQLSchema, parse } from 'graphql';
import type { Item, Items } from './items.ts';
import type { Model } from './model.ts';
import { worldValue } from './resolution.ts';
import type { Answer, Question } from './running-engine.ts';

/** The client's schema of a supergraph, as the composition library derives it. */
export function clientSchema(supergraphSdl: string): GraphQLSchema {
  return Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
}

/** A monolith with the same data: the reference executor over the client's schema, no subgraphs and no plans. */
export function oracle(model: Model, items: Items, schema: GraphQLSchema): (question: Question) => Answer {
  return ({ query, variables, operationName }) => {
    const answer = execute({
      schema,
      document: parse(query),
      variableValues: variables,
      operationName,
      fieldResolver: (source: Item | undefined, args, _, { fieldName }) =>
        source === undefined
          ? items.root(model.roots.find(({ name }) => name === fieldName)!, args)
          : worldValue(model, source, fieldName, args),
      typeResolver: ({ type }: Item) => type,
    });
    return JSON.parse(JSON.stringify(answer)) as Answer;
  };
}
