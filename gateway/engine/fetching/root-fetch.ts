import type { SubgraphWay } from '../ask-subgraph.ts';
import type { Path } from '../shaping/traced.ts';
import { ask } from './ask.ts';
import { type BodyText, body } from './operation-text.ts';
import { type Collect, locate, type PlanPath } from './places.ts';
import type { Step } from './program.ts';
import type { Rewrite } from './rewrites.ts';
import { MOST_PLACES, note, type Run } from './run.ts';

interface RootFetch {
  readonly way: SubgraphWay;
  readonly text: BodyText;
  readonly merge: (target: object, data: object) => void;
  readonly names: ReadonlySet<string>;
  readonly rewrite: Rewrite | undefined;
  readonly rename: (step: string | number) => string | number;
  readonly changed: readonly number[];
  /** Where the fields belong when it is not the top of the answer: a root type reached from within. */
  readonly place?: { readonly id: number; readonly path: PlanPath; readonly collect: Collect };
}

/** A fetch of root fields. */
export function rootFetch(fetch: RootFetch): Step {
  const { way, text, merge, names, rewrite, rename, changed, place } = fetch;
  return async (run) => {
    const targets = place === undefined ? [run.merged] : place.collect(run.merged, []);
    if (targets.length === 0) return;
    const brought = await ask(way, run, body(text, run.json), []);
    if ('lost' in brought) {
      note(run, targets, { why: 'lost', keys: names });
      const at = above(run, targets, place).flatMap((path) => [...names].map((key) => [...path, key]));
      run.troubles.push({ kind: 'lost', ...brought.lost, at: at.slice(0, MOST_PLACES) });
      return;
    }
    const { data, errors } = brought;
    rewrite?.(data);
    for (const target of targets) merge(target, data);
    for (const id of changed) run.targets[id] = undefined;
    for (const { message, extensions, path = [] } of errors) {
      const steps = path.map(rename);
      const at = steps.length === 0 ? [] : above(run, targets, place).map((start) => [...start, ...steps]);
      run.troubles.push({ kind: 'error', message, extensions, at: at.slice(0, MOST_PLACES) });
    }
  };
}

function above({ merged }: Run, targets: readonly object[], place: RootFetch['place']): readonly Path[] {
  if (place === undefined) return [[]];
  const found = locate(merged, place.path);
  return targets.flatMap((target) => found.get(target) ?? []);
}
