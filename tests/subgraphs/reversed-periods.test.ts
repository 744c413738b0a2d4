import { describe, expect, test } from '@jest/globals';
import { getNamedType, graphql, isInputObjectType } from 'graphql';
import { executable } from '../../subgraphs/executable.ts';
import { subgraphs } from '../../subgraphs/registry.ts';

const lists = subgraphs.flatMap((subgraph) => {
  const schema = executable(subgraph);
  return Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap(({ name, args }) =>
    args.flatMap(({ name: argument, type }) => {
      const input = getNamedType(type);
      const fields = isInputObjectType(input) ? Object.keys(input.getFields()) : [];
      return fields
        .map((from) => ({
          schema,
          name,
          argument,
          from,
          to: from === 'from' ? 'to' : from.replace(/From$/, 'To'),
        }))
        .filter(({ from, to }) => from !== to && fields.includes(to));
    }),
  );
});

describe('A period in a filter that ends before it begins is refused, as there is nothing in it', () => {
  test.each(lists.map((one) => [`${one.name} ${one.from}`, one] as const))(
    '%s',
    async (_name, { schema, name, argument, from, to }) => {
      const ask = async (first: string, last: string) => {
        const source = `{ ${name}(${argument}: { ${from}: "${first}", ${to}: "${last}" }) { __typename } }`;
        const { errors } = await graphql({ schema, source, contextValue: {} });
        return errors![0]!.extensions;
      };
      expect(await ask('2026-02-02', '2026-02-01')).toMatchObject({
        code: 'PERIOD_REVERSED',
        field: [argument, to],
        expected: 'a day not before 2026-02-02',
      });
      // There is no database here: one day asks for it.
      expect((await ask('2026-02-01', '2026-02-01')).code).not.toBe('PERIOD_REVERSED');
    },
  );

  test('lists with such filters are found, so that none cannot pass for all', () => {
    expect(lists.length).toBeGreaterThan(25);
  });

  test('counts of fields by day take two days of their own', async () => {
    const schema = executable(subgraphs.find(({ name }) => name === 'exchange')!);
    const source = '{ fieldUsage(from: "2026-02-02", to: "2026-02-01") { times } }';
    const { errors } = await graphql({ schema, source, contextValue: {} });
    expect(errors![0]!.extensions).toMatchObject({ code: 'PERIOD_REVERSED', field: ['to'] });
  });
});
