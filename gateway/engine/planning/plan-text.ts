import type { FlattenNodePathSegment, PlanNode } from '@graphql-hive/router-query-planner';
import type { Plan } from '../engine.ts';
import type { PlanTree } from './planner.ts';

/** A plan as a person reads it, and its fetches in order. */
export function planForPeople(tree: PlanTree): Plan {
  const fetches: Plan['fetches'][number][] = [];
  const lines = tree === undefined ? [] : written(tree, fetches);
  return { text: ['QueryPlan {', ...lines.map(indented), '}'].join('\n'), fetches };
}

function written(node: PlanNode | undefined, fetches: Plan['fetches'][number][]): string[] {
  switch (node?.kind) {
    case 'Fetch':
      fetches.push({ subgraph: node.serviceName, operation: node.operation });
      return [`Fetch(${node.serviceName}) {`, indented(node.operation), '}'];
    case 'BatchFetch': {
      fetches.push({ subgraph: node.serviceName, operation: node.operation });
      const places = node.entityBatch.aliases.map(
        ({ alias, paths }) => `${alias} at ${paths.map(pathText).join(' and ')}`,
      );
      return [`BatchFetch(${node.serviceName}) {`, ...[...places, node.operation].map(indented), '}'];
    }
    case 'Flatten':
      return [`Flatten(${pathText(node.path)}) {`, ...written(node.node, fetches).map(indented), '}'];
    case 'Sequence':
    case 'Parallel':
      return [`${node.kind} {`, ...node.nodes.flatMap((one) => written(one, fetches)).map(indented), '}'];
    case 'Condition':
      return [
        `If($${node.condition}) {`,
        ...written(node.ifClause, fetches).map(indented),
        '} else {',
        ...written(node.elseClause, fetches).map(indented),
        '}',
      ];
    default:
      return [];
  }
}

function pathText(path: readonly FlattenNodePathSegment[]): string {
  return path
    .map((step) =>
      step === '@' ? step : 'Field' in step ? step.Field : `(${step.TypeCondition.join(' or ')})`,
    )
    .join('.');
}

const indented = (line: string): string => line.replace(/^/gm, '  ');
