import { type DirectiveNode, Kind, type SelectionNode } from 'graphql';
import type { Reckoned, Variables } from './reckoned.ts';

/** The same cost where `@skip` and `@include` let the selection stand, and none where they do not. */
export function underConditions({ directives = [] }: SelectionNode, cost: Reckoned): Reckoned {
  if (directives.length === 0 || cost === 0) return cost;
  const conditions = directives.flatMap((directive) => conditionOf(directive) ?? []);
  if (conditions.length === 0) return cost;
  return (variables, memo) => {
    if (!conditions.every((stands) => stands(variables))) return 0;
    return typeof cost === 'number' ? cost : cost(variables, memo);
  };
}

function conditionOf({ name, arguments: given = [] }: DirectiveNode) {
  // What stops a field: `@skip(if: true)`, `@include(if: false)`.
  const stopping = name.value === 'skip' ? true : name.value === 'include' ? false : undefined;
  const value = given.find((argument) => argument.name.value === 'if')?.value;
  if (stopping === undefined || value === undefined) return undefined;
  return (variables: Variables): boolean => {
    if (value.kind === Kind.BOOLEAN) return value.value !== stopping;
    return value.kind !== Kind.VARIABLE || variables[value.name.value] !== stopping;
  };
}
