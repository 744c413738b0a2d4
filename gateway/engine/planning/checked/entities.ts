import type { FetchRewrite, RequiresSelection } from '@graphql-hive/router-query-planner';
import type { SelectionNode } from 'graphql';
import { plainRewrite, belowEntities } from '../../fetching/rewrites.ts';
import { asksTypename, enter, type Fetching } from './fetch-effect.ts';
import { flaw } from './flaw.ts';
import type { Asked } from './mending.ts';
import { facesOf, type Place } from './places.ts';
import { renameKeys } from './renames.ts';
import { isPassedOver, type Told, tells, toldOf } from './told.ts';

/** Objects of some types in one place. */
export interface Target {
  readonly place: Place;
  readonly types: readonly string[];
}

/** A list of entities in a fetch. */
export interface EntityStep {
  readonly requires: readonly RequiresSelection[];
  readonly inputRewrites: readonly FetchRewrite[];
  readonly outputRewrites: readonly FetchRewrite[];
  readonly selections: readonly SelectionNode[];
  /** The list's key in the answer. */
  readonly list: string;
}

/**
 * Enters what a subgraph answers about entities; answers which it can be asked about. @throws Error where they cannot
 * be told apart
 */
export function askAbout(fetching: Fetching, step: EntityStep, targets: readonly Target[]): Asked {
  const { types: there, composition, branch } = fetching;
  const { kinds } = composition;
  const { requires, selections } = step;
  const asked: Asked = { able: new Set(), unable: new Set() };
  const forms = new Map();
  const renames = step.outputRewrites.map((one) => belowEntities(plainRewrite(one), step.list));
  for (const { place, types } of targets) {
    const faces = new Map<string, string>();
    const told = new Map<string, Told>();
    for (const type of types) {
      if (isPassedOver(place.types.get(type)!, type, requires, kinds)) continue;
      const words = toldOf(place, type, requires, kinds, branch);
      // Nothing is required of such an object, so it is not asked about.
      if (words?.size === 0) continue;
      if (place.types.size > 1 && !place.types.get(type)!.has('__typename'))
        throw flaw('entities are asked about whose types are not told');
      const name = typenameSent(fetching, step, type);
      const hasKey = words && there.keys(name).some((key) => tells(words, type, key, kinds));
      asked[hasKey ? 'able' : 'unable'].add(type);
      if (!hasKey) continue;
      const isTold = asksTypename(selections);
      for (const [one, face] of facesOf(place, type, there.possible(name), isTold, kinds)) {
        faces.set(one, face);
        told.set(one, words);
      }
    }
    enter(fetching, { place, faces, told, given: [], forms }, selections);
    renameKeys(fetching, { place, types: [...faces.keys()] }, renames);
  }
  return asked;
}

/** The type's name in a representation: an interface object is asked about under its interface's name. */
function typenameSent({ composition: { kinds } }: Fetching, { inputRewrites }: EntityStep, type: string) {
  let name = type;
  for (const { path, setValueTo } of inputRewrites.map(plainRewrite)) {
    const last = path.at(-1);
    const isName = last !== undefined && 'Key' in last && last.Key === '__typename';
    const isMet = path.every(
      (one) => !('TypenameEquals' in one) || one.TypenameEquals.some((it) => kinds.of(it).has(name)),
    );
    if (isName && isMet && setValueTo !== undefined) name = setValueTo;
  }
  return name;
}
