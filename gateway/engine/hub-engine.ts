import { type DocumentNode, execute, type ExecutionResult, type GraphQLSchema, parse } from 'graphql';
import type { Logger } from 'pino';
import type { Given } from '../gate/variables.ts';
import { refusal } from '../refusal.ts';
import type { Session } from '../session.ts';
import { turnForUnseen } from '../unseen-turn.ts';
import { answerErrors } from './answer-errors.ts';
import type { SubgraphWay } from './ask-subgraph.ts';
import { clientSchema } from './client-schema.ts';
import type { Engine, EngineAnswer } from './engine.ts';
import { dropAhead } from './fetching/ahead.ts';
import type { Run } from './fetching/run.ts';
import { kindsOf, subgraphNames } from './kinds.ts';
import { lookupsOf } from './lookups.ts';
import type { Conditions } from './normal/conditions.ts';
import { jsonOf } from './normal/literals.ts';
import { type NormalForm, type OperationForms, operationForms } from './normal/operation-forms.ts';
import { needsPlan } from './normal/print-scope.ts';
import { type Bounds, bounded } from './planning/bounded.ts';
import { planForPeople } from './planning/plan-text.ts';
import { nativePlanner, type Planner } from './planning/planner.ts';
import type { Programme } from './programme.ts';
import { programmes } from './programmes.ts';
import { traced } from './shaping/traced.ts';

export interface HubEngineOptions {
  /** Plans at the same time, and how many more may wait for their turn. */
  readonly planning?: Bounds;
  /** Memory for plans and their compiled code. */
  readonly programmesBytes?: number;
  /** Another planner than the native one. */
  readonly planner?: Planner;
}

export type HubEngine = Required<Engine>;

const PLANNING = { atOnce: 8, waiting: 1_000 };
/** Long texts, of 256 KiB at most: plans are made in between. */
const VALIDATING = { atOnce: 1, waiting: 100 };
const PROGRAMMES_BYTES = 48 * 1024 * 1024;

/**
 * The hub's own engine (枢纽自研执行引擎, HUB_ENGINE=hub): plans by a native planner, everything after planning compiled once
 * per operation. Operations must be valid and must have passed the gate.
 * @throws Fault `SCHEMA_INVALID` when the supergraph cannot be read
 */
export function hubEngine(
  supergraphSdl: string,
  wayTo: (subgraph: string) => SubgraphWay,
  log: Logger,
  options: HubEngineOptions = {},
): HubEngine {
  const { planning = PLANNING, programmesBytes = PROGRAMMES_BYTES } = options;
  const supergraph = parse(supergraphSdl, { noLocation: true });
  const planner = options.planner ?? nativePlanner(supergraphSdl);
  const schema = clientSchema(supergraph, planner.visibleSdl);
  const formsOf = operationForms(schema, supergraphSdl);
  const ways = remembered(wayTo);
  const programmeOf = programmes(
    { schema, kinds: kindsOf(supergraph), lookups: lookupsOf(supergraph), planner, wayTo: ways },
    { planning, programmesBytes },
    log,
  );

  const validating = bounded(VALIDATING);
  const begun = new WeakSet<DocumentNode>();
  const shaped = new WeakSet<Programme>();

  const executor = async ({ document, request, operationName, context }: Question): Promise<EngineAnswer> => {
    if (!begun.has(document)) {
      begun.add(document);
      await turnForUnseen();
    }
    const forms = formsOf(document, operationName);
    if (forms.operation.operation === 'subscription')
      throw refusal('SUBSCRIPTION_REFUSED', 'the graph answers queries and mutations');
    const variables = forms.read(request.variables ?? {});
    const conditions = conditionsOf(forms, variables);
    const { form, written } = forms.formFor(conditions);
    const programme =
      programmeOf.ready(form.id) ??
      (await planned(context.trace, () => programmeOf.made(form.id, written ?? forms.written(conditions))));
    const introspection = introspected(schema, form, request.variables);
    const run = runOf(context, form, variables);
    try {
      await programme.fetch(run);
    } finally {
      dropAhead(run);
    }
    if (!shaped.has(programme)) {
      shaped.add(programme);
      // The code of its shape is not written yet.
      await turnForUnseen();
    }
    return answered(programme, run, introspection, log);
  };

  return {
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: schema, coreSupergraphSdl: supergraphSdl });
      return () => undefined;
    },
    async load() {
      for (const name of subgraphNames(supergraph)) ways(name);
      planner.start?.();
      return { executor: (request) => executor(request as unknown as Question) };
    },
    stop: async () => planner.stop?.(),
    async prepare(document, operationName) {
      const forms = formsOf(document, operationName);
      const conditions = everythingAsked(forms);
      const { form, written } = forms.formFor(conditions);
      if (!programmeOf.ready(form.id)) await programmeOf.made(form.id, written ?? forms.written(conditions));
    },
    async plan(document, operationName) {
      const forms = formsOf(document, operationName);
      const { text, scope } = forms.written(everythingAsked(forms));
      return planForPeople(needsPlan(scope) ? await planner.plan(text) : undefined);
    },
    validate: (text, introspection) => validating(() => planner.validate(text, introspection)),
    memory: programmeOf.memory,
  };
}

/** What the engine needs of a request: a valid document, variables as they came, and who asks. */
interface Question {
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly request: { readonly variables?: Given };
  readonly context: Session;
}

function planned<T>(trace: Session['trace'], make: () => Promise<T>): Promise<T> {
  return trace === undefined ? make() : trace.plan(make);
}

function runOf(session: Session, { slots }: NormalForm, variables: Given): Run {
  const texts: (string | undefined)[] = [];
  const json = (slot: string) => {
    const place = Number(slot.slice(1));
    texts[place] ??= jsonOf(slots[place]!.value, variables);
    return texts[place];
  };
  return { session, merged: {}, json, targets: [], ahead: new Map(), troubles: [], notes: new Map() };
}

/** Shapes an answer; a second time, slowly and with paths, only where something is wrong with it. */
function answered(
  { shape, shaper }: Programme,
  run: Run,
  introspection: ExecutionResult | undefined,
  log: Logger,
): EngineAnswer {
  const own = introspection?.data ?? undefined;
  const shaping = { introspection: own, isBroken: false };
  const data = shaper(run.merged, shaping);
  const unseen = introspection?.errors ?? [];
  if (!shaping.isBroken && run.troubles.length === 0)
    return unseen.length === 0 ? { data } : { data, errors: unseen };
  const slow = traced(shape, run.merged, own);
  const errors = [...unseen, ...answerErrors({ run, shape, log, ...slow })];
  return errors.length === 0 ? { data: slow.data } : { data: slow.data, errors };
}

function introspected(
  schema: GraphQLSchema,
  { introspection }: NormalForm,
  variableValues: Given = {},
): ExecutionResult | undefined {
  return introspection && (execute({ schema, document: introspection, variableValues }) as ExecutionResult);
}

const NO_CONDITIONS: Conditions = new Map();

function conditionsOf({ conditionVariables }: OperationForms, variables: Given): Conditions {
  if (conditionVariables.length === 0) return NO_CONDITIONS;
  return new Map(conditionVariables.map((name) => [name, variables[name] === true]));
}

// For people, and for warming: as if every @include held and no @skip did.
function everythingAsked({ conditionVariables, skipVariables }: OperationForms): Conditions {
  return new Map(conditionVariables.map((name) => [name, !skipVariables.has(name)]));
}

function remembered<T>(make: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const one = known.get(name) ?? make(name);
    known.set(name, one);
    return one;
  };
}
