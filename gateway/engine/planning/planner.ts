import { type QueryPlan, QueryPlanner } from '@graphql-hive/router-query-planner';
import { faults } from '../../../kernel/faults.ts';
import { refusal } from '../../refusal.ts';

export type PlanTree = QueryPlan['node'];

/** What turns a normal form into a tree of fetches (查询计划器). Nothing else of the planner is known to the engine. */
export interface Planner {
  /** The schema that clients see, as the planner reads the supergraph. */
  readonly visibleSdl: string;
  /** Plans beside the event loop. Throws the refusals QUERY_NOT_PLANNABLE and QUERY_PLAN_BUSY. */
  plan(operation: string): Promise<PlanTree>;
  /** The same at once, for people and tests. */
  planNow(operation: string): PlanTree;
}

const NO_LABELS: ReadonlySet<string> = new Set();

/** The planner of the Hive router, in native code. @throws Fault `SCHEMA_INVALID` */
export function nativePlanner(supergraphSdl: string): Planner {
  const native = opened(supergraphSdl);
  return {
    visibleSdl: native.consumerSchema,
    async plan(operation) {
      try {
        return (await native.planAsync(operation, null, new Set(NO_LABELS), 0)).node;
      } catch {
        throw notPlannable();
      }
    },
    planNow(operation) {
      try {
        return native.plan(operation, null, new Set(NO_LABELS), 0).node;
      } catch {
        throw notPlannable();
      }
    },
  };
}

function opened(supergraphSdl: string): QueryPlanner {
  try {
    return new QueryPlanner(supergraphSdl);
  } catch (error) {
    throw faults.SCHEMA_INVALID('the planner cannot read the supergraph').because(error);
  }
}

/** The planner speaks of walkers and paths; the client's schema had said that the operation is valid. */
export function notPlannable() {
  return refusal('QUERY_NOT_PLANNABLE', 'no way leads through the subgraphs to every field of this query', {
    remedy: 'ask for fewer fields, or reach them from another field',
  });
}
