import { beforeEach, describe, expect, test } from '@jest/globals';
import { smallGraph } from './support/small-graph.ts';

const done: string[] = [];
const doing =
  (place: string) =>
  async (_root: unknown, { what }: { what: string }) => {
    // The earlier ones take longer: whatever does not wait comes out of order.
    await new Promise((resolve) => setTimeout(resolve, what === 'first' ? 30 : 1));
    done.push(`${place} ${what}`);
    return { id: what };
  };

const graph = smallGraph({
  a: {
    sdl: 'type Query { x: Int } type Mutation { doA(what: String!): Deed again: Int } type Deed @key(fields: "id") { id: ID! }',
    resolvers: { Mutation: { doA: doing('a'), again: () => done.push('again') } },
  },
  b: {
    sdl: 'type Mutation { doB(what: String!): Deed } type Deed @key(fields: "id") { id: ID! note: String }',
    resolvers: {
      Mutation: { doB: doing('b') },
      Deed: { __resolveReference: (deed: object) => deed, note: ({ id }: { id: string }) => `note on ${id}` },
    },
  },
});

describe('Changes', () => {
  beforeEach(() => {
    done.length = 0;
  });
  test('are done one after the other, in the client’s order, across subgraphs', async () => {
    const { data, errors } = await graph.ask(
      'mutation { one: doA(what: "first") { note } two: doB(what: "second") { id } three: doA(what: "third") { id note } }',
    );
    expect(errors).toBeUndefined();
    expect(done).toEqual(['a first', 'b second', 'a third']);
    expect(data).toEqual({
      one: { note: 'note on first' },
      two: { id: 'second' },
      three: { id: 'third', note: 'note on third' },
    });
  });
  test('are done as often as they are asked for: two aliases are two, one key twice is one', async () => {
    const { data } = await graph.ask('mutation { p: again q: again q: again }');
    expect(done).toEqual(['again', 'again']);
    expect(data).toEqual({ p: 1, q: 2 });
  });
  test('go out as mutations under a name of ours', async () => {
    await graph.ask('mutation Theirs { again }');
    expect(graph.sent.map(({ query }) => query)).toEqual([expect.stringMatching(/^mutation hub_a_1\s*\{/)]);
    await graph.engine.stop();
  });
});
