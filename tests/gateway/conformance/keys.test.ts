import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Federation, federation } from '../../support/federation/federation.ts';

describe('Entities are found by their keys', () => {
  const sites = [
    { id: 's1', code: 'c1', place: { city: 'Nanning', zip: 1 } },
    { id: 's2', code: 'c2', place: { city: 'Nanning', zip: 2 } },
    { id: 's3', code: null, place: { city: 'Liuzhou', zip: 1 } },
  ];
  let graph: Federation;
  beforeAll(async () => {
    graph = await federation({
      register: {
        sdl: `type Query { sites: [Site!]! site: Site same: [Site!]! nobody: Site gone: Site holes: [[Site]] }
          type Site @key(fields: "id") { id: ID! }`,
        resolvers: {
          Query: {
            sites: () => sites,
            site: () => sites[1],
            same: () => [sites[0], sites[1], sites[0], sites[0]],
            nobody: () => null,
            gone: () => ({ id: 'unknown' }),
            holes: () => [[sites[0], null], null, [], [sites[1]]],
          },
        },
      },
      directory: {
        sdl: `type Site @key(fields: "id") @key(fields: "code") @key(fields: "place { city zip }") {
            id: ID! code: String place: Place! }
          type Place @shareable { city: String! zip: Int! }`,
        resolvers: {
          Site: { __resolveReference: ({ id }: { id: string }) => sites.find((it) => it.id === id) ?? null },
        },
      },
      gauges: {
        sdl: 'type Site @key(fields: "code") { code: String level: Int }',
        resolvers: {
          Site: {
            __resolveReference: ({ code }: { code: string | null }) => (code === null ? null : { code }),
            level: ({ code }: { code: string }) => Number(code.slice(1)) * 10,
          },
        },
      },
      posts: {
        sdl: `type Site @key(fields: "place { city zip }") { place: Place! postman: String! }
          type Place @shareable { city: String! zip: Int! }`,
        resolvers: {
          Site: { postman: ({ place }: (typeof sites)[number]) => `of ${place.city} ${place.zip}` },
        },
      },
    });
  });
  afterAll(() => graph.stop());

  test('a key of another subgraph is fetched on the way', async () => {
    expect(await graph.data('{ site { level } }')).toEqual({ site: { level: 20 } });
    expect(graph.sent.map(({ subgraph }) => subgraph)).toEqual(['register', 'directory', 'gauges']);
  });

  test('a key made of nested fields arrives nested', async () => {
    expect(await graph.data('{ sites { postman } }')).toEqual({
      sites: [{ postman: 'of Nanning 1' }, { postman: 'of Nanning 2' }, { postman: 'of Liuzhou 1' }],
    });
    expect(graph.representations('posts')[0]).toEqual({
      __typename: 'Site',
      place: { city: 'Nanning', zip: 1 },
    });
  });

  test('an entity whose key is null has null where the key would lead', async () => {
    const data = await graph.data('{ sites { id level } }');
    expect(data).toEqual({
      sites: [
        { id: 's1', level: 10 },
        { id: 's2', level: 20 },
        { id: 's3', level: null },
      ],
    });
  });

  test('the same entity several times is sent once and stands everywhere', async () => {
    const data = await graph.data('{ same { id code } }');
    expect(data!.same).toEqual([
      { id: 's1', code: 'c1' },
      { id: 's2', code: 'c2' },
      { id: 's1', code: 'c1' },
      { id: 's1', code: 'c1' },
    ]);
    expect(graph.representations('directory')).toHaveLength(2);
  });

  test('nobody is asked about a null', async () => {
    expect(await graph.data('{ nobody { code level } }')).toEqual({ nobody: null });
    expect(graph.sent).toHaveLength(1);
  });

  test('holes in lists of lists stay where they are', async () => {
    expect(await graph.data('{ holes { code } }')).toEqual({
      holes: [[{ code: 'c1' }, null], null, [], [{ code: 'c2' }]],
    });
  });

  test('what a subgraph does not know leaves its nullable fields null', async () => {
    const { data } = await graph.ask('{ gone { id code level } }');
    expect(data).toEqual({ gone: { id: 'unknown', code: null, level: null } });
  });
});

describe('Keys that are not resolvable', () => {
  let graph: Federation;
  beforeAll(async () => {
    const deed = { no: 'd1', parcel: { east: 'e', north: 'n', sheet: 'h' }, name: 'the deed' };
    graph = await federation({
      cadastre: {
        sdl: `type Deed @key(fields: "no") @key(fields: "parcel { east north }", resolvable: false) {
            no: ID! parcel: Parcel! name: String! }
          type Parcel @shareable { east: ID! north: ID! sheet: ID! }`,
        resolvers: {
          Deed: { __resolveReference: ({ no }: { no: string }) => (no === deed.no ? deed : null) },
        },
      },
      courts: {
        sdl: `type Query { trial: Trial }
          type Trial @key(fields: "id") { id: ID! deeds: [Deed!]! }
          type Deed @key(fields: "no", resolvable: false) @key(fields: "parcel { east north }", resolvable: false)
            @key(fields: "no parcel { north sheet }") {
            no: ID! parcel: Parcel! name: String! @external verdict: String! @requires(fields: "name") }
          type Parcel @shareable { east: ID! north: ID! sheet: ID! }`,
        resolvers: {
          Query: { trial: () => ({ id: 't1', deeds: [{ no: deed.no, parcel: deed.parcel }] }) },
          Deed: {
            __resolveReference: (told: Record<string, unknown>) => {
              if (!('parcel' in told) || !('no' in told)) throw new Error('not a key of this subgraph');
              return told;
            },
            verdict: ({ name }: { name?: string }) => `about ${name}`,
          },
        },
      },
    });
  });
  afterAll(() => graph.stop());

  test('the way back takes the key that is resolvable', async () => {
    expect(await graph.data('{ trial { deeds { no verdict } } }')).toEqual({
      trial: { deeds: [{ no: 'd1', verdict: 'about the deed' }] },
    });
    const back = graph.representations('courts');
    expect(back).toEqual([
      { __typename: 'Deed', no: 'd1', parcel: { north: 'n', sheet: 'h' }, name: 'the deed' },
    ]);
  });
});
