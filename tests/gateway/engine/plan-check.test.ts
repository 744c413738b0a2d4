import { describe, expect, test } from '@jest/globals';
import type { PlanNode, RequiresSelection } from '@graphql-hive/router-query-planner';
import { compositionOf } from '../../../gateway/engine/planning/checked/composition.ts';
import { planCheck } from '../../../gateway/engine/planning/checked/plan-check.ts';
import { composed } from './support/small-graph.ts';

const GRAPH = composed({
  people: {
    sdl: `type Query { people: [Person!]!, things: [Thing!]!, media: [Media!]! }
      type Person @key(fields: "id") { id: ID! age: Int @shareable name(upper: Boolean): String peer: Person }
      union Thing = Person | Stone
      type Stone { weight: Int }
      union Media = Book | Film
      type Book @shareable { title: String }
      type Film @shareable { minutes: Int }
      type Wood @key(fields: "id") { id: ID! }`,
  },
  scores: {
    sdl: `type Query { best: Person, rated: Person @provides(fields: "age"), shared: Box @shareable }
      type Person @key(fields: "id") { id: ID! age: Int @external name(upper: Boolean): String @external
        score: Int @requires(fields: "age") label: String @requires(fields: "name(upper: true)") }
      type Box @shareable { media: Media }
      union Media = Book | Song
      type Book @shareable { title: String }
      type Song { bars: Int }`,
  },
  ranks: {
    sdl: `type Query { shared: Box @shareable }
      type Person @key(fields: "id") { id: ID! score: Int @external rank: String @requires(fields: "score")
        age: Int @external peer: Person @external badge: String @requires(fields: "peer { id age }") }
      type Box @shareable { media: Media }
      union Media = Book | Film
      type Book @shareable { title: String }
      type Film @shareable { minutes: Int }`,
  },
});
const REPS = '$representations: [_Any!]!';
const check = planCheck(compositionOf(GRAPH));

const fetch = (serviceName: string, operation: string): PlanNode => ({
  ...{ kind: 'Fetch', serviceName, operationKind: 'query', operation },
});
const inTurn = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Sequence', nodes });
const atOnce = (...nodes: PlanNode[]): PlanNode => ({ kind: 'Parallel', nodes });
const on = (typeCondition: string, ...names: string[]): RequiresSelection => ({
  ...{ kind: 'InlineFragment', typeCondition },
  selections: ['__typename', ...names].map((name) => ({ kind: 'Field', name })),
});
const about = (
  place: string,
  serviceName: string,
  type: string,
  asked: string,
  ...names: string[]
): PlanNode => ({
  kind: 'Flatten',
  path: [{ Field: place }, '@'],
  node: {
    ...{ kind: 'Fetch', serviceName, operationKind: 'query' },
    operation: `query(${REPS}) { _entities(representations: $representations) { ... on ${type} { ${asked} } } }`,
    requires: [on(type, ...names)],
  },
});
const person = (serviceName: string, asked: string, ...names: string[]) =>
  about('people', serviceName, 'Person', asked, ...names);
const why = (plan: PlanNode, operation: string): string | undefined => {
  try {
    check(plan, operation);
    return undefined;
  } catch (error) {
    return (error as Error).message.replace('the plan is not sound: ', '');
  }
};

describe('A plan is gone through before it is carried out: every step has what it needs', () => {
  const first = fetch('people', '{ people { __typename id age } }');
  const score = person('scores', 'score', 'id', 'age');
  const rank = person('ranks', 'rank', 'id', 'score');

  test('a plan in which each step fetches what the next one needs is sound', () => {
    expect(why(inTurn(first, score, rank), '{ people { rank } }')).toBeUndefined();
  });

  test('a step that needs what no step before it fetches asks about nobody, and is refused', () => {
    expect(why(inTurn(first, rank), '{ people { rank } }')).toMatch(
      /Person.rank is asked for and not fetched/,
    );
    expect(why(inTurn(first, rank, score), '{ people { rank } }')).toMatch(/Person.rank/);
  });

  test('what a step beside it fetches does not count, and in the next step it does', () => {
    expect(why(inTurn(first, atOnce(score, rank)), '{ people { rank } }')).toMatch(/no key/);
    expect(why(inTurn(first, atOnce(rank, score)), '{ people { rank } }')).toMatch(/Person.rank/);
    const both = atOnce(person('people', 'name', 'id'), score);
    expect(why(inTurn(first, both, rank), '{ people { name rank } }')).toBeUndefined();
  });

  test('what one list of a batch brings does not count for another list of it', () => {
    const list = (alias: string, ...names: string[]) => ({
      ...{ alias, representationsVariableName: alias, requires: [on('Person', ...names)] },
      paths: [[{ Field: 'people' }, '@' as const]],
    });
    const batch: PlanNode = {
      ...{ kind: 'BatchFetch', serviceName: 'scores', operationKind: 'query' },
      operation:
        'query($a: [_Any!]!, $b: [_Any!]!) { a: _entities(representations: $a) { ... on Person { score } } b: _entities(representations: $b) { ... on Person { label } } }',
      entityBatch: { aliases: [list('a', 'id', 'age'), list('b', 'id', 'score')] },
    };
    expect(why(inTurn(first, batch), '{ people { score } }')).toMatch(/no key/);
  });

  test('a representation without any key of the subgraph is refused', () => {
    expect(why(inTurn(first, person('scores', 'score', 'age')), '{ people { score } }')).toMatch(/no key/);
  });
});

describe('A plan asks a subgraph only for what is that subgraph’s to answer', () => {
  test('a field that is only external there is refused, and allowed on a way on which it is given along', () => {
    expect(why(fetch('scores', '{ best { age } }'), '{ best { age } }')).toMatch(/only names/);
    expect(why(fetch('scores', '{ rated { age } }'), '{ rated { age } }')).toBeUndefined();
  });

  test('a computed field is refused where nothing tells what it requires', () => {
    expect(why(fetch('scores', '{ best { score } }'), '{ best { score } }')).toMatch(
      /not told what it needs/,
    );
    expect(why(fetch('scores', '{ rated { score } }'), '{ rated { score } }')).toBeUndefined();
  });

  test('a required field counts only with the arguments that are required', () => {
    const label = person('scores', 'label', 'id', 'name');
    const named = (args: string) => fetch('people', `{ people { __typename id name${args} } }`);
    expect(why(inTurn(named('(upper: false)'), label), '{ people { label } }')).toMatch(/not told/);
    expect(why(inTurn(named('(upper: true)'), label), '{ people { label } }')).toBeUndefined();
  });

  test('what is required within another object is looked for there', () => {
    const peer = (asked: string) => fetch('people', `{ people { __typename id peer { ${asked} } } }`);
    const badge = (...within: string[]) => {
      const step = person('ranks', 'badge', 'id') as Extract<PlanNode, { kind: 'Flatten' }>;
      const selections = within.map((name) => ({ kind: 'Field' as const, name }));
      const inner = { kind: 'Field' as const, name: 'peer', ...(selections.length > 0 && { selections }) };
      const requires = [{ ...on('Person', 'id') }, { ...on('Person'), selections: [inner] }];
      return { ...step, node: { ...step.node, requires } } as PlanNode;
    };
    const asked = '{ people { badge } }';
    expect(why(inTurn(peer('id age'), badge('id', 'age')), asked)).toBeUndefined();
    expect(why(inTurn(peer('id age'), badge('id')), asked)).toMatch(/not told/);
    expect(why(inTurn(peer('id age'), badge()), asked)).toMatch(/not told/);
    expect(why(inTurn(peer('id'), badge('id', 'age')), asked)).toMatch(/no key/);
  });

  test('two fields under one key are refused, and so is one key in two forms', () => {
    const twice = inTurn(
      fetch('people', '{ people { __typename id key: age } }'),
      person('people', 'key: name', 'id'),
    );
    expect(why(twice, '{ people { key: age } }')).toMatch(/key is name in one step and age in another/);
    const forms = '{ things { __typename ... on Person { x: id } ... on Stone { x: weight } } }';
    expect(why(fetch('people', forms), forms)).toMatch(/in two forms/);
  });
});

describe('A plan brings every field, of whatever type an object can be', () => {
  test('a field that is fetched of one type only, or not told apart, is a gap', () => {
    const asked = '{ things { ... on Person { age } ... on Stone { weight } } }';
    const half = fetch('people', '{ things { __typename ... on Person { age } } }');
    expect(why(half, asked)).toMatch(/Stone.weight is asked for and not fetched/);
    expect(why(fetch('people', asked), asked)).toMatch(/types are asked for and not told/);
    expect(why(fetch('people', asked.replace('{ ...', '{ __typename ...')), asked)).toBeUndefined();
  });

  test('another argument than the one that is asked for is a gap', () => {
    const plan = fetch('people', '{ people { name(upper: true) } }');
    expect(why(plan, '{ people { name(upper: false) } }')).toMatch(/not fetched/);
  });

  test('types that not all subgraphs of a shared field have cannot come, and leave no gap', () => {
    const asked = '{ shared { media { __typename ... on Book { title } ... on Film { minutes } } } }';
    const plan = fetch('ranks', '{ shared { media { __typename ... on Book { title } } } }');
    expect(why(plan, asked)).toBeUndefined();
    const own = '{ media { __typename ... on Book { title } ... on Film { minutes } } }';
    const half = fetch('people', '{ media { __typename ... on Book { title } } }');
    expect(why(half, own)).toMatch(/Film.minutes/);
  });
});

test('an interface that nothing implements comes as itself, and is looked at as such', () => {
  const sdl = composed({
    a: { sdl: 'type Query { node: Node } interface Node @key(fields: "id") { id: ID! }' },
    b: { sdl: 'type Node @key(fields: "id") @interfaceObject { id: ID! field: String }' },
  });
  const checked = planCheck(compositionOf(sdl));
  expect(() => checked(fetch('a', '{ node { __typename id } }'), '{ node { field } }')).toThrow(/Node.field/);
  expect(() => checked(fetch('a', '{ node { id } }'), '{ node { id } }')).not.toThrow();
});

describe('Small mistakes of a plan are mended', () => {
  test('a fragment that nothing can meet is left out, with all that only it needs', () => {
    const plan = fetch(
      'people',
      'query($v0: Boolean, $v1: Boolean) { people { id ... on Stone { ...a } name(upper: $v0) } } fragment a on Stone { weight @include(if: $v1) }',
    ) as PlanNode & { operation: string };
    expect(why(plan, 'query($v0: Boolean) { people { id name(upper: $v0) } }')).toBeUndefined();
    expect(plan.operation.replace(/\s+/g, ' ')).toBe(
      'query ($v0: Boolean) { people { id name(upper: $v0) } }',
    );
  });

  test('objects that a step has no key of are not asked about, where nothing is missing of them', () => {
    const sdl = composed({
      home: {
        sdl: 'type Query { all: [Any!]! } union Any = A | B type A @key(fields: "id") { id: ID! } type B @key(fields: "id") { id: ID! n: Int }',
      },
      far: {
        sdl: 'type A @key(fields: "id") { id: ID! x: Int } type B @key(fields: "id") { id: ID! x: Int }',
      },
    });
    const step = about('all', 'far', 'A', 'x', 'id') as Extract<PlanNode, { kind: 'Flatten' }>;
    const { node } = step;
    if (node.kind !== 'Fetch') throw new Error('no fetch');
    node.requires = [on('A', 'id'), on('B', 'n')];
    const plan = inTurn(fetch('home', '{ all { __typename ... on A { id } ... on B { n } } }'), step);
    planCheck(compositionOf(sdl))(plan, '{ all { __typename ... on A { x } } }');
    expect(node.requires).toEqual([on('A', 'id')]);
  });
});
