import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import { type FieldNode, Kind } from 'graphql';
import type { Kinds } from '../../kinds.ts';
import { argumentText } from './flaw.ts';
import { type Branch, isBefore, type Known, type Place } from './places.ts';
import type { FieldSet, SubgraphTypes } from './subgraph-types.ts';

/** What a representation of one type tells (所告字段), by the key it is sent under. */
export type Told = ReadonlyMap<string, ToldField>;

interface ToldField {
  readonly field: string;
  readonly args: string;
  /** Of each type that can stand there. */
  readonly below?: readonly (readonly [type: string, told: Told])[];
}

/**
 * What the representation of an object will tell when a step in this branch makes it. Undefined where it needs what no
 * earlier step has fetched.
 */
export function toldOf(
  place: Place,
  type: string,
  requires: readonly RequiresSelection[],
  kinds: Kinds,
  branch: Branch,
): Told | undefined {
  const known = place.types.get(type)!;
  const told = new Map<string, ToldField>();
  for (const one of requires) {
    if (one.kind === 'InlineFragment') {
      // Where the type is not told, every condition would be taken for met.
      if (place.types.size > 1 && !known.has('__typename')) return undefined;
      if (!kinds.of(one.typeCondition).has(type)) continue;
      const inner = toldOf(place, type, one.selections, kinds, branch);
      if (inner === undefined) return undefined;
      for (const [key, field] of inner) told.set(key, field);
    } else if (one.kind === 'FragmentSpread') return undefined;
    else if (one.name !== '__typename') {
      const fetched = known.get(one.name);
      if (fetched === undefined || !isBefore(fetched, branch)) return undefined;
      const { field, args, below } = fetched;
      const { selections } = one;
      const inner = (below && selections ? [...below.types.keys()] : []).map(
        (name) => [name, toldOf(below!, name, selections!, kinds, branch)] as const,
      );
      if (!inner.every((it): it is [string, Told] => it[1] !== undefined)) return undefined;
      told.set(one.alias ?? one.name, { field, args, ...(selections && { below: inner }) });
    }
  }
  return told;
}

/** Whether no representation is made of an object, since something that is required of it is not there at all. */
export function isPassedOver(
  known: Known,
  type: string,
  requires: readonly RequiresSelection[],
  kinds: Kinds,
): boolean {
  if (!known.has('__typename')) return false;
  return requires.some((one) => {
    if (one.kind === 'Field') return !known.has(one.name);
    const isMet = one.kind === 'InlineFragment' && kinds.of(one.typeCondition).has(type);
    return isMet && isPassedOver(known, type, one.selections, kinds);
  });
}

/** Whether a representation tells all of a field set. */
export function tells(told: Told, type: string, needed: FieldSet, kinds: Kinds): boolean {
  return needed.every((one) => {
    if (one.kind === Kind.FRAGMENT_SPREAD) return false;
    if (one.kind === Kind.INLINE_FRAGMENT) {
      const condition = one.typeCondition?.name.value ?? type;
      return !kinds.of(condition).has(type) || tells(told, type, one.selectionSet.selections, kinds);
    }
    if (one.name.value === '__typename') return true;
    const field = told.get((one.alias ?? one.name).value);
    if (field?.field !== one.name.value || field.args !== argumentText(one)) return false;
    const { selectionSet } = one;
    if (selectionSet === undefined || field.below === undefined) return selectionSet === undefined;
    return field.below.every(([name, below]) => tells(below, name, selectionSet.selections, kinds));
  });
}

/** Whether a subgraph has all of a field set at hand, without being told: its own fields, and what it gives along. */
export function isAtHand(types: SubgraphTypes, type: string, needed: FieldSet, given: FieldSet): boolean {
  return needed.every((one) => {
    if (one.kind === Kind.FRAGMENT_SPREAD) return false;
    if (one.kind === Kind.INLINE_FRAGMENT) {
      const condition = one.typeCondition?.name.value ?? type;
      if (!types.possible(condition).has(type)) return true;
      return isAtHand(types, type, one.selectionSet.selections, given);
    }
    if (one.name.value === '__typename') return true;
    const field = types.field(type, one.name.value);
    const along = givenAlong(types, type, one.name.value, given);
    if (field === undefined || (field.isExternal && along === undefined)) return false;
    if (along === undefined && !isAtHand(types, type, field.requires, given)) return false;
    const { selectionSet } = one;
    if (selectionSet === undefined) return true;
    const below = [...field.provides, ...(along ?? [])];
    return [...types.possible(field.type)].every((name) =>
      isAtHand(types, name, selectionSet.selections, below),
    );
  });
}

/** What a field that is given along brings with it; undefined where it is not given along. */
export function givenAlong(
  types: SubgraphTypes,
  type: string,
  name: string,
  given: FieldSet,
): FieldSet | undefined {
  const found = given.flatMap((one): readonly FieldNode[] => {
    if (one.kind === Kind.FIELD) return one.name.value === name ? [one] : [];
    if (one.kind === Kind.FRAGMENT_SPREAD) return [];
    const condition = one.typeCondition?.name.value ?? type;
    if (!types.possible(condition).has(type)) return [];
    const inner = givenAlong(types, type, name, one.selectionSet.selections);
    return inner === undefined ? [] : [fieldOf(name, inner)];
  });
  if (found.length === 0) return undefined;
  return found.flatMap(({ selectionSet }) => selectionSet?.selections ?? []);
}

const fieldOf = (name: string, selections: FieldSet): FieldNode => ({
  kind: Kind.FIELD,
  name: { kind: Kind.NAME, value: name },
  selectionSet: { kind: Kind.SELECTION_SET, selections },
});
