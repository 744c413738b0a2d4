import {
  parseOperation,
  type SelectionSet,
  type Subgraph,
  type Subgraphs,
} from '@apollo/federation-internals';
import type { PlanNode } from '@apollo/query-planner';

/**
 * Refuses a plan that asks a subgraph for a field which that subgraph only names and never resolves (外部字段). The stock
 * planner makes such plans where one `@requires` builds on another; a lenient subgraph would answer an old value.
 * @throws Error
 */
export function refuseExternals(node: PlanNode, subgraphs: Subgraphs): void {
  switch (node.kind) {
    case 'Fetch': {
      const subgraph = subgraphs.get(node.serviceName);
      if (subgraph === undefined)
        throw new Error(`the plan asks ${node.serviceName}, which is not in the graph`);
      const { selectionSet } = parseOperation(subgraph.schema, node.operation, { validate: false });
      refuseIn(selectionSet, subgraph);
      return;
    }
    case 'Flatten':
      refuseExternals(node.node, subgraphs);
      return;
    case 'Sequence':
    case 'Parallel':
      for (const one of node.nodes) refuseExternals(one, subgraphs);
      return;
    case 'Condition':
      for (const one of [node.ifClause, node.elseClause]) if (one) refuseExternals(one, subgraphs);
      return;
    default:
      throw new Error(`a ${node.kind} is not carried out`);
  }
}

function refuseIn(set: SelectionSet, subgraph: Subgraph): void {
  for (const selection of set.selections()) {
    if (selection.kind === 'FieldSelection') {
      const { definition } = selection.element;
      // One that is provided on some ways counts as external in part, and may be asked on these.
      if (subgraph.metadata().isFieldFullyExternal(definition))
        throw new Error(
          `the plan asks ${subgraph.name} for ${definition.coordinate}, which it does not resolve`,
        );
    }
    if (selection.selectionSet) refuseIn(selection.selectionSet, subgraph);
  }
}
