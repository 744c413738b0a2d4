import type { FieldDefinitionNode, TypeNode } from 'graphql';
import { type ConstDirectiveNode, Kind, parse } from 'graphql';

/** How many edges a page holds when the caller says neither `first` nor `last`. */
export const DEFAULT_PAGE = 50;

/** The item of a connection by its type's name: `ProjectConnection` → `Project`; undefined for another name. */
export function connectionItem(typeName: string): string | undefined {
  return /^(.+)Connection$/.exec(typeName)?.[1];
}

/** The SDL of the Relay connection and edge of an item; both may be answered by every subgraph that knows the item. */
export function connectionSdl(item: string): string {
  return `
"A page of a list of ${item} (分页列表), by the rules of PageInfo."
type ${item}Connection @shareable @classified(level: GENERAL) {
  "The items of this page with their cursors (条目与游标)."
  edges: [${item}Edge!]!
  "The items of this page without their cursors (条目)."
  nodes: [${item}!]!
  "Where this page stands in the list (分页信息)."
  pageInfo: PageInfo!
  "How many items the whole list has for this caller (总数), not only this page."
  totalCount: Int!
}

"One ${item} in a page, with its place in the list (条目)."
type ${item}Edge @shareable @classified(level: GENERAL) {
  "The item itself (条目)."
  node: ${item}!
  "Its place in the list (游标)."
  cursor: Cursor!
}
`;
}

/**
 * The field with the `@listSize` of a connection, so that no department can forget what a page costs. A field that
 * states its own, takes no page size or returns no connection comes back as it is.
 */
export function withPageSize(field: FieldDefinitionNode): FieldDefinitionNode {
  const sizes = (field.arguments ?? []).filter(({ name }) => name.value === 'first' || name.value === 'last');
  const states = field.directives?.some(({ name }) => name.value === 'listSize');
  if (sizes.length === 0 || states || !connectionItem(namedType(field.type))) return field;
  const slicing = sizes.map(({ name }) => `"${name.value}"`).join(', ');
  return { ...field, directives: [...(field.directives ?? []), listSize(slicing)] };
}

/** The name under a type's list and non-null marks. */
export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

function listSize(slicing: string): ConstDirectiveNode {
  const [carrier] = parse(
    `scalar X @listSize(assumedSize: ${DEFAULT_PAGE}, slicingArguments: [${slicing}], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)`,
    { noLocation: true },
  ).definitions;
  if (carrier?.kind !== Kind.SCALAR_TYPE_DEFINITION) throw new Error('A directive was expected.');
  return carrier.directives![0]!;
}
