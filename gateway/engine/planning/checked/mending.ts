import type { BatchFetchNode, FetchNode, RequiresSelection } from '@graphql-hive/router-query-planner';
import { type DocumentNode, Kind, print, type SelectionNode, visit } from 'graphql';
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
  const used = new Set<string>();
  visit(rest, {
    VariableDefinition: () => false,
    Variable({ name }) {
      used.add(name.value);
    },
  });
  node.operation = print(
    visit(rest, { VariableDefinition: ({ variable }) => (used.has(variable.name.value) ? false : null) }),
  );
  if (node.variableUsages) node.variableUsages = node.variableUsages.filter((name) => used.has(name));
}

const TYPENAME = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
