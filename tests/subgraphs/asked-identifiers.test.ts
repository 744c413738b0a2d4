import { describe, expect, test } from '@jest/globals';
import { getNamedType, graphql, isInputObjectType } from 'graphql';
import { executable } from '../../subgraphs/executable.ts';
import { subgraphs } from '../../subgraphs/registry.ts';

const FULL_WIDTH = ' Ａ－１ ';
const KEPT = ['projectCode', 'codes', 'crewNo', 'sheetNo'];

const lists = subgraphs.flatMap((subgraph) => {
  const schema = executable(subgraph);
  return Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap(({ name, args }) =>
    args.flatMap(({ name: argument, type }) => {
      const input = getNamedType(type);
      const fields = isInputObjectType(input) ? Object.values(input.getFields()) : [];
      return fields
        .filter((field) => KEPT.includes(field.name))
        .map((field) => ({ subgraph, name, argument, field: field.name }));
    }),
  );
});

describe('A list is asked by codes in the form in which they are kept', () => {
  test.each(lists.map((one) => [`${one.name} ${one.field}`, one] as const))(
    '%s',
    async (_name, { subgraph, name, argument, field }) => {
      const came: unknown[] = [];
      const { Query, ...others } = subgraph.resolvers;
      const look = (_root: unknown, args: Record<string, Record<string, unknown>>) => {
        came.push(args[argument]![field]);
        throw new Error('seen');
      };
      const schema = executable({ ...subgraph, resolvers: { ...others, Query: { ...Query, [name]: look } } });
      const stated = field === 'codes' ? [FULL_WIDTH] : FULL_WIDTH;
      const source = `{ ${name}(${argument}: { ${field}: ${JSON.stringify(stated)} }) { __typename } }`;
      await graphql({ schema, source, contextValue: {} });
      expect(came).toEqual([field === 'codes' ? ['A-1'] : 'A-1']);
    },
  );

  test('such lists are found, so that none cannot pass for all', () => {
    expect(lists.length).toBeGreaterThan(40);
  });
});
