import { Kind, parse, type SelectionSetNode } from 'graphql';
import { LRUCache } from 'lru-cache';

/** A response key of a fetch; in an entity fetch with the type it is asked on. */
interface FetchField {
  key: string;
  type?: string;
}

const known = new LRUCache<string, readonly FetchField[]>({ max: 500 });

/** Response keys a fetch would fill: its root fields, or the fields asked on entities, of one type if one is named. */
export function fieldsOfFetch(query: string, type?: string): readonly string[] {
  let fields = known.get(query);
  if (fields === undefined) {
    fields = read(query);
    known.set(query, fields);
  }
  const wanted = type === undefined ? fields : fields.filter((field) => field.type === type);
  return [...new Set(wanted.map(({ key }) => key))];
}

function read(query: string): readonly FetchField[] {
  const operation = parse(query, { noLocation: true }).definitions.find(
    ({ kind }) => kind === Kind.OPERATION_DEFINITION,
  );
  return operation?.kind === Kind.OPERATION_DEFINITION ? fieldsOf(operation.selectionSet) : [];
}

function fieldsOf({ selections }: SelectionSetNode, type?: string): FetchField[] {
  return selections.flatMap((selection) => {
    // The planner inlines fragments.
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return fieldsOf(selection.selectionSet, type ?? selection.typeCondition?.name.value);
    if (selection.name.value === '_entities') return fieldsOf(selection.selectionSet!);
    if (selection.name.value === '__typename') return [];
    const key = (selection.alias ?? selection.name).value;
    return [type === undefined ? { key } : { key, type }];
  });
}
