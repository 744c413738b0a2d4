import { type FieldNode, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import type { Variables } from './reckoned.ts';

/** The value that stands at a place of a field's arguments; undefined where none does. */
export interface Placed {
  /** Whether the text alone says it. */
  isKnown: boolean;
  read(variables: Variables): unknown;
}

/** @param place the name of an argument, or a path into an input object: `input.page.first` */
export function valueAt({ arguments: given = [] }: FieldNode, place: string): Placed | undefined {
  const [name, ...steps] = place.split('.');
  const node = given.find((argument) => argument.name.value === name)?.value;
  if (node === undefined) return undefined;
  const read = readerOf(node);
  return {
    isKnown: !hasVariables(node),
    read: (variables) => steps.reduce<unknown>(stepInto, read(variables)),
  };
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

function stepInto(value: unknown, step: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
  return (value as Record<string, unknown>)[step];
}
