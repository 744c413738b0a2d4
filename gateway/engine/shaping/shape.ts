import {
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isUnionType,
} from 'graphql';
import { refusal } from '../../refusal.ts';
import { type Entry, needsTypename, type Scope } from '../normal/scope.ts';

/** What a client reads of an object of one type, in order (答复形状). */
export interface ObjectShape {
  readonly id: number;
  readonly fields: readonly FieldShape[];
}

export interface FieldShape {
  readonly response: string;
  readonly key: string;
  /** As the object's own type declares it. */
  readonly type: GraphQLOutputType;
  readonly below?: PlaceShape;
  /** Known without asking: a type name; null where it cannot be known; introspection is answered beside the plan. */
  readonly own?: { readonly typename: string | null } | 'introspection';
}

/** A place of the answer where objects stand: of one type, or of several that are told apart by `__typename`. */
export interface PlaceShape {
  readonly id: number;
  /** The interface or union. */
  readonly name: string;
  /** Names of objects that clients know here; undefined where only one type can stand. */
  readonly known?: ReadonlySet<string>;
  readonly byType: ReadonlyMap<string, ObjectShape>;
  /** For a type that is not told, and for an interface object whose kind nobody has named yet. */
  readonly other: ObjectShape;
}

/** Each kind of object in each place counts; more than this comes only of type conditions within type conditions. */
const MOST_SHAPES = 20_000;

/** The shape of a whole answer. Throws the refusal QUERY_PLAN_TOO_COMPLEX. */
export function answerShape(schema: GraphQLSchema, root: Scope): ObjectShape {
  const places = new Map<string, PlaceShape>();
  const objects = new Map<string, ObjectShape>();
  const ids = new Map<Scope, number>();
  const idOf = (scope: Scope): number => {
    const id = ids.get(scope) ?? ids.size;
    ids.set(scope, id);
    return id;
  };

  const object = (
    scopes: readonly Scope[],
    type: GraphQLCompositeType,
    name: string | undefined,
  ): ObjectShape => {
    const byResponse = new Map<string, Entry[]>();
    for (const entry of scopes.flatMap(({ entries }) => entries))
      if (name === undefined ? entry.on.length === 0 : (entry.applies?.has(name) ?? true))
        byResponse.set(entry.response, [...(byResponse.get(entry.response) ?? []), entry]);
    const fields = [...byResponse.values()].map((same) => field(same, type, name));
    const id = fields
      .map((one) => `${one.response}=${one.key}:${one.type}:${one.below?.id}:${JSON.stringify(one.own)}`)
      .join('\n');
    const known = objects.get(id) ?? { id: objects.size, fields };
    if (objects.size > MOST_SHAPES) throw tooMany();
    objects.set(id, known);
    return known;
  };
  const field = (
    same: readonly Entry[],
    parent: GraphQLCompositeType,
    name: string | undefined,
  ): FieldShape => {
    const { response, key, own, field: asked, type: declared } = same[0]!;
    if (own !== undefined)
      return { response, key, type: declared, own: 'typename' in own ? own : 'introspection' };
    if (asked === '__typename') return { response, key, type: declared, own: { typename: name ?? null } };
    const type = isUnionType(parent) ? declared : (parent.getFields()[asked]?.type ?? declared);
    const below = getNamedType(type);
    const scopes = same.flatMap(({ scope }) => scope ?? []);
    return { response, key, type, ...(isCompositeType(below) && { below: place(scopes, below) }) };
  };
  const place = (scopes: readonly Scope[], type: GraphQLCompositeType): PlaceShape => {
    const id = `${type.name} ${scopes.map(idOf).join()}`;
    const remembered = places.get(id);
    if (remembered) return remembered;
    if (places.size > MOST_SHAPES) throw tooMany();
    const made = isAbstractType(type)
      ? abstractPlace(scopes, type)
      : { byType: new Map(), other: object(scopes, type, type.name) };
    const known = { id: places.size, name: type.name, ...made };
    places.set(id, known);
    return known;
  };
  const abstractPlace = (scopes: readonly Scope[], type: GraphQLCompositeType) => {
    const kinds = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
    const isTold = scopes.some(needsTypename);
    return {
      known: new Set(kinds.map(({ name }) => name)),
      byType: new Map(
        isTold ? kinds.map((kind) => [kind.name, object(scopes, kind, kind.name)] as const) : [],
      ),
      other: object(scopes, type, undefined),
    };
  };
  return object([root], root.type, root.type.name);
}

/** The shape for an object that says it is of a type; null where clients know no such type. */
export function shapeFor({ known, byType, other, name }: PlaceShape, typename: unknown) {
  if (known === undefined || typename === undefined || typename === name) return other;
  return known.has(typename as string) ? (byType.get(typename as string) ?? other) : null;
}

function tooMany() {
  return refusal('QUERY_PLAN_TOO_COMPLEX', 'the query tells too many kinds of objects apart', {
    remedy: 'use fewer type conditions within type conditions, or ask twice',
  });
}
