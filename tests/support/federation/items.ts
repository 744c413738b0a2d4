import { type FieldNode, Kind, parse, type SelectionSetNode, valueFromASTUntyped } from 'graphql';
import { membersIn } from './make-abstracts.ts';
import {
  ENTITIES_OF_TYPE,
  entityNamed,
  type Field,
  KINDS,
  type Model,
  MOODS,
  namedIn,
  type Root,
} from './model.ts';
import type { Random } from './random.ts';

/** One entity or value of a world. Ids repeat between types, texts name their place: a mix-up is always visible. */
export interface Item {
  readonly type: string;
  readonly place: number;
  readonly values: Record<string, unknown>;
}

export interface Items {
  of(type: string): readonly Item[];
  root(field: Root, args: Record<string, unknown>): unknown;
}

/** Makes the entities of a model with all their values. */
export function makeItems(model: Model, choose: Random): Items {
  const byType = new Map<string, Item[]>();
  for (const { name, standsFor } of model.entities)
    if (standsFor === undefined)
      byType.set(
        name,
        Array.from({ length: ENTITIES_OF_TYPE }, (_, place) => bare(name, place)),
      );
  const of = (type: string): readonly Item[] =>
    byType.get(type) ?? (entityNamed(model, type)?.standsFor ?? []).flatMap((it) => byType.get(it)!);
  const draw = { model, choose, of };
  for (const { name, fields, standsFor } of model.entities)
    for (const item of of(name))
      for (const field of fields)
        if (standsFor === undefined || field.owners.length > 0)
          item.values[field.name] = valueFor(draw, field, `${item.type}#${item.place}`);
  const fixed = new Map(
    model.roots.map((root) => [root.name, root.gives === 'some' ? valueFor(draw, root, root.name) : null]),
  );
  return {
    of,
    root({ name, type, gives }, args) {
      const all = of(namedIn(type));
      if (gives === 'byId') return all.find(({ values }) => values.id === args.id) ?? null;
      return withArguments(gives === 'all' ? all : fixed.get(name), args);
    },
  };
}

function bare(type: string, place: number): Item {
  // Members of one interface share a key: their ids must not repeat.
  const id = type === 'F1' ? `${place + 11}` : `${place + 1}`;
  const half = { even: place % 2, rest: Math.floor(place / 2) };
  const city = { type: 'Place', place, values: { city: `c${half.even}`, zip: half.rest } };
  const values = { id, code: `c${id}`, region: `r${half.even}`, num: half.rest, place: city };
  return { type, place, values };
}

interface Draw {
  model: Model;
  choose: Random;
  of(type: string): readonly Item[];
}

function valueFor(draw: Draw, field: Field, where: string): unknown {
  let count = 0;
  const build = (type: string): unknown => {
    if (type.endsWith('!')) return some(type.slice(0, -1));
    return draw.choose.chance(0.15) ? null : some(type);
  };
  const some = (type: string): unknown =>
    type.startsWith('[')
      ? Array.from({ length: draw.choose.int(0, 3) }, () => build(type.slice(1, -1)))
      : one(draw, type, field.owners[0], `${where}.${field.name}${count++ || ''}`);
  return build(field.type);
}

function one(draw: Draw, type: string, owner: string | undefined, where: string): unknown {
  const { model, choose, of } = draw;
  const leaf = LEAVES[type];
  if (leaf !== undefined) return leaf(choose, where);
  const value = model.values.find(({ name }) => name === type);
  if (value !== undefined) {
    const values = value.fields.map((it) => [it.name, valueFor(draw, it, where)]);
    return { type, place: 0, values: Object.fromEntries(values) } satisfies Item;
  }
  const abstract = model.abstracts.find(
    ({ name, definedIn }) => name === type && (!definedIn || definedIn === owner),
  );
  if (abstract === undefined) return choose.pick(of(type));
  return one(draw, choose.pick(membersIn(model, abstract, owner!)), owner, where);
}

const LEAVES: Record<string, (choose: Random, where: string) => unknown> = {
  String: (_, where) => where,
  ID: (choose, where) => (choose.chance(0.5) ? where : String(choose.int(1, 4))),
  Int: (choose) => choose.int(-5, 99),
  Float: (choose) => choose.int(0, 99) / 4,
  Boolean: (choose) => choose.chance(0.5),
  Kind: (choose) => choose.pick(KINDS),
  Mood: (choose) => choose.pick(MOODS),
  Json: (choose, where) =>
    choose.pick<unknown>([
      { where, deep: [1, { id: 'no id' }] },
      [where, null],
      where,
      7,
      { __typename: 'E0' },
    ]),
};

/** What a field answers for its arguments: a list is cut, a text says what it was given. */
export function withArguments(value: unknown, args: Record<string, unknown>): unknown {
  if (Array.isArray(value))
    return typeof args.first === 'number' ? value.slice(0, Math.max(args.first, 0)) : value;
  return typeof value === 'string' && Object.keys(args).length > 0 ? `${value}(${sorted(args)})` : value;
}

/** What a subgraph makes of the fields it was told; a missing one counts as null. */
export function computed(
  where: string,
  requires: string,
  read: (from: unknown, name: string, args: Record<string, unknown>) => unknown,
  told: unknown,
): string {
  const shape = (from: unknown, set: SelectionSetNode): unknown => {
    if (from === null || from === undefined) return null;
    if (Array.isArray(from)) return from.map((it) => shape(it, set));
    return set.selections
      .filter((it): it is FieldNode => it.kind === Kind.FIELD)
      .map((it) => {
        const args = (it.arguments ?? []).map((arg) => [arg.name.value, valueFromASTUntyped(arg.value)]);
        const value = read(from, it.name.value, Object.fromEntries(args)) ?? null;
        return it.selectionSet === undefined ? value : shape(value, it.selectionSet);
      });
  };
  const [definition] = parse(`{ ${requires} }`).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`not a field set: ${requires}`);
  return `${where}=${JSON.stringify(shape(told, definition.selectionSet))}`;
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, it: unknown) =>
    typeof it === 'object' && it !== null && !Array.isArray(it)
      ? Object.fromEntries(Object.entries(it).sort(([left], [right]) => (left < right ? -1 : 1)))
      : it,
  );
}
