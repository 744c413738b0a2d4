import type { FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import type { Composition } from './composition.ts';
import type { Target } from './entities.ts';
import { flaw } from './flaw.ts';
import { type Branch, isBefore, ownPlacesBelow, type Place } from './places.ts';

/**
 * The places at a path, with the types that are met on the way there, when a step in this branch is taken; to be
 * written into. @throws Error where the way depends on types that are not told
 */
export function targetsAt(
  { answer, composition: { kinds } }: { answer: Place; composition: Composition },
  path: readonly FlattenNodePathSegment[],
  branch: Branch,
): Target[] {
  let targets: Target[] = [{ place: answer, types: [...answer.types.keys()] }];
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
