import { describe, expect, test } from '@jest/globals';
import { compositionOf } from '../../../gateway/engine/planning/checked/composition.ts';
import { planCheck } from '../../../gateway/engine/planning/checked/plan-check.ts';
import { wordingsOf } from '../../../gateway/engine/planning/checked/wordings.ts';
import { planWholeOrInParts } from '../../../gateway/engine/planning/parts.ts';
import { nativePlanner, notPlannable } from '../../../gateway/engine/planning/planner.ts';
import { composed, type Part, smallGraph } from './support/small-graph.ts';

const PEOPLE = ['1', '2'].map((id) => ({ id }));
const CHAIN: Record<string, Part> = {
  people: {
    sdl: 'type Query { people: [Person!]! } type Person @key(fields: "id") { id: ID! age: Int peer: Person }',
    resolvers: {
      Query: { people: () => PEOPLE },
      Person: { age: ({ id }: { id: string }) => Number(id) * 10, peer: () => ({ id: '2' }) },
    },
  },
  scores: {
    sdl: 'type Person @key(fields: "id") { id: ID! age: Int @external score: Int @requires(fields: "age") }',
    resolvers: { Person: { score: ({ age }: { age: number }) => age + 1 } },
  },
  ranks: {
    sdl: `type Person @key(fields: "id") { id: ID! score: Int @external peer: Person @external
      rank(of: String): String @requires(fields: "score peer { id }") }`,
    resolvers: {
      Person: {
        rank: ({ score, peer }: { score: number; peer: { id: string } }, { of = '' }: { of?: string }) =>
          `${of}${score}/${peer.id}`,
      },
    },
  },
};
const spaced = (text: string): string => text.replace(/\s+/g, ' ');

describe('Computed fields that no planner gets on with', () => {
  test('are fetched by steps of their own, after what they require', async () => {
    const composition = compositionOf(composed(CHAIN));
    const native = nativePlanner(composed(CHAIN));
    const planned: string[] = [];
    const plan = async (text: string) => {
      const [, reworded] = wordingsOf(composition)(text);
      planned.push(reworded!.words);
      const tree = reworded!.complete(await native.plan(reworded!.words));
      planCheck(composition)(tree, text);
      return tree;
    };
    const graph = smallGraph(CHAIN, { planner: { ...native, plan } });
    const answer = await graph.ask('query($of: String) { people { rank(of: $of) peer { rank } } }', {
      of: '#',
    });
    await graph.engine.stop();
    expect(answer).toEqual({
      data: {
        people: [
          { rank: '#11/2', peer: { rank: '21/2' } },
          { rank: '#21/2', peer: { rank: '21/2' } },
        ],
      },
    });
    expect(planned[0]).not.toMatch(/\b(rank|\w+: score)\b/);
  });

  test('are not put after another change of the same operation', () => {
    const changes = {
      ...CHAIN,
      people: { ...CHAIN.people!, sdl: `${CHAIN.people!.sdl} type Mutation { touch: Person }` },
    };
    const wordings = wordingsOf(compositionOf(composed(changes)));
    expect([...wordings('mutation { a: touch { rank } b: touch { rank } }')]).toHaveLength(1);
    expect([...wordings('mutation { a: touch { rank } }')]).toHaveLength(2);
  });
});

test('interface objects are asked for their type and key, and conditions on other abstract types are spelled out', () => {
  const composition = compositionOf(
    composed({
      home: {
        sdl: 'type Query { home: Int } interface M @key(fields: "id") { id: ID! } type A implements M & I @key(fields: "id") { id: ID! i: Int } type B implements M @key(fields: "id") { id: ID! } interface I { i: Int }',
      },
      far: {
        sdl: 'type Query { ms: [M!]! } type M @key(fields: "id") @interfaceObject { id: ID! n: Int }',
      },
    }),
  );
  const [asked, plainer] = [...wordingsOf(composition)('{ ms { n ... on I { i } } }')];
  expect(asked!.words).toBe('{ ms { n ... on I { i } } }');
  expect(spaced(plainer!.words)).toMatch(/^\{ ms \{ __typename (id )+n \.\.\. on A \{ i \} \} \}$/);
  expect([...wordingsOf(composition)('{ home }')]).toHaveLength(1);
});

describe('An operation that cannot be planned whole', () => {
  const isHopeless = (error: unknown): boolean =>
    (error as { message: string }).message === notPlannable().message;
  const single = (only: string[]) => async (text: string) => {
    only.push(spaced(text));
    if (/x1.*x2/s.test(text)) throw notPlannable();
    return { kind: 'Fetch' as const, serviceName: 's', operation: text };
  };

  test('is planned by its root fields, each with its own variables; changes in turn', async () => {
    const asked: string[] = [];
    const plan = planWholeOrInParts(single(asked), isHopeless);
    const tree = await plan('query($v0: Int, $v1: Int) { x1(x: $v0) x2(x: $v1) }');
    expect(asked.slice(1)).toEqual(['query ($v0: Int) { x1(x: $v0) }', 'query ($v1: Int) { x2(x: $v1) }']);
    expect(tree).toMatchObject({ kind: 'Parallel', nodes: [{ kind: 'Fetch' }, { kind: 'Fetch' }] });
    expect(await plan('mutation { x1 x2 }')).toMatchObject({ kind: 'Sequence' });
  });

  test('is refused with the first root field that cannot be planned, and where there is only one', async () => {
    const asked: string[] = [];
    const plan = planWholeOrInParts(single(asked), isHopeless);
    await expect(plan('{ x1x2 c d }')).rejects.toMatchObject({ extensions: { code: 'QUERY_NOT_PLANNABLE' } });
    expect(asked).toEqual(['{ x1x2 c d }', '{ x1x2 }']);
    await expect(plan('{ x1x2 }')).rejects.toMatchObject({ extensions: { code: 'QUERY_NOT_PLANNABLE' } });
  });
});
