import { type FieldNode, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import type { Variables } from './reckoned.ts';

/** The value given to an argument. */
export interface Placed {
  /** Whether the text alone says it. */
  isKnown: boolean;
  read(variables: Variables): unknown;
}

export function valueAt({ arguments: given = [] }: FieldNode, name: string): Placed | undefined {
  const node = given.find((argument) => argument.name.value === name)?.value;
  return node && { isKnown: !hasVariables(node), read: readerOf(node) };
}

/** Reads a value of the text with these variables, without coercing it. */
export function readerOf(node: ValueNode): (variables: Variables) => unknown {
  if (node.kind === Kind.VARIABLE) return (variables) => variables[node.name.value];
  if (hasVariables(node)) return (variables) => valueFromASTUntyped(node, { ...variables });
  const known = valueFromASTUntyped(node);
  return () => known;
}

export function hasVariables(node: ValueNode): boolean {
  if (node.kind === Kind.VARIABLE) return true;
  if (node.kind === Kind.LIST) return node.values.some(hasVariables);
  return node.kind === Kind.OBJECT && node.fields.some(({ value }) => hasVariables(value));
}
