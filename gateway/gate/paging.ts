import type { FieldNode } from 'graphql';
import { valueFromASTUntyped } from 'graphql';
import { refusal } from '../refusal.ts';

type Variables = Readonly<Record<string, unknown>>;

/** The number given to a paging argument, literal or variable; undefined when none or null. */
export function pageArgument(
  { arguments: given = [] }: FieldNode,
  name: string,
  variables: Variables,
): number | undefined {
  const node = given.find((argument) => argument.name.value === name);
  const value = node && valueFromASTUntyped(node.value, { ...variables });
  return typeof value === 'number' ? value : undefined;
}

/** Refuses pages no list may have: larger than the maximum, smaller than 1, or from both ends. */
export function refuseBadPage(field: FieldNode, variables: Variables, maxPage: number): void {
  const first = pageArgument(field, 'first', variables);
  const last = pageArgument(field, 'last', variables);
  const told = { field: (field.alias ?? field.name).value, limit: maxPage };
  for (const size of [first, last].filter((it) => it !== undefined)) {
    if (size < 1) throw refusal('PAGE_EMPTY', `${told.field}: a page holds at least 1`, told);
    if (size > maxPage)
      throw refusal('PAGE_TOO_LARGE', `${told.field}: a page holds at most ${maxPage}`, told);
  }
  if (first !== undefined && last !== undefined)
    throw refusal('PAGE_BOTH_ENDS', `${told.field}: give first or last, not both`, told);
}
