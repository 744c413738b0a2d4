import type {
  BatchFetchNode,
  EntityBatchAlias,
  FetchNode,
  FlattenNodePathSegment,
  PlanNode,
} from '@graphql-hive/router-query-planner';
import type { CodeModule } from '../code-module.ts';
import type { SubgraphWay } from '../ask-subgraph.ts';
import type { Kinds } from '../kinds.ts';
import type { PlanTree } from '../planning/planner.ts';
import { type AliasStep, entityFetch } from './entity-fetch.ts';
import { fetchedKeys } from './fetched-keys.ts';
import { addEntityMerger, addRootMerger } from './merge-code.ts';
import { bodyText, operationName } from './operation-text.ts';
import { addPicker } from './pick-code.ts';
import { addCollector, type PlanPath, reaches } from './places.ts';
import { renamedKeys, rewritesOfAnswer } from './renamed-keys.ts';
import { rootFetch } from './root-fetch.ts';
import type { Run } from './run.ts';

/** One step of a plan, made ready: nothing in it is looked up or printed again. */
export type Step = (run: Run) => Promise<void> | undefined;

/** The functions a step takes from the operation's generated code, by their names in it. */
export type Functions = <F>(name: string) => F;

export interface StepParts {
  readonly code: CodeModule;
  readonly kinds: Kinds;
  readonly wayTo: (subgraph: string) => SubgraphWay;
}

/**
 * Compiles a plan (编译执行程序). The steps need the functions of the module, which is compiled after everything has been
 * added to it: call the answer with them. @throws Error for a node that is not known
 */
export function compileSteps({ code, kinds, wayTo }: StepParts, tree: PlanTree) {
  const places: { path: PlanPath; collect: string }[] = [];
  const placeIds = new Map<string, number>();
  const rootKeys = new Set<string>();
  const used: string[] = [];
  let fetches = 0;
  const use = (name: string): string => {
    used.push(name);
    return name;
  };
  const placeOf = (path: PlanPath): number => {
    const text = JSON.stringify(path);
    const known = placeIds.get(text) ?? places.length;
    if (known < places.length) return known;
    placeIds.set(text, known);
    places.push({ path, collect: use(addCollector(code, kinds, path)) });
    return known;
  };
  const changedBy = (paths: readonly PlanPath[]) => (): readonly number[] =>
    places.flatMap(({ path }, place) => (paths.some((written) => reaches(written, path)) ? [place] : []));

  type Made = (functions: Functions) => Step;
  const ofNode = (node: PlanNode | undefined, path: PlanPath): Made => {
    if (node === undefined) return () => () => undefined;
    switch (node.kind) {
      case 'Sequence':
        return inTurn(node.nodes.map((one) => ofNode(one, path)));
      case 'Parallel':
        return atOnce(node.nodes.map((one) => ofNode(one, path)));
      case 'Flatten':
        return ofNode(node.node, [...path, ...node.path]);
      case 'Fetch':
        return node.requires?.length ? ofEntities(node, [ofFetch(node, path)]) : ofRoot(node, path);
      case 'BatchFetch':
        return ofEntities(node, node.entityBatch.aliases.map(withPaths(path)));
      default:
        // Normal forms have no conditions, no @defer, and are no subscriptions.
        throw new Error(`a ${node.kind} node in a plan`);
    }
  };
  const fetchParts = (node: FetchNode | BatchFetchNode) => {
    fetches += 1;
    const name = operationName(node.serviceName, fetches);
    return {
      way: wayTo(node.serviceName),
      text: bodyText(node.operation, name, node.variableUsages),
      keys: fetchedKeys(node.operation),
    };
  };
  const ofRoot = (node: FetchNode, path: PlanPath): Made => {
    const { keys, ...parts } = fetchParts(node);
    const rewrites = node.outputRewrites ?? [];
    const renamed = renamedKeys(keys.root, rewrites);
    const merge = use(addRootMerger(code, kinds, renamed.keys));
    const place = path.length > 0 ? placeOf(path) : undefined;
    const changed = changedBy([path]);
    const names = new Set(renamed.keys.map(({ key }) => key));
    if (path.length === 0) for (const key of names) rootKeys.add(key);
    const rewrite = rewritesOfAnswer(rewrites, kinds, undefined);
    return (get) =>
      rootFetch({
        ...parts,
        ...{ merge: get(merge), names, rewrite, rename: renamed.rename, changed: changed() },
        ...(place !== undefined && { place: { id: place, path, collect: get(places[place]!.collect) } }),
      });
  };
  const ofEntities = (node: FetchNode | BatchFetchNode, aliases: readonly AliasNode[]): Made => {
    const { keys, ...parts } = fetchParts(node);
    const made = aliases.map(({ alias, variable, paths, requires, inputRewrites, outputRewrites = [] }) => {
      const renamed = renamedKeys(keys.under(alias), outputRewrites);
      const pick = use(addPicker(code, kinds, requires, inputRewrites));
      const merge = use(addEntityMerger(code, kinds, renamed.keys));
      const rewrite = rewritesOfAnswer(outputRewrites, kinds, alias);
      const at = paths.map((path) => ({ path, id: placeOf(path) }));
      return (get: Functions): AliasStep => ({
        ...{ alias, variable, keys: renamed.keys, rename: renamed.rename, rewrite },
        ...{ pick: get(pick), merge: get(merge) },
        places: at.map(({ path, id }) => ({ path, id, collect: get(places[id]!.collect) })),
      });
    });
    const changed = changedBy(aliases.flatMap(({ paths }) => paths));
    return (get) =>
      entityFetch({ ...parts, aliases: made.map((alias) => alias(get)), changed: changed(), kinds });
  };
  const made = ofNode(tree, []);
  return { functions: used, rootKeys, stepsWith: (get: Functions): Step => made(get) };
}

/** An alias of a batch, or a plain fetch of entities as the only one. */
interface AliasNode
  extends Pick<EntityBatchAlias, 'alias' | 'requires' | 'inputRewrites' | 'outputRewrites'> {
  readonly variable: string;
  readonly paths: readonly PlanPath[];
}

function ofFetch({ requires = [], inputRewrites, outputRewrites }: FetchNode, path: PlanPath): AliasNode {
  return {
    ...{ alias: '_entities', variable: 'representations', paths: [path], requires },
    ...(inputRewrites && { inputRewrites }),
    ...(outputRewrites && { outputRewrites }),
  };
}

const withPaths =
  (above: PlanPath) =>
  ({ representationsVariableName, paths, ...alias }: EntityBatchAlias): AliasNode => ({
    ...alias,
    variable: representationsVariableName,
    paths: paths.map((path: FlattenNodePathSegment[]) => [...above, ...path]),
  });

type Made = (functions: Functions) => Step;

function inTurn(made: readonly Made[]): Made {
  return (get) => {
    const steps = made.map((one) => one(get));
    if (steps.length === 1) return steps[0]!;
    return async (run) => {
      for (const step of steps) await step(run);
    };
  };
}

function atOnce(made: readonly Made[]): Made {
  return (get) => {
    const steps = made.map((one) => one(get));
    return async (run) => {
      await Promise.all(steps.map((step) => step(run)));
    };
  };
}
