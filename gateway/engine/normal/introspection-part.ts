import { type DocumentNode, type FieldNode, Kind, type OperationDefinitionNode } from 'graphql';
import type { Scope } from './scope.ts';

/**
 * The part of an operation that asks about the schema itself, as a document of its own: the planner knows no `__schema`,
 * and no subgraph may answer it. Absent where nothing asks.
 */
export function introspectionPart(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { entries }: Scope,
): { introspection?: DocumentNode } {
  const selections = entries.flatMap(({ own }): FieldNode[] =>
    own !== undefined && 'introspection' in own ? [own.introspection] : [],
  );
  if (selections.length === 0) return {};
  const only = { ...operation, selectionSet: { kind: Kind.SELECTION_SET as const, selections } };
  const rest = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return { introspection: { kind: Kind.DOCUMENT, definitions: [only, ...rest] } };
}
