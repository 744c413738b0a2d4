import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';

/** A key that a fetch brings; of entities, for which type. */
export interface FetchedKey {
  readonly key: string;
  readonly isComposite: boolean;
  readonly type?: string;
}

/** The keys under each root field of a fetch's operation, and the root fields themselves. */
export interface FetchedKeys {
  readonly root: readonly FetchedKey[];
  /** The root fields of a query, as the operation has them. */
  readonly fields: readonly FieldNode[];
  under(rootKey: string): readonly FetchedKey[];
}

/** Reads a subgraph operation, once, when it is compiled. */
export function fetchedKeys(operation: string): FetchedKeys {
  const { definitions } = parse(operation, { noLocation: true });
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const root = definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  )!;
  const keysIn = ({ selections }: SelectionSetNode, type?: string): FetchedKey[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.INLINE_FRAGMENT)
        return keysIn(selection.selectionSet, type ?? selection.typeCondition?.name.value);
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const fragment = fragments.get(selection.name.value)!;
        return keysIn(fragment.selectionSet, type ?? fragment.typeCondition.name.value);
      }
      const key = (selection.alias ?? selection.name).value;
      return [
        { key, isComposite: selection.selectionSet !== undefined, ...(type !== undefined && { type }) },
      ];
    });
  return {
    root: distinct(keysIn(root.selectionSet)),
    fields:
      root.operation === 'query'
        ? root.selectionSet.selections.filter((one): one is FieldNode => one.kind === Kind.FIELD)
        : [],
    under: (rootKey) =>
      distinct(
        root.selectionSet.selections.flatMap((selection) =>
          selection.kind === Kind.FIELD &&
          selection.selectionSet &&
          (selection.alias ?? selection.name).value === rootKey
            ? keysIn(selection.selectionSet)
            : [],
        ),
      ),
  };
}

function distinct(keys: readonly FetchedKey[]): FetchedKey[] {
  return [...new Map(keys.map((one) => [`${one.key} ${one.type}`, one])).values()];
}
