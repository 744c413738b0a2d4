import { parseValue, valueFromASTUntyped } from 'graphql';
import { computed, type Item, withArguments } from './items.ts';
import { type Entity, entityNamed, type Field, type Model } from './model.ts';

/** The declaration of an entity's field, be it of the type itself or of the interface object that stands for it. */
export function fieldOf(model: Model, type: string, name: string, subgraph?: string): Field | undefined {
  const value = model.values.find((it) => it.name === type);
  const standIns = model.entities.filter(({ standsFor }) => standsFor?.includes(type));
  const places: readonly (Entity | undefined)[] = [entityNamed(model, type), ...standIns];
  const found = [value, ...places].flatMap((it) => it?.fields.filter((field) => field.name === name) ?? []);
  return found.find((it) => subgraph !== undefined && it.owners.includes(subgraph)) ?? found.find(isAnswered);
}

const isAnswered = ({ owners }: Field): boolean => owners.length > 0;

export const whereOf = ({ type, place }: Item, name: string): string => `${type}#${place}.${name}`;

/** The value the whole world has for a field, whichever subgraph is asked. */
export function worldValue(model: Model, item: Item, name: string, args: Record<string, unknown>): unknown {
  const field = fieldOf(model, item.type, name);
  if (field === undefined) return item.values[name] ?? null;
  if (isForgotten(model, item, field)) return null;
  failWhere(item, field);
  if (field.requires === undefined) return withArguments(item.values[name] ?? null, args);
  const read = (from: unknown, need: string, given: Record<string, unknown>) =>
    worldValue(model, from as Item, need, withDefaults(model, from as Item, need, given));
  return computed(whereOf(item, name), field.requires, read, item);
}

/** @throws Error on every second entity, where the field is one that fails */
export function failWhere(item: Item, { name, fails }: Field): void {
  if (fails && item.place % 2 === 1) throw new Error(`${whereOf(item, name)} cannot be had`);
}

function isForgotten(model: Model, { type, place }: Item, { owners }: Field): boolean {
  const entity = entityNamed(model, type);
  return entity !== undefined && owners.every((owner) => entity.at.get(owner)?.forgotten.has(place) ?? false);
}

function withDefaults(model: Model, item: Item, name: string, given: Record<string, unknown>) {
  const args = { ...given };
  for (const { name: arg, type } of fieldOf(model, item.type, name)?.args ?? []) {
    const [, fallback] = type.split(' = ');
    if (fallback !== undefined && !(arg in args)) args[arg] = valueFromASTUntyped(parseValue(fallback));
  }
  return args;
}
