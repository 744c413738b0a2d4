import { describe, expect, test } from '@jest/globals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { CLASSIFICATIONS, MASKS } from '../../kernel/classification.ts';
import { yuanOfFen } from '../../kernel/yuan.ts';
import { scalars } from '../../schema/scalars.ts';
import { standardShapes } from '../../schema/standard.ts';
import { FEDERATION_SPEC, subgraphSdl } from '../../schema/subgraph-sdl.ts';
import { departments } from './small-graph.ts';

const query = 'type Query { "One (一)." one: Int @authenticated }';

describe('the SDL of a subgraph', () => {
  test('begins with the federation header and carries @classified', () => {
    const sdl = subgraphSdl('water', query);
    expect(sdl).toContain(`@link(url: "${FEDERATION_SPEC}"`);
    expect(sdl).toContain('@composeDirective(name: "@classified")');
    expect(sdl).toContain('directive @classified(');
  });

  test('holds only the standard shapes that the department reaches, through any number of steps', () => {
    const sdl = subgraphSdl('water', 'type Query { "Receipt (回执)." receipt: Receipt @authenticated }');
    for (const reached of [
      'type Receipt',
      'type Verdict',
      'enum VerdictOutcome',
      'scalar Sm3',
      'enum Assurance',
    ])
      expect(sdl).toContain(reached);
    for (const other of ['type PageInfo', 'type Provenance', 'scalar Yuan', 'interface Refusal'])
      expect(sdl).not.toContain(other);
  });

  test('a refusal brings the interface that it implements', () => {
    const sdl = subgraphSdl('water', `${query} "Result (结果)." union Closed = ReasonTooShort`);
    expect(sdl).toContain('interface Refusal');
    expect(sdl).not.toContain('TransitionRefused');
  });

  test.each(Object.entries(departments))('of %s is a schema that a server can build', (name, sdl) => {
    expect(() =>
      buildSubgraphSchema([{ typeDefs: parse(subgraphSdl(name, sdl)), resolvers: {} }]),
    ).not.toThrow();
  });

  test('refuses a department that defines a standard shape', () => {
    expect(() => subgraphSdl('water', `${query} type PageInfo { own: Int }`)).toThrow(
      'Subgraph water defines PageInfo, a shape of schema/standard',
    );
    expect(() => subgraphSdl('water', `${query} extend type Provenance { own: Int }`)).toThrow(
      'defines Provenance',
    );
  });

  test('refuses a type that nobody defines, and names it', () => {
    expect(() => subgraphSdl('water', 'type Query { "One (一)." one: Permt @authenticated }')).toThrow(
      'Subgraph water mentions Permt',
    );
    expect(() =>
      subgraphSdl('water', 'type Query { "Many (多)." many: PermtConnection! @authenticated }'),
    ).toThrow('mentions Permt,');
    expect(() => subgraphSdl('water', 'type Query { "One (一)." one: Int @autenticated }')).toThrow(
      'mentions @autenticated',
    );
  });

  test('tells where SDL that cannot be read is broken', () => {
    expect(() => subgraphSdl('water', 'type Query {')).toThrow(
      'The SDL of subgraph water cannot be parsed: Syntax Error',
    );
  });
});

describe('the connection of an item', () => {
  const sdl = subgraphSdl('banking', departments.banking);

  test('is made for a mentioned connection, with its edge', () => {
    expect(sdl).toMatch(/type SpecialWageAccountConnection @shareable @classified\(level: GENERAL\) \{/);
    for (const field of [
      'edges: [SpecialWageAccountEdge!]!',
      'nodes: [SpecialWageAccount!]!',
      'pageInfo: PageInfo!',
      'totalCount: Int! @cost(weight: 5)',
      'totalIsEstimate: Boolean! @cost(weight: 5)',
    ])
      expect(sdl).toContain(field);
  });

  test('is not made where the department defines its own', () => {
    const own = `type Query { "Permits (许可)." permits: PermitConnection @authenticated }
      "Own (自有)." type PermitConnection @classified(level: GENERAL) { "Count (数)." count: Int }`;
    expect(subgraphSdl('water', own).match(/type PermitConnection/g)).toHaveLength(1);
    expect(subgraphSdl('water', own)).not.toContain('PermitEdge');
  });

  test('keeps a list size that the department states', () => {
    const own = departments.banking.replace('@authenticated', '@authenticated @listSize(assumedSize: 3)');
    expect(subgraphSdl('banking', own).match(/@listSize\(.*/g)).toEqual(['@listSize(assumedSize: 3)']);
  });

  test('answers edges, nodes, page and total, with money as text', async () => {
    const account = { id: '1', balance: yuanOfFen(123450n) };
    const page = {
      edges: [{ node: account, cursor: 'MQ' }],
      nodes: [account],
      totalCount: 1,
      pageInfo: { hasNextPage: false, hasPreviousPage: false },
    };
    const { Yuan, Cursor } = scalars;
    const schema = buildSubgraphSchema([
      { typeDefs: parse(sdl), resolvers: { Yuan, Cursor, Query: { accounts: () => page } } },
    ]);
    const source =
      '{ accounts(first: 1) { totalCount pageInfo { hasNextPage endCursor } nodes { balance } edges { cursor } } }';
    expect(await graphql({ schema, source })).toEqual({
      data: {
        accounts: {
          totalCount: 1,
          pageInfo: { hasNextPage: false, endCursor: null },
          nodes: [{ balance: '1234.50' }],
          edges: [{ cursor: 'MQ' }],
        },
      },
    });
  });
});

describe('the standard shapes', () => {
  const values = (name: string) =>
    standardShapes
      .get(name)!
      .sdl.match(/^ {2}[A-Z_]+$/gm)!
      .map((it) => it.trim());

  test('know the classes and masks of the kernel, in its order', () => {
    expect(values('Classification')).toEqual([...CLASSIFICATIONS]);
    expect(values('Mask')).toEqual(Object.keys(MASKS));
  });

  test('have an implementation of each scalar and no other', () => {
    const written = [...standardShapes.values()]
      .filter(({ sdl }) => /^scalar /m.test(sdl))
      .map(({ name }) => name);
    expect(Object.keys(scalars).sort()).toEqual(written.sort());
  });

  test('mention nothing that neither they nor GraphQL nor federation define', () => {
    const all = [...standardShapes.keys()].filter((name) => !name.startsWith('@'));
    const outputs = all.filter((name) => !/^input /m.test(standardShapes.get(name)!.sdl));
    const fields = outputs.map((name, place) => `"f (字段)." f${place}: ${name} @authenticated`);
    const input = '"s (提交)." s(envelope: SubmissionEnvelopeInput): Int @authenticated';
    const sdl = subgraphSdl('all', `type Query { ${fields.join('\n')} ${input} }`);
    expect(() => buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: {} }])).not.toThrow();
  });

  test('carry the Chinese term in every description of a type', () => {
    const without = [...standardShapes.values()].filter(
      ({ sdl }) =>
        !/^"{1,3}[\s\S]*?\p{Script=Han}[\s\S]*?"{1,3}\n(type|scalar|enum|input|interface|directive)/u.test(
          sdl,
        ),
    );
    expect(without.map(({ name }) => name)).toEqual([]);
  });
});
