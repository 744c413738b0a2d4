import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, isAbstractType, isObjectType, parse } from 'graphql';
import { computed, type Item, type Items, withArguments } from './items.ts';
import { type Entity, type Field, KEY_FIELDS, type Model } from './model.ts';
import { failWhere, fieldOf, whereOf, worldValue } from './resolution.ts';

/** An item as one subgraph sees it: with what it was told about it, and what it may give along. */
interface Seen {
  readonly item: Item;
  readonly told?: Record<string, unknown>;
  readonly provided?: string;
}

export interface Holdings {
  readonly model: Model;
  readonly items: Items;
  /** Gets everything a subgraph should not have been asked. */
  readonly complaints: string[];
}

type Complain = (why: string) => never;

/**
 * A subgraph of a world as a real executable schema. It is strict: asked for a field it only names, for one that was
 * taken from it, or about an entity by keys that contradict each other, it answers with an error.
 */
export function subgraphSchema(
  { model, items, complaints }: Holdings,
  subgraph: string,
  sdl: string,
): GraphQLSchema {
  const complain = (why: string): never => {
    complaints.push(`${subgraph}: ${why}`);
    throw new Error(why);
  };
  const resolvers = Object.fromEntries(
    model.entities
      .filter(({ at, standsFor }) => at.has(subgraph) && standsFor === undefined)
      .map((entity) => [entity.name, { __resolveReference: referred(entity, items, subgraph, complain) }]),
  );
  for (const entity of model.entities.filter(({ standsFor }) => standsFor !== undefined)) {
    const isDefined = model.abstracts.some((it) => it.name === entity.name && it.definedIn === subgraph);
    if (isDefined || entity.at.has(subgraph))
      resolvers[entity.name] = { __resolveReference: referred(entity, items, entity.home, complain) };
  }
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers }]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type) && !type.name.startsWith('_')) type.resolveType = ({ item }: Seen) => item.type;
    if (!isObjectType(type) || type.name.startsWith('_')) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.name.startsWith('_')) continue;
      field.resolve =
        type.name === 'Query'
          ? (_: unknown, args: Record<string, unknown>) => rootValue(model, items, field.name, args)
          : (seen: Seen, args: Record<string, unknown>) =>
              valueIn(model, subgraph, seen, field.name, args, complain);
    }
  }
  return schema;
}

function rootValue(model: Model, items: Items, name: string, args: Record<string, unknown>): unknown {
  const root = model.roots.find((it) => it.name === name)!;
  return seenAs(items.root(root, args), root.provides);
}

function valueIn(
  model: Model,
  subgraph: string,
  seen: Seen,
  name: string,
  args: Record<string, unknown>,
  complain: Complain,
) {
  const { item, told, provided } = seen;
  const field = fieldOf(model, item.type, name, subgraph);
  if (field === undefined) return seenAs(item.values[name] ?? null);
  if (!field.owners.includes(subgraph) && provided !== name && !isInside(model, item))
    return complain(`asked for ${whereOf(item, name)}, which is not its own`);
  failWhere(item, field);
  if (field.requires === undefined)
    return seenAs(withArguments(item.values[name] ?? null, args), field.provides);
  if (told === undefined) {
    // What it gives along anyway, it need not be told.
    if (field.requires === provided) return worldValue(model, item, name, {});
    return complain(`told nothing for ${whereOf(item, name)}`);
  }
  const read = (from: unknown, need: string) => (from as Record<string, unknown>)[need];
  return computed(whereOf(item, name), field.requires, read, told);
}

/** A value type is the same everywhere; its fields belong to whoever has the value. */
const isInside = (model: Model, { type }: Item): boolean =>
  model.values.some(({ name, split }) => name === type && split === undefined);

function seenAs(value: unknown, provided?: Field['provides']): unknown {
  if (Array.isArray(value)) return value.map((it) => seenAs(it, provided));
  const isItem = typeof value === 'object' && value !== null && 'values' in value && 'place' in value;
  return isItem ? ({ item: value as Item, ...(provided && { provided }) } satisfies Seen) : value;
}

function referred(entity: Entity, items: Items, subgraph: string, complain: Complain) {
  const presence = entity.at.get(subgraph)!;
  return (told: Record<string, unknown>): Seen | null => {
    if (presence.isStub) return complain(`${entity.name} is not resolvable here`);
    const keys = [...presence.keys].map((key) => given(told, key)).filter((key) => key !== undefined);
    const [item, ...others] = new Set(keys.map((key) => itemWith(items.of(entity.name), key)));
    if (keys.length === 0) return complain(`no key of ${entity.name} in ${JSON.stringify(told)}`);
    if (others.length > 0) return complain(`contradictory keys in ${JSON.stringify(told)}`);
    if (item === undefined) return complain(`no ${entity.name} has these keys: ${JSON.stringify(told)}`);
    return presence.forgotten.has(item.place) ? null : { item, told };
  };
}

/** The leaves of a key in a representation; undefined where one is missing. */
function given(told: Record<string, unknown>, key: string): Record<string, unknown> | undefined {
  const place = told.place as Record<string, unknown> | undefined;
  const names = Object.keys(KEY_LEAVES[key]!);
  const leaves = names.map((name) => [name, key.startsWith('place') ? place?.[name] : told[name]]);
  return leaves.some(([, value]) => value === undefined || value === null)
    ? undefined
    : Object.fromEntries(leaves);
}

function itemWith(items: readonly Item[], key: Record<string, unknown>): Item | undefined {
  const values = (item: Item) => ({ ...(item.values.place as Item).values, ...item.values });
  return items.find((item) =>
    Object.entries(key).every(([name, value]) => (values(item) as Record<string, unknown>)[name] === value),
  );
}

const KEY_LEAVES: Record<string, Record<string, true>> = Object.fromEntries(
  Object.keys(KEY_FIELDS).map((key) => [
    key,
    Object.fromEntries(
      (key.startsWith('place') ? ['city', 'zip'] : key.split(' ')).map((name) => [name, true]),
    ),
  ]),
);
