import {
  operationFromDocument,
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph,
} from '@apollo/federation-internals';
import {
  type FetchDataRewrite,
  type FetchNode as StockFetch,
  type PlanNode as StockNode,
  QueryPlanner,
  type QueryPlanSelectionNode,
} from '@apollo/query-planner';
import type {
  FetchNode,
  FetchNodePathSegment,
  FetchRewrite,
  FlattenNodePathSegment,
  PlanNode,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import { parse } from 'graphql';
import { plannerLimits } from '../planner-limits.ts';
import type { PlanTree } from './planner.ts';

/**
 * The stock planner, for operations that the native one refuses or falls over (备用查询计划器): its plans in the form of the
 * native planner's. Its plans must be checked: it asks for external fields where one `@requires` builds on another, and
 * fetches a field that is required with two different arguments only once.
 * @returns what plans an operation, on the thread of its caller; throws for what it cannot plan either
 */
export function stockPlanner(supergraphSdl: string): (operation: string) => PlanTree {
  const supergraph = Supergraph.build(supergraphSdl, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    validateSupergraph: false,
  });
  const planner = new QueryPlanner(supergraph, { debug: plannerLimits });
  const schema = supergraph.apiSchema();
  return (operation) => {
    const { node } = planner.buildQueryPlan(operationFromDocument(schema, parse(operation)));
    if (node === undefined) return undefined;
    if (node.kind === 'Subscription') throw new Error('subscriptions are not carried out');
    return nodeOf(node);
  };
}

function nodeOf(node: StockNode): PlanNode {
  switch (node.kind) {
    case 'Fetch':
      return fetchOf(node);
    case 'Flatten':
      return { kind: 'Flatten', path: node.path.map(stepOf), node: nodeOf(node.node) };
    case 'Sequence':
    case 'Parallel':
      return { kind: node.kind, nodes: node.nodes.map(nodeOf) };
    case 'Condition':
      return {
        kind: 'Condition',
        condition: node.condition,
        ...(node.ifClause && { ifClause: nodeOf(node.ifClause) }),
        ...(node.elseClause && { elseClause: nodeOf(node.elseClause) }),
      };
    default:
      throw new Error(`a ${node.kind} of the stock planner is not carried out`);
  }
}

function fetchOf(node: StockFetch): FetchNode {
  if (node.contextRewrites?.length) throw new Error('arguments from context are not carried out');
  return {
    kind: 'Fetch',
    serviceName: node.serviceName,
    operation: node.operation,
    operationKind: node.operationKind,
    ...(node.variableUsages && { variableUsages: node.variableUsages }),
    ...(node.requires && { requires: node.requires.map(requiredOf) }),
    ...(node.inputRewrites && { inputRewrites: node.inputRewrites.map(rewriteOf) }),
    ...(node.outputRewrites && { outputRewrites: node.outputRewrites.map(rewriteOf) }),
  };
}

/** A step may carry the types it is met on, as in `items|[Book,Film]`. */
function stepOf(step: string | number): FlattenNodePathSegment {
  const text = String(step);
  if (text === '@') return '@';
  if (text.includes('|')) throw new Error('steps for some types only are not asked for');
  return { Field: text };
}

// In the stock plan a required field is read and sent under one key; in the native one `name` is read, `alias` written.
function requiredOf(node: QueryPlanSelectionNode): RequiresSelection {
  if (node.kind === 'Field')
    return {
      kind: 'Field',
      name: node.alias ?? node.name,
      ...(node.selections && { selections: node.selections.map(requiredOf) }),
    };
  if (node.typeCondition === undefined) throw new Error('a fragment without a type is not carried out');
  return {
    kind: 'InlineFragment',
    typeCondition: node.typeCondition,
    selections: node.selections.map(requiredOf),
  };
}

function rewriteOf(rewrite: FetchDataRewrite): FetchRewrite {
  const path = rewrite.path.map(
    (step): FetchNodePathSegment =>
      step.startsWith('... on ') ? { TypenameEquals: [step.slice('... on '.length)] } : { Key: step },
  );
  return rewrite.kind === 'ValueSetter'
    ? { ValueSetter: { path, setValueTo: String(rewrite.setValueTo) } }
    : { KeyRenamer: { path, renameKeyTo: rewrite.renameKeyTo } };
}
