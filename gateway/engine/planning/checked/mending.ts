import type { BatchFetchNode, FetchNode, RequiresSelection } from '@graphql-hive/router-query-planner';
import { type ASTNode, type DocumentNode, Kind, print, type SelectionNode, visit } from 'graphql';
import type { Kinds } from '../../kinds.ts';
import { flaw } from './flaw.ts';

/** The objects that a step is about, by type: those it can ask about, and those it would have to ask without a key. */
export interface Asked {
  readonly able: Set<string>;
  readonly unable: Set<string>;
}

/** What a step requires, of the objects only that it can ask about. @throws Error where these cannot be told apart */
export function ofTheAble(
  requires: readonly RequiresSelection[],
  { able, unable }: Asked,
  kinds: Kinds,
): RequiresSelection[] {
  const isMixed = [...able].some((type) => [...unable].some((other) => kinds.of(type).has(other)));
  if (able.size === 0 || isMixed) throw flaw('a step asks about objects for which it has no key');
  return [...able].map((type) => ({
    kind: 'InlineFragment',
    typeCondition: type,
    selections: requiredOf(requires, type, kinds),
  }));
}

function requiredOf(requires: readonly RequiresSelection[], type: string, kinds: Kinds): RequiresSelection[] {
  return requires.flatMap((one) => {
    if (one.kind !== 'InlineFragment') return [one];
    return kinds.of(one.typeCondition).has(type) ? requiredOf(one.selections, type, kinds) : [];
  });
}

/** Takes fragments that nothing can meet out of a fetch: they bring nothing, and a subgraph refuses them. */
export function leaveOut(
  node: FetchNode | BatchFetchNode,
  document: DocumentNode,
  fragments: ReadonlySet<SelectionNode>,
): void {
  const rest: DocumentNode = visit(document, {
    InlineFragment: (one) => (fragments.has(one) ? null : undefined),
    SelectionSet: {
      leave: (set) => (set.selections.length > 0 ? undefined : { ...set, selections: [TYPENAME] }),
    },
  });
  const { spread, variables } = usedIn(rest);
  node.operation = print(
    visit(rest, {
      VariableDefinition: ({ variable }) => (variables.has(variable.name.value) ? undefined : null),
      FragmentDefinition: ({ name }) => (spread.has(name.value) ? undefined : null),
    }),
  );
  if (node.variableUsages) node.variableUsages = node.variableUsages.filter((name) => variables.has(name));
}

/** The fragments that the operation of a document spreads, one within another, and the variables it uses. */
function usedIn({ definitions }: DocumentNode) {
  const spread = new Set<string>();
  const variables = new Set<string>();
  const look = (one: ASTNode): void => {
    visit(one, {
      VariableDefinition: () => false,
      Variable({ name }) {
        variables.add(name.value);
      },
      FragmentSpread({ name }) {
        spread.add(name.value);
      },
    });
  };
  for (const one of definitions) if (one.kind === Kind.OPERATION_DEFINITION) look(one);
  // A set takes in what is added while it is gone through.
  for (const name of spread)
    for (const one of definitions)
      if (one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === name) look(one);
  return { spread, variables };
}

const TYPENAME = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
