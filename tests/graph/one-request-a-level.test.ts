import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlanNode } from '@graphql-hive/router-query-planner';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Kind, parse } from 'graphql';
import { pino } from 'pino';
import { type HubEngine, hubEngine } from '../../gateway/engine/hub-engine.ts';
import { nativePlanner, type PlanTree } from '../../gateway/engine/planning/planner.ts';
import { committedSupergraph } from '../../hub/wiring/supergraph.ts';
import { ROOT } from '../support/rooms.ts';

const textsIn = (folder: string) =>
  readdirSync(join(ROOT, folder))
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => [`${folder}/${file}`, readFileSync(join(ROOT, folder, file), 'utf8')] as const);

/** Calls by level and subgraph: what is asked at once is of one level, what waits for it of the next. */
function callsOf(tree: PlanTree): Map<string, number> {
  const calls = new Map<string, number>();
  const walk = (node: PlanNode | undefined, level: number): number => {
    switch (node?.kind) {
      case 'Fetch':
      case 'BatchFetch': {
        const key = `level ${level}: ${node.serviceName}`;
        calls.set(key, (calls.get(key) ?? 0) + 1);
        return level + 1;
      }
      case 'Flatten':
        return walk(node.node, level);
      case 'Sequence':
        return node.nodes.reduce((at, one) => walk(one, at), level);
      case 'Parallel':
        return Math.max(level, ...node.nodes.map((one) => walk(one, level)));
      case 'Condition':
        return Math.max(walk(node.ifClause, level), walk(node.elseClause, level));
      default:
        return level;
    }
  };
  walk(tree, 0);
  return calls;
}

// An engine for each folder: what it has planned once it plans no second time.
describe.each(['examples/questions', 'examples/operations'])('An operation of %s', (folder) => {
  const trees: PlanTree[] = [];
  let engine: HubEngine;

  beforeAll(async () => {
    const supergraph = committedSupergraph();
    const native = nativePlanner(supergraph);
    const planner = {
      ...native,
      async plan(operation: string) {
        const tree = await native.plan(operation);
        trees.push(tree);
        return tree;
      },
    };
    const log = pino({ level: 'silent' });
    const way = (name: string) => ({
      name,
      transport: { kind: 'http' as const, send: neverSent, healthy: async () => true, close: async () => {} },
      assertionKey: null,
      timeoutMs: 1_000,
      log,
    });
    engine = hubEngine(supergraph, way, log, { planner });
    engine.onSchemaLoadOrUpdate(() => undefined);
    await engine.load({ apollo: {} } as never);
  });
  afterAll(() => engine.stop());

  test.each(textsIn(folder))('%s asks each department at most once at each level', async (_name, text) => {
    const document = parse(text, { noLocation: true });
    for (const one of document.definitions) {
      if (one.kind !== Kind.OPERATION_DEFINITION) continue;
      trees.length = 0;
      await engine.prepare(document, one.name?.value);
      expect(trees.length).toBeGreaterThan(0);
      for (const tree of trees) {
        const calls = callsOf(tree);
        expect(calls.size).toBeGreaterThan(0);
        expect([...calls].filter(([, times]) => times > 1)).toEqual([]);
      }
    }
  });
});

const neverSent = () => Promise.reject(new Error('nothing is sent here'));
