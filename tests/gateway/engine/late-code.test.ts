import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { lateModule } from '../../../gateway/engine/code-module.ts';
import { nativePlanner } from '../../../gateway/engine/planning/planner.ts';
import { shop } from './support/shop.ts';
import { composed, smallGraph } from './support/small-graph.ts';

describe('Code is written when it is first needed', () => {
  test('all of a module at once, each function once, whichever is called first', () => {
    const written: string[] = [];
    const { late } = lateModule();
    const adding = (name: string, body: string) =>
      late<(a: number, b: number) => number>((code) => {
        written.push(name);
        code.add(`function ${name}(a,b){return ${body};}`);
        return name;
      });
    const sum = adding('sum', 'a+b');
    const product = adding('product', 'sum(a*b,0)');
    expect(written).toEqual([]);
    expect(product(3, 4)).toBe(12);
    expect(written).toEqual(['sum', 'product']);
    expect([sum(3, 4), product(2, 2), sum(1, 1)]).toEqual([7, 4, 2]);
    expect(written).toHaveLength(2);
  });

  test('a plan whose required fields are of an unknown form is refused before anything is fetched', async () => {
    const native = nativePlanner(composed(shop));
    const plan = async (text: string) => {
      const tree = JSON.stringify(await native.plan(text));
      const spread = '"requires":[{"kind":"FragmentSpread","name":"F"}]';
      const changed = tree.replace(/"requires":\[(?:[^[\]]|\[[^[\]]*\])*\]/g, spread);
      expect(changed).toContain(spread);
      return JSON.parse(changed);
    };
    const graph = smallGraph(shop, { planner: { ...native, plan } });
    await expect(graph.ask('{ top { name stock } }')).rejects.toMatchObject({
      extensions: { code: 'QUERY_NOT_PLANNABLE' },
    });
    expect(graph.sent).toEqual([]);
    await graph.engine.stop();
  });

  test('an operation that was prepared answers the same as one that was not, the first time and later', async () => {
    const query =
      '{ top { name stock shipping like { name inStock } } media { __typename title ... on Book { pages } } }';
    const [fresh, prepared] = [smallGraph(shop), smallGraph(shop)];
    await prepared.engine.prepare(parse(query));
    const first = await fresh.ask(query);
    expect(first.errors).toBeUndefined();
    expect(await prepared.ask(query)).toEqual(first);
    expect(await fresh.ask(query)).toEqual(first);
    await Promise.all([fresh.engine.stop(), prepared.engine.stop()]);
  });
});
