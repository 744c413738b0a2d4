import type {
  BatchFetchNode,
  FetchNode,
  FlattenNodePathSegment,
  PlanNode,
} from '@graphql-hive/router-query-planner';
import { type DocumentNode, Kind, type SelectionNode } from 'graphql';
import { plainRewrite } from '../../fetching/rewrites.ts';
import type { PlanTree } from '../planner.ts';
import { refuseGaps } from './answer-gaps.ts';
import { askAbout } from './entities.ts';
import { enter, type Fetching } from './fetch-effect.ts';
import { flaw } from './flaw.ts';
import { leaveOut, ofTheAble } from './mending.ts';
import { parsedOperation } from './document.ts';
import type { Branch, Place } from './places.ts';
import { targetsAt } from './targets.ts';
import { renameKeys } from './renames.ts';
import type { Composition } from './composition.ts';

/**
 * Goes through plans as they would be carried out, without data (计划校验). Planners make mistakes where much depends on
 * something else, and a wrong plan shows as a wrong value. A plan is sound when each step has what it needs from the
 * steps before it and asks a subgraph only for what is that subgraph's to answer, and when in the end every object,
 * whatever type it can be of, has every field that the operation asks of it. Small mistakes are mended in the plan.
 * @returns what throws an Error for a plan that is not sound
 */
export function planCheck(composition: Composition): (tree: PlanTree, operation: string) => void {
  return (tree, text) => {
    const { operation } = parsedOperation(text);
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
  const { fetching, document, selections } = fetchingOf(walk, node, branch);
  const { requires = [], inputRewrites = [], outputRewrites = [] } = node;
  const targets = targetsAt(walk, path, branch);
  if (requires.length > 0) {
    const step = {
      requires,
      inputRewrites,
      outputRewrites,
      selections: below(selections),
      list: '_entities',
    };
    const asked = askAbout(fetching, step, targets);
    if (asked.unable.size > 0) node.requires = ofTheAble(requires, asked, walk.composition.kinds);
  } else
    for (const { place, types } of targets) {
      const faces = new Map(types.map((type) => [type, type]));
      for (const type of types)
        enter(fetching, { place, faces, parent: type, given: [], forms: new Map() }, selections);
      renameKeys(fetching, { place, types }, outputRewrites.map(plainRewrite));
    }
  mend(node, fetching, document);
}

function batchFetched(walk: Walk, node: BatchFetchNode, path: Path, branch: Branch): void {
  const { fetching, document, selections } = fetchingOf(walk, node, branch);
  walk.parallels += 1;
  let lists = 0;
  for (const alias of node.entityBatch.aliases) {
    const { alias: list, paths, requires, inputRewrites = [], outputRewrites = [] } = alias;
    const step = { requires, inputRewrites, outputRewrites, selections: below(selections, list), list };
    const asked = { able: new Set<string>(), unable: new Set<string>() };
    for (const one of paths) {
      // All lists are made before anything is sent: none can count on what another brings.
      lists += 1;
      const beside = { ...fetching, branch: new Map([...branch, [walk.parallels, lists]]) };
      const targets = targetsAt(walk, [...path, ...one], beside.branch);
      const { able, unable } = askAbout(beside, step, targets);
      for (const type of able) asked.able.add(type);
      for (const type of unable) asked.unable.add(type);
    }
    if (asked.unable.size > 0) alias.requires = ofTheAble(requires, asked, walk.composition.kinds);
  }
  mend(node, fetching, document);
}

function below(selections: readonly SelectionNode[], list?: string): readonly SelectionNode[] {
  return selections.flatMap((one) =>
    one.kind === Kind.FIELD && (list === undefined || (one.alias ?? one.name).value === list)
      ? (one.selectionSet?.selections ?? [])
      : [],
  );
}

function fetchingOf(
  { composition }: Walk,
  { serviceName, operation }: FetchNode | BatchFetchNode,
  branch: Branch,
) {
  const types = composition.subgraph(serviceName);
  if (types === undefined) throw flaw(`${serviceName} is not in the graph`);
  const { document, operation: node, fragments } = parsedOperation(operation);
  const fetching: Fetching = { composition, types, fragments, branch, unmet: new Set(), met: new Set() };
  return { fetching, document, selections: node.selectionSet.selections };
}

function mend(node: FetchNode | BatchFetchNode, { unmet, met }: Fetching, document: DocumentNode): void {
  if (unmet.size === 0) return;
  if ([...unmet].some((one) => one.kind !== Kind.INLINE_FRAGMENT || met.has(one)))
    throw flaw('a fetch has a fragment that nothing can meet');
  leaveOut(node, document, unmet);
}
