import { type FieldNode, Kind, type SelectionNode } from 'graphql';
import { argumentText, flaw } from './flaw.ts';
import { type Place, placesBelow } from './places.ts';
import type { Composition } from './composition.ts';

/**
 * Looks for what an operation asks and a plan does not fetch: of any type that an object can be of in its place. Types
 * that clients do not see count for nothing, since such an object is null. @throws Error where there is a gap
 */
export function refuseGaps(
  composition: Composition,
  place: Place,
  types: readonly string[],
  selections: readonly SelectionNode[],
): void {
  const { kinds } = composition;
  for (const one of selections) {
    if (one.kind === Kind.FIELD) refuseGap(composition, place, types, one);
    else if (one.kind === Kind.INLINE_FRAGMENT && one.typeCondition) {
      const condition = kinds.of(one.typeCondition.name.value);
      const isTold = (type: string) => place.types.get(type)!.has('__typename');
      if (place.types.size > 1 && !types.every(isTold)) throw flaw('types are asked for and not told');
      const isStandIn = (type: string) =>
        !condition.has(type) && [...kinds.of(type)].some((real) => real !== type && condition.has(real));
      if (types.some(isStandIn)) throw flaw('the real type of an interface object is not told');
      const those = types.filter((type) => condition.has(type));
      refuseGaps(composition, place, those, one.selectionSet.selections);
    } else throw flaw('an operation of an unknown form');
  }
}

function refuseGap(composition: Composition, place: Place, types: readonly string[], node: FieldNode): void {
  const name = node.name.value;
  const key = (node.alias ?? node.name).value;
  const args = argumentText(node);
  for (const type of types) {
    const known = place.types.get(type)!.get(key);
    if (known?.field !== name || known.args !== args)
      throw flaw(`${type}.${key} is asked for and not fetched`);
    if (name === '__typename' && !composition.isObject(type))
      throw flaw('the real type of an interface object is not told');
  }
  if (node.selectionSet === undefined) return;
  for (const below of placesBelow(place, types, key).keys()) {
    const visible = [...below.types.keys()].filter((type) => !composition.isHidden(type));
    refuseGaps(composition, below, visible, node.selectionSet.selections);
  }
}
