import { QueryPlanner } from '@graphql-hive/router-query-planner';
import { type GraphQLSchema, parse } from 'graphql';
import { CLASSIFIED_SPEC } from '../../../schema/subgraph-sdl.ts';
import { checkStandardScalars } from '../checked-scalars.ts';
import { clientSchema } from '../client-schema.ts';
import { type Misreading, misreadings } from '../misreadings.ts';
import { compositionOf } from './checked/composition.ts';
import { wordingsOf } from './checked/wordings.ts';
import { planCheck } from './checked/plan-check.ts';
import type { PlanTree } from './planner.ts';

/**
 * The process in which plans are made, and long texts validated (计划子进程). The native planner ends its whole process on some valid operations; here
 * that costs one plan and not the gateway. It takes one operation after another, so that its parent knows which one
 * it died of. No plan of either planner leaves it unchecked.
 */
export interface PlanningCall {
  readonly id: number;
  readonly text: string;
  /** The native planner is known to die of this one. */
  readonly isDeadly: boolean;
  /** Where it stands, the text is a client's, and to be validated: whether it may ask for the schema. */
  readonly introspection?: boolean | undefined;
}

export type PlanningAnswer =
  | { readonly ready: true }
  | { readonly id: number; readonly misread: readonly Misreading[] | null }
  | { readonly id: number; readonly tree: unknown }
  | { readonly id: number; readonly failed: true };

type Plan = (text: string) => PlanTree;

process.once('message', (supergraphSdl: string) => {
  const native = new QueryPlanner(supergraphSdl);
  const composition = compositionOf(supergraphSdl);
  const refuseUnsound = planCheck(composition);
  const wordings = wordingsOf(composition);
  const byNative: Plan = (text) => native.plan(text, null, new Set(), 0).node;
  let stock: Promise<Plan> | undefined;
  const byStock = () => {
    stock ??= import('./stock-plan.ts').then(({ stockPlanner }) => stockPlanner(supergraphSdl));
    return stock;
  };
  const answer = async ({ id, text, isDeadly }: PlanningCall): Promise<PlanningAnswer> => {
    for (const planner of isDeadly ? [byStock] : [() => byNative, byStock])
      for (const { words, complete } of wordings(text))
        try {
          const tree = complete((await planner())(words));
          refuseUnsound(tree, text);
          return { id, tree: tree ?? null };
        } catch {
          // The next may do better.
        }
    return { id, failed: true };
  };
  let schema: GraphQLSchema | undefined;
  const checked = (id: number, text: string, introspection: boolean): PlanningAnswer => {
    schema ??= schemaOf(supergraphSdl, native.consumerSchema);
    return { id, misread: misreadings(schema, text, introspection) ?? null };
  };
  let last: Promise<unknown> = Promise.resolve();
  process.on('message', (call: PlanningCall) => {
    const { id, text, introspection } = call;
    last = last.then(async () =>
      process.send?.(introspection === undefined ? await answer(call) : checked(id, text, introspection)),
    );
  });
  process.send?.({ ready: true } satisfies PlanningAnswer);
});

/** The schema that clients see, reading values as the gateway does. */
function schemaOf(supergraphSdl: string, visibleSdl: string): GraphQLSchema {
  const schema = clientSchema(parse(supergraphSdl, { noLocation: true }), visibleSdl);
  if (supergraphSdl.includes(CLASSIFIED_SPEC)) checkStandardScalars(schema);
  return schema;
}

// A parent that was killed leaves nobody to plan for.
process.once('disconnect', () => process.exit(0));
