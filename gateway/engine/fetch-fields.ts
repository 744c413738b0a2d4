import { Kind, parse, type SelectionSetNode } from 'graphql';
import { LRUCache } from 'lru-cache';

const known = new LRUCache<string, readonly string[]>({ max: 500 });

/** Response keys a fetch would have filled: its root fields, or the fields asked on each kind of entity. */
export function fieldsOfFetch(query: string): readonly string[] {
  const found = known.get(query) ?? read(query);
  known.set(query, found);
  return found;
}

function read(query: string): readonly string[] {
  const operation = parse(query, { noLocation: true }).definitions.find(
    ({ kind }) => kind === Kind.OPERATION_DEFINITION,
  );
  return operation?.kind === Kind.OPERATION_DEFINITION ? [...new Set(fieldsOf(operation.selectionSet))] : [];
}

function fieldsOf({ selections }: SelectionSetNode): string[] {
  return selections.flatMap((selection) => {
    // The planner inlines fragments.
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet);
    if (selection.name.value === '_entities') return fieldsOf(selection.selectionSet!);
    return selection.name.value === '__typename' ? [] : [(selection.alias ?? selection.name).value];
  });
}
