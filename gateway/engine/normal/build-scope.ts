import {
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLCompositeType,
  GraphQLNonNull,
  GraphQLString,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isUnionType,
  Kind,
  print,
  type SelectionSetNode,
} from 'graphql';
import { refusal } from '../../refusal.ts';
import { type Conditions, stands } from './conditions.ts';
import { type Names, namesBelow, type privateKeys } from './private-keys.ts';
import type { Entry, Scope } from './scope.ts';
import type { Slots } from './slots.ts';

/** A normal form has no more fields than this; more come only of fragments that name one another many times. */
const MOST_FIELDS = 10_000;

export interface ScopeParts {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly conditions: Conditions;
  readonly slots: Slots;
  readonly keyOf: ReturnType<typeof privateKeys>;
}

/** Where a selection stands: the type it is asked of, and how that type was narrowed on the way. */
interface Place {
  readonly type: GraphQLCompositeType;
  readonly on: readonly string[];
  readonly applies?: ReadonlySet<string>;
}

interface Draft extends Place {
  readonly node: FieldNode;
  readonly sets: SelectionSetNode[];
}

/**
 * Spreads the fragments of an operation and merges what is asked twice. Each fragment is looked at once a place, so
 * that fragments within fragments cost what their fields cost. Throws the refusal QUERY_PLAN_TOO_COMPLEX.
 */
export function buildScope(parts: ScopeParts, root: SelectionSetNode, type: GraphQLCompositeType): Scope {
  let spent = 0;
  const scope = (
    sets: readonly SelectionSetNode[],
    type: GraphQLCompositeType,
    names: Names,
    isRenamed: boolean,
    isRoot: boolean,
  ): Scope => {
    const drafts = collect(parts, sets, type, () => {
      spent += 1;
      if (spent > MOST_FIELDS) throw tooMany();
    });
    return { type, entries: drafts.map((draft) => entry(draft, names, isRenamed, isRoot)) };
  };
  const entry = (draft: Draft, names: Names, wasRenamed: boolean, isRoot: boolean): Entry => {
    const { node, type, on, applies, sets } = draft;
    const field = node.name.value;
    const response = (node.alias ?? node.name).value;
    const place = { response, field, on, ...(applies && { applies }) };
    if (field === '__typename')
      return {
        ...place,
        ...{ key: field, args: '', type: new GraphQLNonNull(GraphQLString) },
        ...(isObjectType(type) && { own: { typename: type.name } }),
      };
    if (field === '__schema' || field === '__type')
      return { ...place, key: field, args: '', type: GraphQLString, own: { introspection: merged(draft) } };
    const definition = isUnionType(type) ? undefined : type.getFields()[field];
    if (definition === undefined)
      throw new Error(`an operation that was not validated: ${type.name}.${field}`);
    const isRenamed = wasRenamed || response !== field;
    const written = (node.arguments ?? []).map((argument) => print(argument)).join();
    const isChange = isRoot && type === parts.schema.getMutationType();
    const args = () => parts.slots.args(node.arguments, definition);
    const key = parts.keyOf(names, { response, written, definition, isRenamed, isChange, args });
    const below = getNamedType(definition.type);
    return {
      ...{ ...place, ...key, type: definition.type },
      ...(isCompositeType(below) && {
        scope: scope(sets, below, namesBelow(names, key.key), isRenamed, false),
      }),
    };
  };
  return scope([root], type, { keys: new Map(), below: new Map() }, false, true);
}

function merged({ node, sets }: Draft): FieldNode {
  const selections = sets.flatMap((set) => set.selections);
  return { ...node, directives: [], selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

function collect(
  { schema, fragments, conditions }: ScopeParts,
  sets: readonly SelectionSetNode[],
  type: GraphQLCompositeType,
  spend: () => void,
): Draft[] {
  const drafts = new Map<string, Draft>();
  const spread = new Set<string>();
  const look = ({ selections }: SelectionSetNode, place: Place): void => {
    for (const selection of selections) {
      if (!stands(selection, conditions)) continue;
      spend();
      if (selection.kind === Kind.FIELD) {
        const id = `${(selection.alias ?? selection.name).value} ${place.on.join()}`;
        const draft = drafts.get(id) ?? { ...place, node: selection, sets: [] };
        drafts.set(id, draft);
        if (selection.selectionSet) draft.sets.push(selection.selectionSet);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const inner = narrowed(schema, place, selection.typeCondition?.name.value);
        if (inner) look(selection.selectionSet, inner);
      } else {
        const id = `${selection.name.value} ${place.type.name} ${place.on.join()}`;
        if (spread.has(id)) continue;
        spread.add(id);
        const fragment = fragments.get(selection.name.value)!;
        const inner = narrowed(schema, place, fragment.typeCondition.name.value);
        if (inner) look(fragment.selectionSet, inner);
      }
    }
  };
  for (const set of sets) look(set, { type, on: [] });
  return [...drafts.values()];
}

/** A place under one more type condition: the same where it says nothing new, undefined where no type meets it all. */
function narrowed(schema: GraphQLSchema, place: Place, name: string | undefined): Place | undefined {
  const { type, on, applies } = place;
  const condition = name === undefined ? undefined : schema.getType(name);
  if (!isCompositeType(condition) || condition === type) return place;
  if (!isUnionType(type) && isAbstractType(condition) && schema.isSubType(condition, type)) return place;
  const possible = (one: GraphQLCompositeType) =>
    isAbstractType(one) ? schema.getPossibleTypes(one) : [one];
  const before = applies ?? new Set(possible(type).map((one) => one.name));
  const met = new Set(possible(condition).flatMap((one) => (before.has(one.name) ? one.name : [])));
  if (met.size === 0) return undefined;
  // What implies the condition before it makes that one superfluous.
  const isNarrower =
    on.length > 0 && isAbstractType(type) && !isUnionType(condition) && schema.isSubType(type, condition);
  return { type: condition, on: [...(isNarrower ? on.slice(0, -1) : on), condition.name], applies: met };
}

function tooMany() {
  return refusal('QUERY_PLAN_TOO_COMPLEX', `the query asks for more than ${MOST_FIELDS} fields`, {
    remedy: 'ask twice, or spread fragments fewer times',
  });
}
