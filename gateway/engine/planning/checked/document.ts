import {
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  visit,
} from 'graphql';

export interface ParsedOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** Reads the text of one operation, with its fragments. */
export function parsedOperation(text: string): ParsedOperation {
  const document = parse(text, { noLocation: true });
  const { definitions } = document;
  const operation = definitions.find(
    (node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION,
  )!;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  return { document, operation, fragments };
}

/** The text of an operation with another selection, declaring what that uses. */
export function operationWith(
  operation: OperationDefinitionNode,
  selections: readonly SelectionNode[],
): string {
  const selectionSet = { kind: Kind.SELECTION_SET as const, selections };
  const used = variablesIn(selectionSet);
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    used.has(variable.name.value),
  );
  return print({ ...operation, variableDefinitions, selectionSet });
}

export function variablesIn(node: ASTNode): Set<string> {
  const used = new Set<string>();
  visit(node, {
    Variable({ name }) {
      used.add(name.value);
    },
  });
  return used;
}
