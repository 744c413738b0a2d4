import { type QueryPlan, QueryPlanner } from '@graphql-hive/router-query-planner';
import { GraphQLError } from 'graphql';
import { faults } from '../../../kernel/faults.ts';
import { refusal } from '../../refusal.ts';
import type { Misreading } from '../misreadings.ts';
import { childPlanner } from './child-planner.ts';
import { planWholeOrInParts } from './parts.ts';

export type PlanTree = QueryPlan['node'];

/** What turns a normal form into a tree of fetches (查询计划器). Nothing else of the planner is known to the engine. */
export interface Planner {
  /** The schema that clients see, as the planner reads the supergraph. */
  readonly visibleSdl: string;
  /** Plans beside the event loop. Throws the refusals QUERY_NOT_PLANNABLE and QUERY_PLAN_BUSY. */
  plan(operation: string): Promise<PlanTree>;
  /** Validates beside the event loop. Throws the refusals QUERY_PLAN_TOO_COMPLEX and QUERY_PLAN_BUSY. */
  validate(text: string, introspection: boolean): Promise<readonly Misreading[] | undefined>;
  start?(): void;
  stop?(): void;
}

/**
 * The planner of the Hive router, in native code, and the stock one for what it cannot plan, or plans wrongly. Operations
 * are planned in a process of their own, since some end it. @throws Fault `SCHEMA_INVALID`
 */
export function nativePlanner(supergraphSdl: string): Planner {
  const child = childPlanner(supergraphSdl);
  return {
    visibleSdl: opened(supergraphSdl).consumerSchema,
    start: child.start,
    stop: child.stop,
    validate: child.validate,
    plan: planWholeOrInParts(child.plan, isNotPlannable),
  };
}

function opened(supergraphSdl: string): QueryPlanner {
  try {
    return new QueryPlanner(supergraphSdl);
  } catch (error) {
    throw faults.SCHEMA_INVALID('the planner cannot read the supergraph').because(error);
  }
}

const isNotPlannable = (error: unknown): boolean =>
  error instanceof GraphQLError && error.extensions.code === 'QUERY_NOT_PLANNABLE';

/** The planner speaks of walkers and paths; the client's schema had said that the operation is valid. */
export function notPlannable() {
  return refusal('QUERY_NOT_PLANNABLE', 'no way leads through the subgraphs to every field of this query', {
    remedy: 'ask for fewer fields, or reach them from another field',
  });
}
