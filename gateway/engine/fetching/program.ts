import type {
  BatchFetchNode,
  EntityBatchAlias,
  FetchNode,
  FlattenNodePathSegment,
  PlanNode,
} from '@graphql-hive/router-query-planner';
import { lateModule } from '../code-module.ts';
import type { SubgraphWay } from '../ask-subgraph.ts';
import type { Kinds } from '../kinds.ts';
import type { Lookups } from '../lookups.ts';
import type { PlanTree } from '../planning/planner.ts';
import { type AheadAlias, type AheadFetch, aheadFetch, besides, type Foretold, foretoldBy } from './ahead.ts';
import { type AliasStep, entityFetch } from './entity-fetch.ts';
import { fetchedKeys } from './fetched-keys.ts';
import { entityMerger, type MergeEntities, rootMerger } from './merge-code.ts';
import { bodyText, operationName } from './operation-text.ts';
import { type Pick as PickEntities, picker } from './pick-code.ts';
import { type Collect, collector, type Course, courseOf, type PlanPath, reaches } from './places.ts';
import { renamedKeys, rewritesOfAnswer } from './renamed-keys.ts';
import { rootFetch } from './root-fetch.ts';
import type { Run } from './run.ts';

/** One step of a plan, made ready: nothing in it is looked up or printed again. */
export type Step = (run: Run) => Promise<void> | undefined;

export interface StepParts {
  readonly kinds: Kinds;
  readonly lookups: Lookups;
  readonly wayTo: (subgraph: string) => SubgraphWay;
}

interface Place {
  readonly id: number;
  readonly path: PlanPath;
  readonly collect: Collect;
  readonly course: Course;
}

/**
 * Compiles a plan (编译执行程序): everything in it is read here, and the code of each fetch is written when it is first
 * carried out. @throws Error for a node or a form that is not known
 */
export function compileSteps({ kinds, lookups, wayTo }: StepParts, tree: PlanTree) {
  const places = new Map<string, Place>();
  const rootKeys = new Set<string>();
  const foretold = new Map<string, { readonly one: Foretold; readonly ahead: AheadFetch[] }>();
  let fetches = 0;
  // By itself: where nothing is found there is nothing to pick and to merge.
  const collecting = lateModule();
  const placeOf = (path: PlanPath): Place => {
    const text = JSON.stringify(path);
    const known = places.get(text);
    if (known !== undefined) return known;
    const collect = collecting.late<Collect>(collector(kinds, path));
    const place = { id: places.size, path, collect, course: courseOf(path) };
    places.set(text, place);
    return place;
  };
  const changedBy = (paths: readonly PlanPath[]) => (): readonly number[] => {
    const written = paths.map(courseOf);
    return [...places.values()].flatMap(({ id, course }) =>
      written.some((one) => reaches(one, course)) ? [id] : [],
    );
  };

  /** Has a fetch sent ahead of the root fetch that foretells all its entities, if one does. */
  const foretell = (
    parts: Omit<AheadFetch, 'aliases'>,
    steps: readonly AliasStep[],
    aliases: readonly AliasNode[],
  ): void => {
    const found = aliases.map(({ paths }) => paths.flatMap((path) => foretoldAt(path) ?? []));
    const [first, ...others] = new Set(found.flat().map(({ ahead }) => ahead));
    const isWhole = found.every((one, place) => one.length === aliases[place]!.paths.length);
    if (first === undefined || others.length > 0 || !isWhole) return;
    const lists = steps.map(
      ({ alias, variable, pick }, place): AheadAlias => ({
        ...{ alias, variable, pick, foretold: found[place]!.map(({ one }) => one) },
      }),
    );
    first.push({ ...parts, aliases: lists });
  };
  const foretoldAt = ([step, ...more]: PlanPath) =>
    more.length === 0 && step !== undefined && step !== '@' && 'Field' in step
      ? foretold.get(step.Field)
      : undefined;

  const ofNode = (node: PlanNode | undefined, path: PlanPath): Made => {
    if (node === undefined) return () => nothing;
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
    const code = lateModule();
    const rewrites = node.outputRewrites ?? [];
    const renamed = renamedKeys(keys.root, rewrites);
    const merge = code.late<MergeRoot>(rootMerger(kinds, renamed.keys));
    const place = path.length > 0 ? placeOf(path) : undefined;
    const changed = changedBy([path]);
    const names = new Set(renamed.keys.map(({ key }) => key));
    if (path.length === 0) for (const key of names) rootKeys.add(key);
    const rewrite = rewritesOfAnswer(rewrites, kinds, undefined);
    const { rename } = renamed;
    const ahead: AheadFetch[] = [];
    if (path.length === 0 && rewrites.length === 0)
      for (const [key, one] of foretoldBy(keys.fields, lookups)) foretold.set(key, { one, ahead });
    return () =>
      besides(
        ahead.map(aheadFetch),
        rootFetch({
          ...parts,
          ...{ merge, names, rewrite, rename, changed: changed() },
          ...(place !== undefined && { place }),
        }),
      );
  };
  const ofEntities = (node: FetchNode | BatchFetchNode, aliases: readonly AliasNode[]): Made => {
    const { keys, ...parts } = fetchParts(node);
    const code = lateModule();
    const steps = aliases.map((one): AliasStep => {
      const { alias, variable, paths, requires, inputRewrites, outputRewrites = [] } = one;
      const { keys: under, rename } = renamedKeys(keys.under(alias), outputRewrites);
      return {
        ...{ alias, variable, keys: under, rename },
        rewrite: rewritesOfAnswer(outputRewrites, kinds, alias),
        pick: code.late<PickEntities>(picker(kinds, requires, inputRewrites)),
        merge: code.late<MergeEntities>(entityMerger(kinds, under)),
        places: paths.map(placeOf),
      };
    });
    const changed = changedBy(aliases.flatMap(({ paths }) => paths));
    foretell({ ...parts, kinds }, steps, aliases);
    return () => entityFetch({ ...parts, aliases: steps, changed: changed(), kinds });
  };
  // What a fetch changes is known when all places are.
  const made = ofNode(tree, []);
  return { rootKeys, fetch: made() };
}

const nothing: Step = () => undefined;

type Made = () => Step;
type MergeRoot = (target: object, data: object) => void;

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

// The steps know nothing of what they were made from, or it would be kept as long as they are.
function inTurn(made: readonly Made[]): Made {
  return () => sequence(made.map((one) => one()));
}

function atOnce(made: readonly Made[]): Made {
  return () => together(made.map((one) => one()));
}

function sequence(steps: readonly Step[]): Step {
  if (steps.length === 1) return steps[0]!;
  return async (run) => {
    for (const step of steps) await step(run);
  };
}

function together(steps: readonly Step[]): Step {
  return async (run) => {
    await Promise.all(steps.map((step) => step(run)));
  };
}
