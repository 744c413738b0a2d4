import { type FieldNode, type FragmentDefinitionNode, Kind, type SelectionNode } from 'graphql';
import { argumentText, flaw } from './flaw.ts';
import { type Branch, type Faces, type Known, met, ownPlacesBelow, type Place } from './places.ts';
import type { Composition } from './composition.ts';
import type { FieldSet, SubgraphField, SubgraphTypes } from './subgraph-types.ts';
import { givenAlong, isAtHand, type Told, tells } from './told.ts';

/** One fetch of a plan while its effect is drawn. */
export interface Fetching {
  readonly composition: Composition;
  readonly types: SubgraphTypes;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly branch: Branch;
  /** Fragments that nothing can meet, and all others: one that is both cannot be left out. */
  readonly unmet: Set<SelectionNode>;
  readonly met: Set<SelectionNode>;
}

/** A selection set within a fetch: which objects it is about, and what their subgraph is given. */
export interface Level {
  readonly place: Place;
  readonly faces: Faces;
  /** The type the subgraph's schema has here; none for a list of entities. */
  readonly parent?: string;
  /** Told about entities, by type. */
  readonly told?: ReadonlyMap<string, Told>;
  /** What the subgraph gives along on this way (@provides). */
  readonly given: FieldSet;
  readonly forms: Forms;
}

/** The form of each key in one selection set: two fields under one key must look alike, whatever their types. */
export type Forms = Map<string, { readonly shape: string; readonly below: Forms }>;

/**
 * Enters into a place what a selection set of a fetch brings there. @throws Error where the subgraph would refuse it,
 * or answer a field that is not its own or that it was not told enough for
 */
export function enter(fetching: Fetching, level: Level, selections: readonly SelectionNode[]): void {
  for (const one of selections) {
    if (one.kind === Kind.FIELD) {
      field(fetching, level, one);
      continue;
    }
    const { typeCondition, selectionSet } =
      one.kind === Kind.INLINE_FRAGMENT ? one : fragmentNamed(fetching, one.name.value);
    const inner = narrowed(fetching, level, typeCondition?.name.value);
    fetching[inner ? 'met' : 'unmet'].add(one);
    if (inner) enter(fetching, inner, selectionSet.selections);
  }
}

function fragmentNamed({ fragments }: Fetching, name: string): FragmentDefinitionNode {
  const fragment = fragments.get(name);
  if (fragment === undefined) throw flaw(`a fetch has no fragment ${name}`);
  return fragment;
}

/** The types whose field leads to the same types. */
interface Alike {
  readonly field: SubgraphField;
  readonly possible: ReadonlySet<string>;
  readonly types: readonly string[];
  readonly along: FieldSet;
}

/** Undefined for a condition that the subgraph does not know, or that nothing there can meet. */
function narrowed({ types }: Fetching, level: Level, condition: string | undefined): Level | undefined {
  if (condition === undefined || condition === level.parent) return level;
  const possible = types.possible(condition);
  const above = level.parent === undefined ? possible : types.possible(level.parent);
  if (!types.has(condition) || ![...above].some((one) => possible.has(one))) return undefined;
  const faces = new Map([...level.faces].filter(([, face]) => possible.has(face)));
  return { ...level, faces, parent: condition };
}

function field(fetching: Fetching, level: Level, node: FieldNode): void {
  const { place, faces, parent } = level;
  const name = node.name.value;
  const key = (node.alias ?? node.name).value;
  if (name === '__typename') {
    for (const type of faces.keys()) brought(fetching, place.types.get(type)!, key, name, '');
    return;
  }
  const declared = parent === undefined ? undefined : fetching.types.field(parent, name);
  if (parent !== undefined && declared === undefined)
    throw flaw(`a subgraph is asked for ${parent}.${name}, which it does not have`);
  if (declared) formed(level.forms, key, declared.shape);
  const args = argumentText(node);
  const alike = new Map<string, Alike>();
  for (const [type, face] of faces) {
    const { field, along } = answerable(fetching, level, type, face, name);
    formed(level.forms, key, field.shape);
    brought(fetching, place.types.get(type)!, key, name, args);
    if (node.selectionSet === undefined) continue;
    const possible = fetching.composition.possibleAt(fetching.types, face, name);
    const id = [field.type, ...possible].join();
    const group = alike.get(id) ?? { field, possible, types: [], along: [] };
    alike.set(id, { ...group, types: [...group.types, type], along: [...group.along, ...along] });
  }
  if (node.selectionSet === undefined) return;
  const { selections } = node.selectionSet;
  const forms = level.forms.get(key)?.below ?? new Map();
  for (const { field, possible, types, along } of alike.values()) {
    const fresh = types.filter((type) => place.types.get(type)!.get(key)!.below === undefined);
    const below: Place = { types: new Map() };
    for (const type of fresh) {
      const known = place.types.get(type)!;
      known.set(key, { ...known.get(key)!, below });
    }
    const given = [...field.provides, ...along];
    for (const one of ownPlacesBelow(place, types, key)) {
      const faces = met(one, possible, asksTypename(selections), fetching.composition.kinds);
      enter(fetching, { place: one, faces, parent: field.type, given, forms }, selections);
    }
  }
}

function brought({ branch }: Fetching, known: Known, key: string, field: string, args: string): void {
  const before = known.get(key);
  if (before !== undefined && (before.field !== field || before.args !== args))
    throw flaw(`${key} is ${field} in one step and ${before.field} in another`);
  known.set(key, before ? { ...before, by: [...before.by, branch] } : { field, args, by: [branch] });
}

/** The field as the subgraph has it, and what comes along with it. @throws Error where the subgraph cannot answer it */
function answerable(
  { types, composition: { kinds } }: Fetching,
  { told, given }: Level,
  type: string,
  face: string,
  name: string,
): { field: SubgraphField; along: FieldSet } {
  const field = types.field(face, name);
  if (field === undefined) throw flaw(`a subgraph is asked for ${face}.${name}, which it does not have`);
  const along = givenAlong(types, face, name, given);
  if (along !== undefined) return { field, along };
  if (field.isExternal) throw flaw(`a subgraph is asked for ${face}.${name}, which it only names`);
  const words = told?.get(type);
  const isTold = words !== undefined && tells(words, type, field.requires, kinds);
  if (!isTold && !isAtHand(types, face, field.requires, given))
    throw flaw(`a subgraph is not told what it needs for ${face}.${name}`);
  return { field, along: [] };
}

function formed(forms: Forms, key: string, shape: string): void {
  const known = forms.get(key);
  if (known === undefined) forms.set(key, { shape, below: new Map() });
  else if (known.shape !== shape) throw flaw(`${key} is asked in two forms at once`);
}

/** Whether a selection set asks objects for the name of their type. */
export function asksTypename(selections: readonly SelectionNode[]): boolean {
  return selections.some((one) => {
    if (one.kind === Kind.FIELD) return one.name.value === '__typename';
    return one.kind === Kind.INLINE_FRAGMENT && asksTypename(one.selectionSet.selections);
  });
}
