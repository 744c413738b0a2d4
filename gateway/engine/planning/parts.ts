import { Kind, type OperationDefinitionNode, parse, print, type SelectionNode, visit } from 'graphql';
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
  const operation = parse(text, { noLocation: true }).definitions[0] as OperationDefinitionNode;
  const { selections } = operation.selectionSet;
  return {
    kind: operation.operation === 'mutation' ? ('Sequence' as const) : ('Parallel' as const),
    parts: selections.map((selection) => print(withOnly(operation, selection))),
  };
}

function withOnly(operation: OperationDefinitionNode, selection: SelectionNode): OperationDefinitionNode {
  const used = new Set<string>();
  visit(selection, {
    Variable({ name }) {
      used.add(name.value);
    },
  });
  return {
    ...operation,
    variableDefinitions: (operation.variableDefinitions ?? []).filter(({ variable }) =>
      used.has(variable.name.value),
    ),
    selectionSet: { kind: Kind.SELECTION_SET, selections: [selection] },
  };
}
