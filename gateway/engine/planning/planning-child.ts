import { QueryPlanner } from '@graphql-hive/router-query-planner';

/**
 * The process in which plans are made (计划子进程). The native planner ends its whole process on some valid operations; here
 * that costs one plan and not the gateway. It takes one operation after another, so that its parent knows which one
 * it died of.
 */
export interface PlanningCall {
  readonly id: number;
  readonly text: string;
  /** The native planner is known to die of this one. */
  readonly isDeadly: boolean;
}

export type PlanningAnswer =
  | { readonly ready: true }
  | { readonly id: number; readonly tree: unknown }
  | { readonly id: number; readonly failed: true };

type Plan = (text: string) => unknown;

process.once('message', (supergraphSdl: string) => {
  const native = new QueryPlanner(supergraphSdl);
  const byNative: Plan = (text) => native.plan(text, null, new Set(), 0).node ?? null;
  let stock: Promise<Plan | null> | undefined;
  const byStock = async (text: string): Promise<unknown> => {
    stock ??= import('./stock-plan.ts').then(({ stockPlanner }) => stockPlanner(supergraphSdl));
    const plan = await stock;
    if (plan === null) throw new Error('the stock planner would plan this graph wrongly');
    return plan(text) ?? null;
  };
  const answer = async ({ id, text, isDeadly }: PlanningCall): Promise<PlanningAnswer> => {
    try {
      return { id, tree: isDeadly ? await byStock(text) : byNative(text) };
    } catch {
      return isDeadly ? { id, failed: true } : answer({ id, text, isDeadly: true });
    }
  };
  let last: Promise<unknown> = Promise.resolve();
  process.on('message', (call: PlanningCall) => {
    last = last.then(async () => process.send?.(await answer(call)));
  });
  process.send?.({ ready: true } satisfies PlanningAnswer);
});

// A parent that was killed leaves nobody to plan for.
process.once('disconnect', () => process.exit(0));
