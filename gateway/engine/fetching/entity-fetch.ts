import type { SubgraphWay } from '../ask-subgraph.ts';
import type { Kinds } from '../kinds.ts';
import type { CleanError } from '../subgraph-error.ts';
import { takenAhead } from './ahead.ts';
import { type Brought, ask, type Lists } from './ask.ts';
import type { FetchedKey } from './fetched-keys.ts';
import type { MergeEntities } from './merge-code.ts';
import { type BodyText, body } from './operation-text.ts';
import type { Pick } from './pick-code.ts';
import { type Collect, locate, type PlanPath } from './places.ts';
import type { Step } from './program.ts';
import type { Rewrite } from './rewrites.ts';
import { MOST_PLACES, note, type Run } from './run.ts';

/** One list of entities within a fetch. */
export interface AliasStep {
  /** The list's key in the answer, and the variable of its representations. */
  readonly alias: string;
  readonly variable: string;
  readonly keys: readonly FetchedKey[];
  readonly pick: Pick;
  readonly merge: MergeEntities;
  readonly rewrite: Rewrite | undefined;
  readonly rename: (step: string | number) => string | number;
  readonly places: readonly { readonly id: number; readonly path: PlanPath; readonly collect: Collect }[];
}

interface EntityFetch {
  readonly way: SubgraphWay;
  readonly text: BodyText;
  readonly aliases: readonly AliasStep[];
  readonly changed: readonly number[];
  readonly kinds: Kinds;
}

/** The objects of one place that a list is about: each target's number in the list, or -1. */
interface Asked {
  readonly path: PlanPath;
  readonly targets: readonly object[];
  readonly where: readonly number[];
}

/** A fetch of entities, of one list or of several at once. Sends nothing when there is nothing to ask about. */
export function entityFetch({ way, text, aliases, changed, kinds }: EntityFetch): Step {
  const variables = [...new Set(aliases.map(({ variable }) => variable))];
  return (run) => {
    const lists = new Map<string, unknown[]>(variables.map((variable) => [variable, []]));
    const asked = aliases.map((alias) => picked(run, alias, lists.get(alias.variable)!));
    if (![...lists.values()].some((list) => list.length > 0)) return undefined;
    // A list without representations is still sent: the operation declares it as required.
    const members = [...lists].map(([name, list]) => `${JSON.stringify(name)}:${JSON.stringify(list)}`);
    const expected: Lists = aliases.map(({ alias, variable }) => [alias, lists.get(variable)!.length]);
    const sent = body(text, run.json, members.join());
    return (takenAhead(run, way, sent) ?? ask(way, run, sent, expected)).then((brought) => {
      for (const [place, alias] of aliases.entries()) settle(run, alias, asked[place]!, brought);
      for (const id of changed) run.targets[id] = undefined;
      if ('errors' in brought) placed(run, aliases, asked, brought.errors, kinds);
      else lose(run, aliases, asked, brought.lost);
    });
  };
}

function picked(run: Run, { places, pick, keys }: AliasStep, list: unknown[]): Asked[] {
  const seen = new Map<unknown, unknown>();
  return places.map(({ id, path, collect }) => {
    run.targets[id] ??= collect(run.merged, []);
    const targets = run.targets[id];
    const unasked: object[] = [];
    const where = targets.length === 0 ? [] : pick(targets, list, seen, unasked);
    if (unasked.length > 0) note(run, unasked, { why: 'unasked', keys: new Set(keys.map(({ key }) => key)) });
    return { path, targets, where };
  });
}

/** Merges what came; notes what is not visible to the caller: null without more, where another subgraph named it. */
function settle(run: Run, step: AliasStep, asked: readonly Asked[], brought: Brought): void {
  if ('lost' in brought) return;
  const entities = brought.data[step.alias];
  if (!Array.isArray(entities)) return;
  step.rewrite?.(entities);
  const owners: number[] = [];
  for (const [place, { targets, where }] of asked.entries()) {
    const none = step.merge(targets, where, entities, owners, place);
    if (none.length > 0) note(run, none, { why: 'hidden', keys: hiddenKeys(step.keys, entities) });
  }
}

// A field that a visible entity leaves empty as well is the department's mistake, and is told as such.
function hiddenKeys(keys: readonly FetchedKey[], entities: readonly unknown[]): Set<string> {
  const seen = entities.filter((entity): entity is Record<string, unknown> => entity !== null);
  return new Set(keys.flatMap(({ key }) => (seen.every((entity) => entity[key] !== null) ? [key] : [])));
}

function lose(
  run: Run,
  aliases: readonly AliasStep[],
  asked: readonly Asked[][],
  lost: { message: string; extensions: CleanError['extensions'] },
) {
  const at = aliases.flatMap(({ keys }, place) => {
    const names = new Set(keys.map(({ key }) => key));
    return asked[place]!.flatMap(({ path, targets, where }) => {
      const left = targets.filter((_target, index) => where[index]! >= 0);
      note(run, left, { why: 'lost', keys: names });
      const found = locate(run.merged, path);
      const starts = [...new Set(left)].slice(0, MOST_PLACES).flatMap((target) => found.get(target) ?? []);
      return starts.flatMap((start) => [...names].map((key) => [...start, key]));
    });
  });
  run.troubles.push({ kind: 'lost', message: lost.message, extensions: lost.extensions, at });
}

/** An error at `_entities[3].x` is one at `x` of every target that the fourth representation stands for. */
function placed(
  run: Run,
  aliases: readonly AliasStep[],
  asked: readonly Asked[][],
  errors: readonly CleanError[],
  kinds: Kinds,
): void {
  for (const { message, extensions, path = [] } of errors) {
    const [list, index, ...rest] = path;
    const place = aliases.findIndex(({ alias }) => alias === list);
    const step = aliases[place];
    const at =
      step === undefined || typeof index !== 'number'
        ? []
        : asked[place]!.flatMap((one) => placesOf(run, step, one, index, rest, kinds));
    run.troubles.push({ kind: 'error', message, extensions, at: at.slice(0, MOST_PLACES) });
  }
}

function placesOf(
  run: Run,
  { keys, rename }: AliasStep,
  asked: Asked,
  index: number,
  rest: readonly (string | number)[],
  kinds: Kinds,
) {
  const { path, targets, where } = asked;
  const found = locate(run.merged, path);
  const about = new Set(targets.filter((_target, place) => where[place] === index).slice(0, MOST_PLACES));
  return [...about].flatMap((target) => {
    const typename = (target as { __typename?: string }).__typename;
    // An entity that could not be had as a whole: one error at each of its fields, since those are what is null.
    const isOf = ({ type }: FetchedKey) =>
      type === undefined || typename === undefined || kinds.of(type).has(typename);
    const steps = rest.length > 0 ? [rest.map(rename)] : keys.filter(isOf).map(({ key }) => [key]);
    return (found.get(target) ?? []).flatMap((start) => steps.map((step) => [...start, ...step]));
  });
}
