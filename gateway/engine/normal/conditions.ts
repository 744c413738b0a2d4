import {
  type DirectiveNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  visit,
} from 'graphql';

/** The values of `@skip` and `@include` by variable, in one request. */
export type Conditions = ReadonlyMap<string, boolean>;

/** The variables that decide `@skip` and `@include` anywhere in an operation, in the order of their first use. */
export function conditionVariables(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): { readonly all: readonly string[]; readonly skipping: ReadonlySet<string> } {
  const names = new Set<string>();
  const skipping = new Set<string>();
  const reached = new Set<string>();
  const look = (node: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(node, {
      Directive(directive) {
        const value = decider(directive);
        if (value?.kind !== Kind.VARIABLE) return;
        names.add(value.name.value);
        if (directive.name.value === 'skip') skipping.add(value.name.value);
      },
      FragmentSpread({ name: { value } }) {
        const fragment = fragments.get(value);
        if (fragment === undefined || reached.has(value)) return;
        reached.add(value);
        look(fragment);
      },
    });
  };
  look(operation);
  return { all: [...names], skipping };
}

/** Whether a selection stands under these conditions. */
export function stands({ directives = [] }: SelectionNode, conditions: Conditions): boolean {
  return directives.every((directive) => {
    const value = decider(directive);
    if (value === undefined) return true;
    const holds =
      value.kind === Kind.VARIABLE
        ? conditions.get(value.name.value) === true
        : value.kind === Kind.BOOLEAN && value.value;
    return directive.name.value === 'skip' ? !holds : holds;
  });
}

function decider({ name, arguments: given = [] }: DirectiveNode) {
  if (name.value !== 'skip' && name.value !== 'include') return undefined;
  return given.find((argument) => argument.name.value === 'if')?.value;
}
