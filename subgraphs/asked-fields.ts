import {
  type DocumentNode,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Fact, RowOf } from '../ledger/fact.ts';
import type { Column, Table } from '../ledger/table.ts';
import type { SubgraphContext } from './context.ts';
import type { Resolver, Resolvers } from './subgraph.ts';

/**
 * A resolver that says what it reads of a row (所读列), and by its type can read no more: whoever asks for its field needs no other
 * column for it. A field without a resolver reads the column of its name; one whose resolver does not say, the whole row.
 * @param _fact whose rows the field's parents are
 */
export function reads<F extends Fact, Property extends keyof RowOf<F> & string>(
  _fact: F,
  properties: readonly Property[],
  // biome-ignore lint/suspicious/noExplicitAny: each field has arguments of its own
  resolve: (row: Pick<RowOf<F>, Property>, args: any, context: SubgraphContext, info: any) => unknown,
): Resolver {
  said.set(resolve as Resolver, properties);
  return resolve as Resolver;
}

/** The same for what the rows of several facts share: `Row` is what they all have, and each of its properties is named. */
export function readsOf<Row extends object>(
  properties: Readonly<Record<keyof Row, true>>,
  // biome-ignore lint/suspicious/noExplicitAny: each field has arguments of its own
  resolve: (row: Row, args: any, context: SubgraphContext, info: any) => unknown,
): Resolver {
  said.set(resolve as Resolver, Object.keys(properties));
  return resolve as Resolver;
}

/** A column under the name that the graph has for it. */
export const shows = <F extends Fact>(fact: F, property: keyof RowOf<F> & string): Resolver =>
  reads(fact, [property], (row) => row[property]);

const said = new WeakMap<Resolver, readonly string[]>();

/** Keeps beside each field what its resolver reads, before masks are put around it. */
export function keepReads(schema: GraphQLSchema, resolvers: Resolvers): void {
  for (const [name, fields] of Object.entries(resolvers)) {
    const type = schema.getType(name);
    for (const [field, resolve] of Object.entries(fields)) {
      const known = field === '__resolveType' ? type : fieldOf(type, field);
      if (known) known.extensions = { ...known.extensions, reads: said.get(resolve) ?? null };
    }
  }
}

/** What an operation asks for of each type (所问字段): worked out once, as it is compiled. */
export class AskedFields {
  readonly #schema: GraphQLSchema;
  readonly #byType: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #known = new Map<string, readonly Column[] | null>();

  constructor(schema: GraphQLSchema, document: DocumentNode) {
    this.#schema = schema;
    this.#byType = fieldsByType(schema, document);
  }

  /**
   * The columns that its answers show of a fact, whose type bears the fact's name; null for the whole row.
   * @param also properties that whoever reads the rows needs beside them
   */
  columns(table: Table, also: readonly string[]): readonly Column[] | null {
    const name = `${table.fact.name} ${also.join()}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const shown = this.#shownOf(table);
    const columns = shown && table.some([...shown, ...also, 'id']);
    this.#known.set(name, columns);
    return columns;
  }

  /** Whether a field of a type is asked for anywhere, so that what it takes may be on its way early. */
  asks(type: string, field: string): boolean {
    return this.#byType.get(type)?.has(field) ?? false;
  }

  #shownOf(table: Table): readonly string[] | null {
    const types = typesOf(this.#schema, table.fact.name);
    if (types.length === 0) return null;
    const asked = new Set(types.flatMap(({ name }) => [...(this.#byType.get(name) ?? [])]));
    // An interface resolves no field, only which type it is.
    const fields = [...asked].flatMap((field) =>
      types.filter(isObjectType).flatMap((type) => type.getFields()[field] ?? []),
    );
    const read = [...types.filter(isAbstractType), ...fields].map(readBy);
    const hasColumn = (one: string) => table.shown.some(({ property }) => property === one);
    return read.every((one) => one?.every(hasColumn)) ? read.flatMap((one) => one!) : null;
  }
}

/** What resolving reads, null where it does not say; a field without a resolver reads the property of its name. */
function readBy(one: GraphQLField<unknown, unknown> | GraphQLAbstractType): readonly string[] | null {
  if ('reads' in one.extensions) return one.extensions.reads as readonly string[] | null;
  return 'args' in one ? [one.name] : null;
}

/** The type, the types it stands for, and the interfaces through which these may be asked. */
function typesOf(schema: GraphQLSchema, name: string): GraphQLNamedType[] {
  const type = schema.getType(name);
  if (!isCompositeType(type)) return [];
  const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  const interfaces = possible.flatMap((one) => (isObjectType(one) ? one.getInterfaces() : []));
  return [...new Set<GraphQLNamedType>([type, ...possible, ...interfaces])];
}

const fieldOf = (type: GraphQLNamedType | undefined, field: string) =>
  isObjectType(type) || isInterfaceType(type) ? type.getFields()[field] : undefined;

function fieldsByType(
  schema: GraphQLSchema,
  document: DocumentNode,
): ReadonlyMap<string, ReadonlySet<string>> {
  const asked = new Map<string, Set<string>>();
  const types = new TypeInfo(schema);
  const enter = () => {
    const [type, field] = [types.getParentType(), types.getFieldDef()];
    if (!type || !field || field.name === '__typename') return;
    const fields = asked.get(type.name) ?? new Set();
    asked.set(type.name, fields.add(field.name));
  };
  visit(document, visitWithTypeInfo(types, { Field: enter }));
  return asked;
}
