import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Federation, federation } from '../../support/federation/federation.ts';

type Told = Record<string, unknown>;
const said = (value: unknown): string => JSON.stringify(value ?? null);

describe('Fields that need others first (@requires)', () => {
  let graph: Federation;
  beforeAll(async () => {
    const crew = {
      id: 'k1',
      days: 5,
      rate: null,
      grid: [[{ hour: 1, note: 'x' }], [], null],
      foreman: { id: 'p1', __typename: 'Person' },
      tools: [
        { __typename: 'Crane', reach: 40 },
        { __typename: 'Pump', litres: 9 },
      ],
    };
    graph = await federation({
      crews: {
        sdl: `type Query { crew: Crew crews: [Crew!]! }
          type Crew @key(fields: "id") {
            id: ID! days: Int! rate: Int grid: [[Slot]] foreman: Person tools: [Tool!]!
            hours(of: String, round: Boolean = false): Int! }
          type Slot @shareable { hour: Int note: String }
          union Tool = Crane | Pump
          type Crane @shareable { reach: Int! } type Pump @shareable { litres: Int! }
          type Person @key(fields: "id") { id: ID! age: Int! }`,
        resolvers: {
          Query: { crew: () => crew, crews: () => [crew, { ...crew, id: 'k2', days: 7, rate: 3 }] },
          Crew: {
            __resolveReference: ({ id }: { id: string }) => ({
              ...crew,
              id,
              ...(id === 'k2' && { days: 7, rate: 3 }),
            }),
            hours: (_: unknown, { of, round }: { of?: string; round: boolean }) =>
              (of?.length ?? 0) * 100 + (round ? 1 : 0),
          },
          Person: { age: () => 50 },
        },
      },
      wages: {
        sdl: `type Crew @key(fields: "id") {
            id: ID! days: Int! @external rate: Int @external grid: [[Slot]] @external foreman: Person @external
            tools: [Tool!]! @external
            due: Int! @requires(fields: "days")
            price: String @requires(fields: "rate days")
            slots: String @requires(fields: "grid { hour }")
            led: String @requires(fields: "foreman { age }")
            gear: String @requires(fields: "tools { ... on Crane { reach } ... on Pump { litres } }") }
          type Slot @shareable { hour: Int note: String }
          union Tool = Crane | Pump
          type Crane @shareable { reach: Int! } type Pump @shareable { litres: Int! }
          type Person @key(fields: "id") { id: ID! age: Int! @external }`,
        resolvers: {
          Crew: {
            due: ({ days }: { days: number }) => days * 10,
            price: ({ rate, days }: Told) => said([rate ?? null, days]),
            slots: ({ grid }: Told) => said(grid),
            led: ({ foreman }: Told) => said(foreman),
            gear: ({ tools }: Told) => said((tools as Told[]).map(({ __typename: _, ...rest }) => rest)),
          },
        },
      },
      taxes: {
        sdl: `type Crew @key(fields: "id") { id: ID! due: Int! @external days: Int! @external
            tax: Int! @requires(fields: "due") net: Int! @requires(fields: "due days") }`,
        resolvers: {
          Crew: {
            tax: ({ due }: { due: number }) => due / 5,
            net: ({ due, days }: { due: number; days: number }) => due - days,
          },
        },
      },
      reports: {
        sdl: `type Crew @key(fields: "id") { id: ID! tax: Int! @external due: Int! @external
            line: String! @requires(fields: "tax due") }`,
        resolvers: { Crew: { line: ({ tax, due }: Told) => `${due} less ${tax}` } },
      },
    });
  });
  afterAll(() => graph.stop());

  test('the fields are told, and nothing more', async () => {
    expect(await graph.data('{ crew { due } }')).toEqual({ crew: { due: 50 } });
    expect(graph.representations('wages')).toEqual([{ __typename: 'Crew', id: 'k1', days: 5 }]);
  });

  test('a requirement of a requirement is met first, over three subgraphs', async () => {
    expect(await graph.data('{ crews { line net } }')).toEqual({
      crews: [
        { line: '50 less 10', net: 45 },
        { line: '70 less 14', net: 63 },
      ],
    });
  });

  test('a null among the required fields counts as null, the others arrive', async () => {
    expect(await graph.data('{ crews { price } }')).toEqual({
      crews: [{ price: '[null,5]' }, { price: '[3,7]' }],
    });
  });

  test('lists in lists arrive as they are', async () => {
    expect(await graph.data('{ crew { slots } }')).toEqual({ crew: { slots: '[[{"hour":1}],[],null]' } });
  });

  test('a field of another entity arrives inside it', async () => {
    const { crew } = (await graph.data('{ crew { led } }')) as { crew: { led: string } };
    expect(JSON.parse(crew.led)).toMatchObject({ age: 50 });
  });

  test('each member of a union is told by its own fragment', async () => {
    expect(await graph.data('{ crew { gear } }')).toEqual({ crew: { gear: '[{"reach":40},{"litres":9}]' } });
  });

  test('what the client aliases away is told all the same', async () => {
    const data = await graph.data('{ crew { days: id id: rate rate: due grid: price } }');
    expect(data).toEqual({ crew: { days: 'k1', id: null, rate: 50, grid: '[null,5]' } });
  });

  test('each entity is told about with its own fields', async () => {
    await graph.data('{ crews { due } crew { due } }');
    const told = graph.representations('wages').map(({ id, days }) => `${id} ${days}`);
    expect(new Set(told)).toEqual(new Set(['k1 5', 'k2 7']));
  });
});

describe('@requires with arguments', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federation({
      stock: {
        sdl: `enum Unit { KG TON }
          type Query { loads: [Load!]! }
          type Load @key(fields: "id") { id: ID! weight(in: Unit!, round: Boolean = true): Float! parts(first: Int): [String!]! }`,
        resolvers: {
          Query: { loads: () => [{ id: '1' }, { id: '2' }] },
          Load: {
            weight: ({ id }: { id: string }, { in: unit, round }: { in: string; round: boolean }) =>
              Number(id) * (unit === 'KG' ? 1000 : 1) + (round ? 0 : 0.5),
            parts: (_: unknown, { first }: { first?: number }) => ['a', 'b', 'c'].slice(0, first ?? 3),
          },
        },
      },
      freight: {
        sdl: `enum Unit { KG TON }
          type Load @key(fields: "id") { id: ID!
            weight(in: Unit!, round: Boolean = true): Float! @external parts(first: Int): [String!]! @external
            small: String! @requires(fields: "weight(in: KG)")
            large: String! @requires(fields: "weight(in: TON, round: false)")
            two: String! @requires(fields: "parts(first: 2)") }`,
        resolvers: {
          Load: {
            small: ({ weight }: Told) => `${weight} kg`,
            large: ({ weight }: Told) => `${weight} t`,
            two: ({ parts }: Told) => said(parts),
          },
        },
      },
      tolls: {
        sdl: `enum Unit { KG TON }
          type Load @key(fields: "id") { id: ID! weight(in: Unit!, round: Boolean = true): Float! @external
            toll: String! @requires(fields: "weight(in: TON)") }`,
        resolvers: { Load: { toll: ({ weight }: Told) => `toll ${weight}` } },
      },
    });
  });
  afterAll(() => graph.stop());

  test('the requirement is fetched with its own arguments', async () => {
    expect(await graph.data('{ loads { small } }')).toEqual({
      loads: [{ small: '1000 kg' }, { small: '2000 kg' }],
    });
  });

  test('two requirements with different arguments keep apart in one subgraph', async () => {
    expect(await graph.data('{ loads { small large } }')).toEqual({
      loads: [
        { small: '1000 kg', large: '1.5 t' },
        { small: '2000 kg', large: '2.5 t' },
      ],
    });
  });

  test('so do those of two subgraphs', async () => {
    expect(await graph.data('{ loads { toll small } }')).toEqual({
      loads: [
        { toll: 'toll 1', small: '1000 kg' },
        { toll: 'toll 2', small: '2000 kg' },
      ],
    });
  });

  test('what the client asks with other arguments is not told, and not overwritten', async () => {
    const query =
      '{ loads { weight(in: TON, round: false) parts(first: 1) two small more: parts weightKg: weight(in: KG) } }';
    expect(((await graph.data(query))!.loads as unknown[])[0]).toEqual({
      weight: 1.5,
      parts: ['a'],
      two: '["a","b"]',
      small: '1000 kg',
      more: ['a', 'b', 'c'],
      weightKg: 1000,
    });
  });

  test('a variable in the client’s argument does not reach the requirement', async () => {
    const query =
      'query ($unit: Unit!, $count: Int) { loads { weight(in: $unit) parts(first: $count) two small } }';
    expect(((await graph.data(query, { unit: 'TON', count: 0 }))!.loads as unknown[])[1]).toEqual({
      weight: 2,
      parts: [],
      two: '["a","b"]',
      small: '2000 kg',
    });
  });

  test('the alias of the client may be the name of the requirement', async () => {
    const query = '{ loads { weight: id parts: weight(in: TON) id: parts(first: 3) two small } }';
    expect(((await graph.data(query))!.loads as unknown[])[0]).toEqual({
      weight: '1',
      parts: 1,
      id: ['a', 'b', 'c'],
      two: '["a","b"]',
      small: '1000 kg',
    });
  });
});

describe('Requirements that go around in a circle between entities', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federation({
      notices: {
        sdl: `type Query { board: [Notice] }
          type Notice @key(fields: "id") { id: ID! isDraft: Boolean! @external isFinal: Boolean! @requires(fields: "isDraft") }
          type Clerk @key(fields: "id") { id: ID! years: Int! }`,
        resolvers: {
          Query: { board: () => [{ id: '1' }, null, { id: '2' }] },
          Notice: { isFinal: ({ isDraft }: Told) => !isDraft },
          Clerk: { years: ({ id }: { id: string }) => Number(id.slice(1)) },
        },
      },
      clerks: {
        sdl: `type Notice @key(fields: "id") { id: ID! clerk: Clerk! isDraft: Boolean! @requires(fields: "clerk { years }") }
          type Clerk @key(fields: "id") { id: ID! years: Int! @external }`,
        resolvers: {
          Notice: {
            clerk: ({ id }: { id: string }) => ({ id: `c${Number(id) * 5}` }),
            isDraft: ({ clerk }: { clerk: { years: number } }) => clerk.years < 8,
          },
        },
      },
    });
  });
  afterAll(() => graph.stop());

  test('each side is asked in its turn', async () => {
    expect(await graph.data('{ board { isFinal isDraft clerk { id years } } }')).toEqual({
      board: [
        { isFinal: false, isDraft: true, clerk: { id: 'c5', years: 5 } },
        null,
        { isFinal: true, isDraft: false, clerk: { id: 'c10', years: 10 } },
      ],
    });
  });

  test('also where only the last of them is asked', async () => {
    expect(await graph.data('{ board { isFinal } }')).toEqual({
      board: [{ isFinal: false }, null, { isFinal: true }],
    });
  });
});
