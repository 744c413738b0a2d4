import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Federation, federation } from '../../support/federation/federation.ts';

type Told = Record<string, unknown>;

describe('One call for several places of the answer (BatchFetch)', () => {
  const worker = (id: string) => ({ __typename: 'Worker', id, name: `name of ${id}` });
  const site = (id: string, ...of: string[]) => ({
    id,
    chief: worker(of[0]!),
    crew: of.map(worker),
    shifts: [[worker(of[0]!), null], null, of.map(worker)],
    spare: of.length > 2 ? worker(of[2]!) : null,
    owner: of.length > 2 ? { __typename: 'Firm', id: `f-${id}` } : worker(of[0]!),
  });
  const sites = [site('s1', 'w1', 'w2', 'w3'), site('s2', 'w2', 'w4')];
  let graph: Federation;
  beforeAll(async () => {
    graph = await federation({
      sites: {
        sdl: `type Query { sites: [Site!]! head: Worker firm: Firm nobody: Worker none: [Worker!]! owners: [Owner!]! }
          union Owner = Worker | Firm
          type Site @key(fields: "id") { id: ID! chief: Worker! crew: [Worker!]! shifts: [[Worker]] spare: Worker owner: Owner }
          type Worker @key(fields: "id") { id: ID! name: String! }
          type Firm @key(fields: "id") { id: ID! }`,
        resolvers: {
          Query: {
            sites: () => sites,
            head: () => worker('w1'),
            firm: () => ({ id: 'f-s1' }),
            nobody: () => null,
            none: () => [],
            owners: () => sites.map(({ owner }) => owner),
          },
          Worker: { __resolveReference: ({ id }: Told) => worker(String(id)) },
        },
      },
      wages: {
        sdl: `scalar Json
          type Worker @key(fields: "id") { id: ID! wage(per: String = "day"): String slip: Slip slips: [Slip!]! extra: Json
            debt: Int fails: String mates: [Worker!]! }
          type Firm @key(fields: "id") { id: ID! wage: String! slip: Slip }
          type Slip { no: ID! net: Int }`,
        resolvers: {
          Worker: {
            __resolveReference: ({ id }: Told) => (id === 'w4' ? null : { id }),
            wage: ({ id }: Told, { per }: Told) => `${id} per ${per}`,
            slip: ({ id }: Told) => ({ no: `slip of ${id}`, net: 1 }),
            slips: ({ id }: Told) => [
              { no: `first of ${id}`, net: 1 },
              { no: `second of ${id}`, net: null },
            ],
            extra: ({ id }: Told) => ({ id: 'not the id', of: [id, { __typename: 'Firm' }] }),
            debt: () => null,
            fails: ({ id }: Told) => {
              if (id === 'w2') throw new Error('no');
              return 'well';
            },
            mates: () => [{ id: 'w1' }],
          },
          Firm: { wage: ({ id }: Told) => `firm ${id}`, slip: () => null },
        },
      },
    });
  });
  afterAll(() => graph.stop());
  const callsTo = (name: string) => graph.sent.filter(({ subgraph }) => subgraph === name);

  test('a single entity, lists and lists of lists share one call', async () => {
    const data = await graph.data('{ head { wage } sites { chief { wage } crew { wage } shifts { wage } } }');
    const w = (id: string) => (id === 'w4' ? { wage: null } : { wage: `${id} per day` });
    expect(data).toEqual({
      head: w('w1'),
      sites: [
        {
          chief: w('w1'),
          crew: ['w1', 'w2', 'w3'].map(w),
          shifts: [[w('w1'), null], null, ['w1', 'w2', 'w3'].map(w)],
        },
        { chief: w('w2'), crew: ['w2', 'w4'].map(w), shifts: [[w('w2'), null], null, ['w2', 'w4'].map(w)] },
      ],
    });
    expect(callsTo('wages')).toHaveLength(1);
  });

  test('each place gets the fields it asked, under its own names', async () => {
    const data = await graph.data(
      '{ head { wage slip { no } } sites { chief { wage: debt slip { net number: no } } spare { id: wage } } }',
    );
    expect(data).toEqual({
      head: { wage: 'w1 per day', slip: { no: 'slip of w1' } },
      sites: [
        { chief: { wage: null, slip: { net: 1, number: 'slip of w1' } }, spare: { id: 'w3 per day' } },
        { chief: { wage: null, slip: { net: 1, number: 'slip of w2' } }, spare: null },
      ],
    });
  });

  test('each place gets the arguments it gave', async () => {
    const query = `query ($a: String, $b: String = "week") {
      head { wage(per: $a) } sites { chief { wage(per: $b) } crew { wage(per: "hour") also: wage(per: null) } } }`;
    const data = (await graph.data(query, { a: 'year' })) as { head: unknown; sites: Told[] };
    expect(data.head).toEqual({ wage: 'w1 per year' });
    expect(data.sites[0]!.chief).toEqual({ wage: 'w1 per week' });
    expect((data.sites[0]!.crew as unknown[])[1]).toEqual({ wage: 'w2 per hour', also: 'w2 per null' });
  });

  test('a place without anybody does not spoil the others', async () => {
    const data = await graph.data('{ nobody { wage } none { wage } head { wage } }');
    expect(data).toEqual({ nobody: null, none: [], head: { wage: 'w1 per day' } });
  });

  test('where there is nobody at all, nobody is asked', async () => {
    expect(await graph.data('{ nobody { wage } none { wage slip { no } } }')).toEqual({
      nobody: null,
      none: [],
    });
    expect(callsTo('wages')).toHaveLength(0);
  });

  test('entities of different types are not mixed up', async () => {
    const data = await graph.data(
      '{ firm { wage } head { wage } owners { __typename ... on Firm { wage slip { no } } ... on Worker { pay: wage slip { no } } } }',
    );
    expect(data).toEqual({
      firm: { wage: 'firm f-s1' },
      head: { wage: 'w1 per day' },
      owners: [
        { __typename: 'Firm', wage: 'firm f-s1', slip: null },
        { __typename: 'Worker', pay: 'w2 per day', slip: { no: 'slip of w2' } },
      ],
    });
  });

  test('identical representations are sent once', async () => {
    await graph.data('{ sites { crew { wage } } }');
    const ids = graph.representations('wages').map(({ id }) => id);
    expect([...ids].sort()).toEqual(['w1', 'w2', 'w3', 'w4']);
  });

  test('a subgraph’s unknown entity is null at each of its places, and only there', async () => {
    const { data, errors } = await graph.ask(
      '{ sites { id crew { id slips { no } } spare { slips { net } } } }',
    );
    const slips = (id: string) => [{ no: `first of ${id}` }, { no: `second of ${id}` }];
    // The unknown one lacks a required list: its list of workers cannot stand, and with it the site's.
    expect(data).toBeNull();
    expect(errors).toHaveLength(1);
    expect(errors![0]!.path).toEqual(['sites']);
    const first = (await graph.data('{ head { slips { no } } }'))!.head;
    expect(first).toEqual({ slips: slips('w1') });
  });

  test('an error of one entity is told at every place it stands, and nowhere else', async () => {
    const { data, errors } = await graph.ask(
      '{ head { fails } sites { chief { broken: fails } crew { id fails } } }',
    );
    expect(data).toEqual({
      head: { fails: 'well' },
      sites: [
        {
          chief: { broken: 'well' },
          crew: [
            { id: 'w1', fails: 'well' },
            { id: 'w2', fails: null },
            { id: 'w3', fails: 'well' },
          ],
        },
        {
          chief: { broken: null },
          crew: [
            { id: 'w2', fails: null },
            { id: 'w4', fails: null },
          ],
        },
      ],
    });
    const paths = errors!.map(({ path }) => path!.join('.'));
    expect(new Set(paths)).toEqual(
      new Set(['sites.0.crew.1.fails', 'sites.1.chief.broken', 'sites.1.crew.0.fails']),
    );
  });

  test('one entity at several places has its own object at each', async () => {
    const data = (await graph.data(
      '{ head { slip { no } mates { id name } } sites { chief { slip { net } mates { wage } } } }',
    )) as { head: Told; sites: Told[] };
    expect(data.head).toEqual({ slip: { no: 'slip of w1' }, mates: [{ id: 'w1', name: 'name of w1' }] });
    expect((data.sites[0]!.chief as Told).slip).toEqual({ net: 1 });
    expect((data.sites[0]!.chief as Told).mates).toEqual([{ wage: 'w1 per day' }]);
  });

  test('a scalar that is an object is given as it came', async () => {
    const data = await graph.data('{ head { extra } sites { spare { extra } } }');
    expect(data).toEqual({
      head: { extra: { id: 'not the id', of: ['w1', { __typename: 'Firm' }] } },
      sites: [
        { spare: { extra: { id: 'not the id', of: ['w3', { __typename: 'Firm' }] } } },
        { spare: null },
      ],
    });
  });

  test('a condition holds for its place alone', async () => {
    const query = `query ($yes: Boolean!, $no: Boolean!) {
      head { wage @include(if: $no) id } sites { chief { wage @include(if: $yes) slip @skip(if: $yes) { no } } spare @skip(if: $yes) { wage } } }`;
    expect(await graph.data(query, { yes: true, no: false })).toEqual({
      head: { id: 'w1' },
      sites: [{ chief: { wage: 'w1 per day' } }, { chief: { wage: 'w2 per day' } }],
    });
    expect(await graph.data(query, { yes: false, no: true })).toEqual({
      head: { id: 'w1', wage: 'w1 per day' },
      sites: [
        { chief: { slip: { no: 'slip of w1' } }, spare: { wage: 'w3 per day' } },
        { chief: { slip: { no: 'slip of w2' } }, spare: null },
      ],
    });
  });

  test('forty places make no more calls than one', async () => {
    const many = Array.from({ length: 40 }, (_, n) => `h${n}: head { wage x${n}: slip { no } }`).join(' ');
    const data = (await graph.data(`{ ${many} }`))!;
    for (let n = 0; n < 40; n++)
      expect(data[`h${n}`]).toEqual({ wage: 'w1 per day', [`x${n}`]: { no: 'slip of w1' } });
    expect(callsTo('wages')).toHaveLength(1);
  });
});
