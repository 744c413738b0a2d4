import type { FieldNode, GraphQLCompositeType, GraphQLOutputType } from 'graphql';

/**
 * The fields asked of one place of the answer, after fragments are spread and conditions decided (一处所求字段).
 * Every later step reads this tree and none reads the client's document again.
 */
export interface Scope {
  readonly type: GraphQLCompositeType;
  /** In the order in which the client first names them. */
  readonly entries: readonly Entry[];
}

export interface Entry {
  /** The key the client reads. */
  readonly response: string;
  /** The key between gateway and subgraphs: never the client's word. */
  readonly key: string;
  readonly field: string;
  /** What it is asked of: nested type conditions, and the object types that meet all of them. */
  readonly on: readonly string[];
  readonly applies?: ReadonlySet<string>;
  /** `(first: $v0)`, or nothing. */
  readonly args: string;
  /** Of the field as the static type declares it; the object type met at run time may promise more. */
  readonly type: GraphQLOutputType;
  readonly scope?: Scope;
  /** Answered by the gateway itself: a type name that is known beforehand, or introspection. */
  readonly own?: { readonly typename: string } | { readonly introspection: FieldNode };
}

/** What the entries of scopes that meet in one place must tell apart at run time. */
export function needsTypename({ entries }: Scope): boolean {
  return entries.some(({ on, field, own }) => on.length > 0 || (field === '__typename' && own === undefined));
}
