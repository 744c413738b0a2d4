import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { Cancellation } from '../../../kernel/cancellation.ts';
import { LOOKUP_SPEC } from '../../../schema/subgraph-sdl.ts';
import { type Part, type SmallGraph, smallGraph } from './support/small-graph.ts';

const LOOKUP = `
  extend schema @link(url: "${LOOKUP_SPEC}", import: ["@lookup"]) @composeDirective(name: "@lookup")
  directive @lookup on FIELD_DEFINITION`;

const SITES = [
  { __typename: 'House', code: 'h', name: 'a house', near: 'r' },
  { __typename: 'Road', code: 'r', name: 'a road', near: 'h' },
];
const siteOf = ({ code }: { code: string }) => SITES.find((site) => site.code === code.toLowerCase()) ?? null;

let waiting: Promise<void> | undefined;
let release: () => void = () => undefined;

/** Whoever is asked for a site answers only when this is let go. */
const hold = () => {
  waiting = new Promise((resolve) => {
    release = resolve;
  });
};

const owner = (directive: string): Part => ({
  sdl: `${directive === '' ? '' : LOOKUP}
    type Query { site(code: ID!): Site ${directive} numbered(no: Int!): Numbered ${directive}
      person(id: ID!): Person ${directive} sites: [Site!]! }
    type Mutation { site(code: ID!): Site }
    interface Site @key(fields: "code") { code: ID! name: String! near: ID! }
    type House implements Site @key(fields: "code") { code: ID! name: String! near: ID! }
    type Road implements Site @key(fields: "code") { code: ID! name: String! near: ID! }
    type Person @key(fields: "id") { id: ID! name: String }
    type Numbered @key(fields: "no") { no: Int! }`,
  resolvers: {
    Query: {
      site: async (_root: unknown, key: { code: string }) => {
        await waiting;
        if (key.code === 'broken') throw new Error('broken');
        return siteOf(key);
      },
      numbered: (_root: unknown, key: { no: number }) => key,
      person: async (_root: unknown, { id }: { id: string }) => {
        await waiting;
        return { id, name: 'a person' };
      },
      sites: () => SITES,
    },
    Mutation: { site: (_root: unknown, key: { code: string }) => siteOf(key) },
  },
});

/** What a bank knows says which site it was asked about, and what for. */
const bank: Part = {
  sdl: `
    type Query { banks: Int }
    type Site @key(fields: "code") @interfaceObject {
      code: ID! near: ID! @external balance(of: Int): String neighbour: String @requires(fields: "near")
    }
    type Person @key(fields: "id") { id: ID! card: String held: String }
    type Numbered @key(fields: "no") { no: Int! rank: String }`,
  resolvers: {
    Site: {
      __resolveReference: (site: object) => site,
      balance: ({ code }: { code: string }, args: object) => `balance of ${code} ${JSON.stringify(args)}`,
      neighbour: ({ code, near }: { code: string; near: string }) => `${code} beside ${near}`,
    },
    Person: { card: ({ id }: { id: string }) => `card of ${id}` },
    Numbered: { rank: ({ no }: { no: number }) => `rank of ${no}` },
  },
};

const builders: Part = {
  sdl: `
    type Query { builders: Int }
    type Person @key(fields: "id") { id: ID! contract: String }
    type House @key(fields: "code") { code: ID! floors: String }`,
  resolvers: {
    Person: { contract: ({ id }: { id: string }) => `contract of ${id}` },
    House: { floors: ({ code }: { code: string }) => `floors of ${code}` },
  },
};

const graphs = new Map<string, SmallGraph>();
function graphOf(directive = '@lookup', spoil?: Part['spoil']): SmallGraph {
  const name = `${directive} ${spoil?.name}`;
  const graph =
    graphs.get(name) ??
    smallGraph({ owner: owner(directive), bank: { ...bank, ...(spoil && { spoil }) }, builders });
  graphs.set(name, graph);
  return graph;
}

/** Who was asked by the time that so many fetches were sent, and some turns of the loop after it. */
async function askedBefore(graph: SmallGraph, count: number): Promise<string[]> {
  while (graph.sent.length < count) await new Promise((resolve) => setTimeout(resolve, 1));
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  return named(graph);
}

const named = ({ sent }: SmallGraph) => sent.map(({ subgraph }) => subgraph);

afterEach(() => {
  waiting = undefined;
});
afterAll(() => Promise.all([...graphs.values()].map(({ engine }) => engine.stop())));

describe('What other departments add to an entity that is looked up by its key', () => {
  test('is asked for beside it, before it is answered', async () => {
    const graph = graphOf();
    hold();
    const answer = graph.ask('query($c: ID!, $of: Int) { site(code: $c) { name balance(of: $of) } }', {
      ...{ c: 'h', of: 7 },
    });
    expect(await askedBefore(graph, 2)).toEqual(['owner', 'bank']);
    release();
    expect(await answer).toEqual({ data: { site: { name: 'a house', balance: 'balance of h {"of":7}' } } });
    expect(named(graph)).toEqual(['owner', 'bank']);
    expect(graph.sent[1]!.variables.representations).toEqual([{ __typename: 'Site', code: 'h' }]);
  });

  test('is asked for after it where nobody says @lookup', async () => {
    const graph = graphOf('');
    hold();
    const answer = graph.ask('{ site(code: "h") { name balance } }');
    expect(await askedBefore(graph, 1)).toEqual(['owner']);
    release();
    expect((await answer).data).toEqual({ site: { name: 'a house', balance: 'balance of h {}' } });
    expect(named(graph)).toEqual(['owner', 'bank']);
  });

  test('is asked for by several fields at once, each of its own entity', async () => {
    const graph = graphOf();
    hold();
    const answer = graph.ask(
      '{ a: site(code: "h") { balance } b: site(code: "r") { name balance } c: site(code: "h") { name } }',
    );
    expect(await askedBefore(graph, 2)).toEqual(['owner', 'bank']);
    release();
    const { data } = await answer;
    expect(data).toEqual({
      a: { balance: 'balance of h {}' },
      b: { name: 'a road', balance: 'balance of r {}' },
      c: { name: 'a house' },
    });
    expect(named(graph)).toEqual(['owner', 'bank']);
  });

  test('is asked for in several departments, where conditions hold', async () => {
    const graph = graphOf();
    const question = `query ($yes: Boolean!, $no: Boolean!) { person(id: "p") {
      name card @include(if: $yes) contract @skip(if: $no) held @include(if: $no) } }`;
    hold();
    const answer = graph.ask(question, { yes: true, no: false });
    expect((await askedBefore(graph, 3)).sort()).toEqual(['bank', 'builders', 'owner']);
    release();
    expect(await answer).toEqual({
      data: { person: { name: 'a person', card: 'card of p', contract: 'contract of p' } },
    });
    expect(named(graph)).toHaveLength(3);
  });

  test('waits for the entity where its type decides who is asked', async () => {
    const graph = graphOf();
    hold();
    const answer = graph.ask('{ site(code: "h") { ... on House { floors } } }');
    expect(await askedBefore(graph, 1)).toEqual(['owner']);
    release();
    expect(await answer).toEqual({ data: { site: { floors: 'floors of h' } } });
    expect(named(graph)).toEqual(['owner', 'builders']);
  });

  test('waits for the entity where more of it is needed than its key', async () => {
    const graph = graphOf();
    hold();
    const answer = graph.ask('{ site(code: "h") { neighbour } }');
    expect(await askedBefore(graph, 1)).toEqual(['owner']);
    release();
    expect(await answer).toEqual({ data: { site: { neighbour: 'h beside r' } } });
  });

  test('waits for an entity whose key is no text, which may be written in more than one way', async () => {
    const graph = graphOf();
    expect(await graph.ask('{ numbered(no: 7) { rank } }')).toEqual({
      data: { numbered: { rank: 'rank of 7' } },
    });
    expect(named(graph)).toEqual(['owner', 'bank']);
  });
});

describe('What was asked for ahead counts for nothing', () => {
  test('when the entity is not there, or not visible to the caller', async () => {
    const graph = graphOf();
    hold();
    const answer = graph.ask('{ site(code: "none") { name balance } }');
    expect(await askedBefore(graph, 2)).toEqual(['owner', 'bank']);
    release();
    expect(await answer).toEqual({ data: { site: null } });
    expect(graph.sent).toHaveLength(2);
  });

  test('and who is still at work on it hears that nobody waits', async () => {
    let finish: () => void = () => undefined;
    const balance = () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      });
    const slow: Part = { ...bank, resolvers: { ...bank.resolvers, Site: { balance } } };
    const graph = smallGraph({ owner: owner('@lookup'), bank: slow, builders });
    hold();
    const answer = graph.ask('{ site(code: "none") { name balance } }');
    await askedBefore(graph, 2);
    release();
    expect(await answer).toEqual({ data: { site: null } });
    expect(graph.sent.map(({ cancellation }) => cancellation?.isCancelled)).toEqual([false, true]);
    finish();
    await graph.engine.stop();
  });

  test('and a client who leaves breaks it off', async () => {
    const graph = graphOf();
    const gone = new Cancellation();
    hold();
    const answer = graph.ask('{ site(code: "h") { name balance } }', {}, gone);
    await askedBefore(graph, 2);
    gone.cancel();
    expect((await answer).data).toEqual({ site: null });
    expect(graph.sent[0]!.cancellation?.isCancelled).toBe(true);
    release();
  });

  test('and for a client who has left before it nothing is sent', async () => {
    const graph = graphOf();
    const gone = new Cancellation();
    gone.cancel();
    expect((await graph.ask('{ site(code: "h") { name balance } }', {}, gone)).data).toEqual({ site: null });
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(graph.sent).toEqual([]);
  });

  test('when the entity bears its key in another writing: it is asked for again', async () => {
    const graph = graphOf();
    const { data } = await graph.ask('{ site(code: "H") { code balance } }');
    expect(data).toEqual({ site: { code: 'h', balance: 'balance of h {}' } });
    const keys = graph.sent.flatMap(({ variables }) => variables.representations ?? []);
    expect(keys.at(-1)).toEqual({ __typename: 'Site', code: 'h' });
  });

  test('when the lookup fails: the error is told once, at its place', async () => {
    const graph = graphOf();
    const { data, errors } = await graph.ask('{ site(code: "broken") { balance } }');
    expect(data).toEqual({ site: null });
    expect(errors?.map(({ path }) => path)).toEqual([['site']]);
  });

  test('and a mutation of the same name never sends anything ahead', async () => {
    const graph = graphOf();
    expect(await graph.ask('mutation { site(code: "h") { balance } }')).toEqual({
      data: { site: { balance: 'balance of h {}' } },
    });
    expect(graph.sent.map(({ query }) => query.startsWith('mutation'))).toEqual([true, false]);
  });
});

describe('A department that fails beside the lookup', () => {
  test('costs its own fields only, and is told once', async () => {
    const graph = graphOf('@lookup', function gone() {
      throw new Error('gone');
    });
    const { data, errors } = await graph.ask('{ site(code: "h") { name balance } }');
    expect(data).toEqual({ site: { name: 'a house', balance: null } });
    expect(errors?.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
      [['site', 'balance'], 'SUBGRAPH_UNAVAILABLE'],
    ]);
    expect(named(graph)).toEqual(['owner', 'bank']);
  });
});
