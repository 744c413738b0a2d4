import { type GraphQLCompositeType, isObjectType } from 'graphql';

/** A field about to be selected. */
export interface Chosen {
  readonly parent: GraphQLCompositeType;
  readonly name: string;
  /** As text, without directives. */
  readonly args: string;
  readonly type: string;
  readonly isLeaf: boolean;
}

/** What stands under each response key of one object of the answer, over all fragments that meet there. */
export interface Scope {
  readonly entries: Map<string, (Chosen & { inner: Scope })[]>;
}

export const newScope = (): Scope => ({ entries: new Map() });

/**
 * Enters a field under a response key and gives the scope of its selections: the same one as before where the two
 * merge. Undefined where the specification lets the two not stand side by side, or might not.
 */
export function entered(scope: Scope, key: string, chosen: Chosen): Scope | undefined {
  const there = scope.entries.get(key) ?? [];
  let inner: Scope | undefined;
  for (const other of there) {
    const isSame = other.name === chosen.name && other.args === chosen.args && other.type === chosen.type;
    if (!isSame && !standApart(other, chosen)) return undefined;
    if (isSame) inner = other.inner;
  }
  inner ??= newScope();
  scope.entries.set(key, [...there, { ...chosen, inner }]);
  return inner;
}

/** Two object types never meet in one object: leaves of the same type may share a key there. */
function standApart(one: Chosen, other: Chosen): boolean {
  return (
    isObjectType(one.parent) &&
    isObjectType(other.parent) &&
    one.parent !== other.parent &&
    one.isLeaf &&
    other.isLeaf &&
    one.type === other.type
  );
}
