import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  parse,
  print,
  type TypeNode,
} from 'graphql';

/** How many edges a page holds when the caller says neither `first` nor `last`. */
export const DEFAULT_PAGE = 50;

/** The item of a connection by its type's name: `ProjectConnection` → `Project`; undefined for another name. */
export function connectionItem(typeName: string): string | undefined {
  return /^(.+)Connection$/.exec(typeName)?.[1];
}

/**
 * The SDL of the Relay connection and edge of an item; both may be answered by every subgraph that knows the item.
 * They demand of their caller what the item demands: how many there are and in which order is knowledge of it, too.
 */
export function connectionSdl(item: string, department: DocumentNode): string {
  const access = accessOf(item, department);
  return `
"A page of a list of ${item} (分页列表), by the rules of PageInfo."
type ${item}Connection @shareable @classified(level: GENERAL)${access} {
  "The items of this page with their cursors (条目与游标)."
  edges: [${item}Edge!]!
  "The items of this page without their cursors (条目)."
  nodes: [${item}!]!
  "Where this page stands in the list (分页信息)."
  pageInfo: PageInfo!
  "How many items the whole list has for this caller (总数), not only this page: exact up to 10,000, beyond it an estimate."
  totalCount: Int! @cost(weight: 5)
  "Whether the total is an estimate (总数为估计值): the list has more than 10,000 items, and totalCount says about how many."
  totalIsEstimate: Boolean! @cost(weight: 5)
}

"One ${item} in a page, with its place in the list (条目)."
type ${item}Edge @shareable @classified(level: GENERAL)${access} {
  "The item itself (条目)."
  node: ${item}!
  "Its place in the list (游标)."
  cursor: Cursor!
}
`;
}

const ACCESS = new Set(['authenticated', 'requiresScopes', 'policy']);

/** The access directives of a type; of an interface those that all of its kinds state, which composition wants on kinds only. */
function accessOf(item: string, department: DocumentNode): string {
  const objects = department.definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION);
  const own = objects.filter(
    ({ name, interfaces }) => name.value === item || interfaces?.some((one) => one.name.value === item),
  );
  const stated = own.map(({ directives }) =>
    (directives ?? []).filter(({ name }) => ACCESS.has(name.value)).map((one) => print(one)),
  );
  const common = (stated[0] ?? []).filter((one) => stated.every((list) => list.includes(one)));
  return common.map((one) => ` ${one}`).join('');
}

/**
 * The field as a connection: with the four paging arguments and the `@listSize` that no department can then forget.
 * A field that returns no connection, or that states its own, comes back as it is.
 */
export function withPageSize(field: FieldDefinitionNode): FieldDefinitionNode {
  if (!connectionItem(namedType(field.type))) return field;
  const own = field.arguments ?? [];
  const missing = PAGING.filter((paging) => !own.some(({ name }) => name.value === paging.name.value));
  const args = [...own, ...missing];
  const states = field.directives?.some(({ name }) => name.value === 'listSize');
  return {
    ...field,
    arguments: args,
    directives: [...(field.directives ?? []), ...(states ? [] : [LIST_SIZE])],
  };
}

/** The name under a type's list and non-null marks. */
export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

const [carrier] = parse(
  `type Carrier {
    paged(
      "How many edges from the front (前若干条); at most the operator's largest page."
      first: Int
      "Only what follows this cursor (此游标之后)."
      after: Cursor
      "How many edges from the back (后若干条); never together with first."
      last: Int
      "Only what precedes this cursor (此游标之前)."
      before: Cursor
    ): Int
    @listSize(assumedSize: ${DEFAULT_PAGE}, slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)
  }`,
  { noLocation: true },
).definitions;
if (carrier?.kind !== Kind.OBJECT_TYPE_DEFINITION) throw new Error('An object type was expected.');
const PAGING: readonly InputValueDefinitionNode[] = carrier.fields![0]!.arguments!;
const LIST_SIZE: ConstDirectiveNode = carrier.fields![0]!.directives![0]!;
