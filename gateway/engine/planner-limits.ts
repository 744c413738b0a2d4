import { refusal } from '../refusal.ts';

/**
 * How far the planner may look (查询计划的上限). It weighs every way to fetch a field against every way to fetch the
 * field above, so fields that lead from project to account to project multiply: three rounds need 20 ways, four would
 * need more than memory has. `pathsLimit` ends that early; `maxEvaluatedPlans` bounds what is weighed afterwards.
 */
export const plannerLimits = { pathsLimit: 250, maxEvaluatedPlans: 1000 };

/** What to throw for an error of the planner: QUERY_PLAN_TOO_COMPLEX when a limit was reached, else the error itself. */
export function planRefusal(error: unknown): unknown {
  // The planner has no code for it, and its text repeats the query.
  if (!(error instanceof Error) || !REACHED.test(error.message)) return error;
  return refusal('QUERY_PLAN_TOO_COMPLEX', 'there are too many ways to fetch this query', {
    remedy: 'go fewer times back and forth between types (project to account to project), or ask twice',
  });
}

const REACHED = /^(Too many options generated for|Number of non-local selections exceeds)/;
