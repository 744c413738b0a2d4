import { operationWith, parsedOperation } from './checked/document.ts';
import type { PlanTree } from './planner.ts';

type Plan = (operation: string) => Promise<PlanTree>;

/**
 * Plans an operation whole, and where no planner can, each of its root fields by itself (分段计划): they have nothing to do
 * with one another, and in a plan for all of them one may spoil the others. Changes are made one after the other, as ever.
 */
export function planWholeOrInParts(plan: Plan, isHopeless: (error: unknown) => boolean): Plan {
  return async (text) => {
    try {
      return await plan(text);
    } catch (error) {
      if (!isHopeless(error)) throw error;
      const { kind, parts } = partsOf(text);
      if (parts.length < 2) throw error;
      const nodes = [];
      // One after the other: the first that cannot be planned ends it, and no operation takes all the room.
      for (const part of parts) nodes.push((await plan(part)) ?? []);
      return { kind, nodes: nodes.flat() };
    }
  };
}

function partsOf(text: string) {
  const { operation } = parsedOperation(text);
  return {
    kind: operation.operation === 'mutation' ? ('Sequence' as const) : ('Parallel' as const),
    parts: operation.selectionSet.selections.map((selection) => operationWith(operation, [selection])),
  };
}
