import type {
  BatchFetchNode,
  FetchNode,
  FlattenNodePathSegment,
  PlanNode,
} from '@graphql-hive/router-query-planner';
import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, parse } from 'graphql';
import { plainRewrite } from '../../fetching/rewrites.ts';
import type { PlanTree } from '../planner.ts';
import { refuseGaps } from './answer-gaps.ts';
import { askAbout } from './entities.ts';
import { enter, type Fetching } from './fetch-effect.ts';
import { flaw } from './flaw.ts';
import { type Branch, isBefore, ownPlacesBelow, type Place } from './places.ts';
import { renameKeys } from './renames.ts';
import { type Composition, compositionOf } from './composition.ts';

/**
 * Goes through plans as they would be carried out, without data (计划校验). Planners make mistakes where much depends on
 * something else, and a wrong plan shows as a wrong value. A plan is sound when each step has what it needs from the
 * steps before it and asks a subgraph only for what is that subgraph's to answer, and when in the end every object,
 * whatever type it can be of, has every field that the operation asks of it.
 * @returns what throws an Error for a plan that is not
 */
export function planCheck(supergraphSdl: string): (tree: PlanTree, operation: string) => void {
  const composition = compositionOf(parse(supergraphSdl, { noLocation: true }));
  return (tree, text) => {
    const { operation } = parsed(text);
    const root = composition.rootType(operation.operation);
    const answer: Place = { types: new Map([[root, new Map()]]) };
    const walk = { composition, answer, parallels: 0 };
    if (tree !== undefined) carriedOut(walk, tree, [], new Map());
    refuseGaps(composition, answer, [root], operation.selectionSet.selections);
  };
}

interface Walk {
  readonly composition: Composition;
  readonly answer: Place;
  parallels: number;
}

type Path = readonly FlattenNodePathSegment[];

function carriedOut(walk: Walk, node: PlanNode, path: Path, branch: Branch): void {
  switch (node.kind) {
    case 'Sequence':
      for (const one of node.nodes) carriedOut(walk, one, path, branch);
      return;
    case 'Parallel': {
      walk.parallels += 1;
      const parallel = walk.parallels;
      for (const [place, one] of node.nodes.entries())
        carriedOut(walk, one, path, new Map([...branch, [parallel, place]]));
      return;
    }
    case 'Flatten':
      carriedOut(walk, node.node, [...path, ...node.path], branch);
      return;
    case 'Fetch':
      fetched(walk, node, path, branch);
      return;
    case 'BatchFetch':
      batchFetched(walk, node, path, branch);
      return;
    default:
      throw flaw(`a ${node.kind} is not carried out`);
  }
}

function fetched(walk: Walk, node: FetchNode, path: Path, branch: Branch): void {
  const { fetching, selections } = fetchingOf(walk, node, branch);
  const { requires = [], inputRewrites = [], outputRewrites = [] } = node;
  if (requires.length > 0) {
    const [entities] = selections.filter((one) => one.kind === Kind.FIELD);
    const below = entities?.selectionSet?.selections ?? [];
    const step = { requires, inputRewrites, outputRewrites, selections: below, list: '_entities' };
    askAbout(fetching, step, targetsAt(walk, path, branch));
    return;
  }
  for (const { place, types } of targetsAt(walk, path, branch)) {
    const faces = new Map(types.map((type) => [type, type]));
    for (const type of types)
      enter(fetching, { place, faces, parent: type, given: [], forms: new Map() }, selections);
    renameKeys(fetching, { place, types }, outputRewrites.map(plainRewrite));
  }
}

function batchFetched(walk: Walk, node: BatchFetchNode, path: Path, branch: Branch): void {
  const { fetching, selections } = fetchingOf(walk, node, branch);
  // All its lists are made before anything is sent.
  for (const { alias, paths, requires, inputRewrites = [], outputRewrites = [] } of node.entityBatch
    .aliases) {
    const below = selections.flatMap((one) =>
      one.kind === Kind.FIELD && (one.alias ?? one.name).value === alias
        ? (one.selectionSet?.selections ?? [])
        : [],
    );
    const step = { requires, inputRewrites, outputRewrites, selections: below, list: alias };
    for (const one of paths) askAbout(fetching, step, targetsAt(walk, [...path, ...one], branch));
  }
}

function fetchingOf(
  { composition }: Walk,
  { serviceName, operation }: FetchNode | BatchFetchNode,
  branch: Branch,
) {
  const types = composition.subgraph(serviceName);
  if (types === undefined) throw flaw(`${serviceName} is not in the graph`);
  const { operation: node, fragments } = parsed(operation);
  const fetching: Fetching = { composition, types, fragments, branch };
  return { fetching, selections: node.selectionSet.selections };
}

/** The places at a path, with the types that are met on the way there, when a step in this branch is taken. */
function targetsAt({ answer, composition: { kinds } }: Walk, path: Path, branch: Branch) {
  let targets = [{ place: answer, types: [...answer.types.keys()] }];
  for (const step of path) {
    if (step === '@') continue;
    targets = targets.flatMap(({ place, types }) => {
      if ('Field' in step) {
        const there = types.filter((type) => {
          const one = place.types.get(type)!.get(step.Field);
          return one !== undefined && isBefore(one, branch);
        });
        return ownPlacesBelow(place, there, step.Field).map((below) => ({
          place: below,
          types: [...below.types.keys()],
        }));
      }
      const isMet = (type: string) => step.TypeCondition.some((one) => kinds.of(one).has(type));
      const others = types.filter((type) => !isMet(type));
      if (others.some((type) => !place.types.get(type)!.has('__typename')))
        throw flaw('a step is for some types of a place where the types are not told');
      return [{ place, types: types.filter(isMet) }];
    });
  }
  return targets;
}

function parsed(text: string) {
  const { definitions } = parse(text, { noLocation: true });
  const operation = definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  )!;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  return { operation, fragments };
}
