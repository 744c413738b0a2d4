import type { PlainRewrite } from '../../fetching/rewrites.ts';
import type { Target } from './entities.ts';
import type { Fetching } from './fetch-effect.ts';
import { flaw } from './flaw.ts';
import { placesBelow } from './places.ts';

/** Makes what a fetch has brought known under its new keys as well. @throws Error where another value has such a key */
export function renameKeys(fetching: Fetching, target: Target, rewrites: readonly PlainRewrite[]): void {
  for (const { path, renameKeyTo } of rewrites) {
    if (renameKeyTo === undefined) continue;
    let targets = [target];
    for (const step of path.slice(0, -1))
      targets = targets.flatMap(({ place, types }) =>
        'TypenameEquals' in step
          ? [{ place, types: types.filter((type) => isOneOf(fetching, step.TypenameEquals, type)) }]
          : [...placesBelow(place, types, step.Key).keys()].map((below) => ({
              place: below,
              types: [...below.types.keys()],
            })),
      );
    const last = path.at(-1);
    if (last !== undefined && 'Key' in last)
      for (const { place, types } of targets)
        for (const type of types) renameKey(place.types.get(type)!, last.Key, renameKeyTo);
  }
}

const isOneOf = ({ composition: { kinds } }: Fetching, names: readonly string[], type: string) =>
  names.some((name) => kinds.of(name).has(type));

function renameKey(
  known: Target['place']['types'] extends Map<string, infer K> ? K : never,
  from: string,
  to: string,
) {
  const one = known.get(from);
  if (one === undefined) return;
  const before = known.get(to);
  if (before !== undefined && (before.field !== one.field || before.args !== one.args))
    throw flaw(`${to} is ${one.field} in one step and ${before.field} in another`);
  known.set(to, before ? { ...one, by: [...before.by, ...one.by] } : one);
}
