import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { SubgraphWay } from './ask-subgraph.ts';
import { lateModule } from './code-module.ts';
import { compileSteps, type Step } from './fetching/program.ts';
import type { Kinds } from './kinds.ts';
import type { Lookups } from './lookups.ts';
import type { WrittenForm } from './normal/operation-forms.ts';
import { needsPlan } from './normal/print-scope.ts';
import { notPlannable, type Planner } from './planning/planner.ts';
import { answerShape, type ObjectShape } from './shaping/shape.ts';
import { addShaper, type Shaper } from './shaping/shape-code.ts';

/** Everything that answers one normal form (执行程序). Kept as long as there is room. */
export interface Programme {
  readonly fetch: Step;
  readonly shape: ObjectShape;
  readonly shaper: Shaper;
  /** What it weighs in memory, roughly. */
  readonly bytes: number;
}

export interface ProgrammeParts {
  readonly schema: GraphQLSchema;
  readonly kinds: Kinds;
  readonly lookups: Lookups;
  readonly planner: Pick<Planner, 'plan'>;
  readonly wayTo: (subgraph: string) => SubgraphWay;
}

// Measured: an operation holds about so much for each character of its form and of its plan when all its code is written.
const BYTES_A_CHARACTER = 27;
const BYTES_AT_LEAST = 14_000;

/** Plans a normal form and compiles all that is done with the plan. Throws the refusals of the planner. */
export async function programme(
  { schema, kinds, lookups, planner, wayTo }: ProgrammeParts,
  { text, scope }: WrittenForm,
  log: Logger,
): Promise<Programme> {
  const shape = answerShape(schema, scope);
  const tree = needsPlan(scope) ? await planner.plan(text) : undefined;
  const { rootKeys, fetch } = understood(() => compileSteps({ kinds, lookups, wayTo }, tree), log);
  // A plan that leaves a question out would answer it with null.
  if (!scope.entries.every(({ own, key }) => own !== undefined || rootKeys.has(key))) throw notPlannable();
  return {
    fetch,
    shape,
    shaper: shaperOf(shape),
    bytes: BYTES_AT_LEAST + (text.length + JSON.stringify(tree ?? null).length) * BYTES_A_CHARACTER,
  };
}

const shaperOf = (shape: ObjectShape): Shaper => lateModule().late((code) => addShaper(code, shape));

// A plan of a form that was never seen is refused, not executed by guess.
function understood<T>(compile: () => T, log: Logger): T {
  try {
    return compile();
  } catch (error) {
    log.error({ reason: String(error) }, 'a plan that the engine does not understand');
    throw notPlannable();
  }
}
