import {
  getNullableType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
} from 'graphql';
import type { AccessTable } from '../../../schema/access.ts';

/** What a value costs that a client sends in. */
export type InputCost = (value: unknown) => number;

/**
 * The cost of values of an input type: an input object weighs 1 and a leaf 0 unless `@cost` on the argument, the input
 * field or the type says otherwise; a list weighs what is in it. Null where no value costs anything. Records without
 * objects or weights inside are counted, not looked at.
 */
export function inputCosts(access: AccessTable): (type: GraphQLInputType, own?: number) => InputCost | null {
  const known = new Map<GraphQLInputObjectType, readonly FieldCost[]>();
  const costOf = (type: GraphQLInputType, own?: number): InputCost | null => {
    const plain = getNullableType(type);
    if (isListType(plain)) return ofList(plain.ofType, costOf(plain.ofType, own), own);
    if (!isInputObjectType(plain)) return constant(own ?? access.type(plain.name)?.cost ?? 0);
    const weight = own ?? access.type(plain.name)?.cost ?? 1;
    return (value) => (isPresent(value) ? weight + insideOf(plain, value) : 0);
  };
  const fieldsOf = (type: GraphQLInputObjectType): readonly FieldCost[] => {
    const remembered = known.get(type);
    if (remembered) return remembered;
    const fields: FieldCost[] = [];
    // Before its fields are looked at: a type may hold itself.
    known.set(type, fields);
    for (const { name, type: inner } of Object.values(type.getFields())) {
      const cost = costOf(inner, access.field(type.name, name)?.cost);
      if (cost) fields.push({ name, cost });
    }
    return fields;
  };
  const insideOf = (type: GraphQLInputObjectType, value: unknown): number => {
    let total = 0;
    for (const { name, cost } of fieldsOf(type)) total += cost((value as Record<string, unknown>)[name]);
    return total;
  };
  const ofList = (item: GraphQLInputType, cost: InputCost | null, own?: number): InputCost | null => {
    if (cost === null) return null;
    const plain = getNullableType(item);
    return (value) => {
      // One value where a list is expected stands for a list of one.
      if (!Array.isArray(value)) return cost(value);
      // Asked only here, when all fields of a type that holds itself are known.
      if (isInputObjectType(plain) && fieldsOf(plain).length === 0)
        return value.length * (own ?? access.type(plain.name)?.cost ?? 1);
      let total = 0;
      for (const one of value) total += cost(one);
      return total;
    };
  };
  return costOf;
}

interface FieldCost {
  name: string;
  cost: InputCost;
}

const isPresent = (value: unknown): boolean => value !== null && value !== undefined;

const constant = (weight: number): InputCost | null =>
  weight === 0 ? null : (value) => (isPresent(value) ? weight : 0);
