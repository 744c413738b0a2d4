import type { FlattenNodePathSegment, PlanNode, RequiresSelection } from '@graphql-hive/router-query-planner';
import { type FieldNode, Kind, type OperationDefinitionNode, print, type SelectionNode } from 'graphql';
import type { PlanTree } from '../planner.ts';
import type { Composition } from './composition.ts';
import { operationWith, parsedOperation, variablesIn } from './document.ts';
import type { FieldSet } from './subgraph-types.ts';

/** An operation in other words, and what makes a plan of these words into one of the operation. */
export interface Reworded {
  readonly words: string;
  complete(tree: PlanTree): PlanTree;
}

/**
 * An operation that asks for what its computed fields require instead of the fields themselves (先取所需): planners do
 * well with it, however long the chain of `@requires` is. Each computed field is fetched by a step of its own
 * afterwards, those first that others require.
 */
export function computedLater(composition: Composition): (operation: string) => Reworded | undefined {
  return (text) => {
    const { operation } = parsedOperation(text);
    // Each change is done, and all that is asked of it fetched, before the next.
    if (operation.operation === 'mutation' && operation.selectionSet.selections.length > 1) return undefined;
    const later: PlanNode[] = [];
    const parts: Parts = { composition, operation, later, taken: prefixNotIn(text), computed: 0 };
    const root = composition.rootType(operation.operation);
    const selections = inPlace(parts, root, operation.selectionSet.selections, []);
    if (later.length === 0) return undefined;
    return {
      words: operationWith(operation, selections),
      complete: (tree) => ({ kind: 'Sequence', nodes: [...(tree ? [tree] : []), ...later] }),
    };
  };
}

interface Parts {
  readonly composition: Composition;
  readonly operation: OperationDefinitionNode;
  readonly later: PlanNode[];
  readonly taken: string;
  computed: number;
}

type Path = readonly FlattenNodePathSegment[];

function inPlace(
  parts: Parts,
  type: string,
  selections: readonly SelectionNode[],
  path: Path,
): readonly SelectionNode[] {
  return selections.flatMap((one): readonly SelectionNode[] => {
    if (one.kind === Kind.FIELD) return required(parts, type, one, path) ?? [inField(parts, type, one, path)];
    if (one.kind !== Kind.INLINE_FRAGMENT || one.typeCondition === undefined) return [one];
    const condition = one.typeCondition.name.value;
    const inner = inPlace(parts, condition, one.selectionSet.selections, [
      ...path,
      { TypeCondition: [condition] },
    ]);
    return [{ ...one, selectionSet: { kind: Kind.SELECTION_SET, selections: inner } }];
  });
}

function inField(parts: Parts, type: string, node: FieldNode, path: Path): FieldNode {
  const value = parts.composition.valueOf(type, node.name.value);
  if (node.selectionSet === undefined || value === undefined) return node;
  const step = { Field: (node.alias ?? node.name).value };
  const below: Path = [...path, step, ...(value.isList ? ['@' as const] : [])];
  const selections = inPlace(parts, value.type, node.selectionSet.selections, below);
  return { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

/** What a computed field is fetched with, in its stead; undefined for any other field. */
function required(
  parts: Parts,
  type: string,
  node: FieldNode,
  path: Path,
): readonly SelectionNode[] | undefined {
  const [owner, ...others] = parts.composition.answering(type, node.name.value);
  const [key] = owner?.types.keys(type) ?? [];
  // An object type there, or an interface object.
  if (owner === undefined || others.length > 0 || key === undefined) return undefined;
  if (!owner.types.possible(type).has(type)) return undefined;
  const fields = owner.field.requires.filter((one) => one.kind === Kind.FIELD);
  if (fields.length === 0 || fields.length < owner.field.requires.length) return undefined;
  parts.computed += 1;
  // Under keys of their own: another field of that name may be asked with other arguments.
  const own = (name: string) => `${parts.taken}${parts.computed}_${name}`;
  const asked = fields.map((one) => ({
    ...one,
    alias: { kind: Kind.NAME as const, value: own(one.name.value) },
  }));
  const told = fields.map((one) => ({
    ...requiredOf(one),
    name: own(one.name.value),
    alias: one.name.value,
  }));
  const inner = inPlace(parts, type, asked, path);
  parts.later.push({
    kind: 'Flatten',
    path: [...path],
    node: {
      kind: 'Fetch',
      serviceName: owner.name,
      operationKind: 'query',
      operation: entityOperation(parts.operation, type, node),
      variableUsages: [...variablesIn(node)],
      requires: [
        {
          kind: 'InlineFragment',
          typeCondition: type,
          selections: [{ kind: 'Field', name: '__typename' }, ...key.map(requiredOf), ...told],
        },
      ],
      // Whatever type an interface object is really of, its subgraph knows it by this name.
      inputRewrites: [
        {
          ValueSetter: {
            path: [{ TypenameEquals: [type] }, { Key: '__typename' }],
            setValueTo: type,
          },
        },
      ],
    },
  });
  return [TYPENAME, ...key, ...inner];
}

function entityOperation(
  { variableDefinitions = [] }: OperationDefinitionNode,
  type: string,
  node: FieldNode,
) {
  const used = variablesIn(node);
  const declared = variableDefinitions.filter(({ variable }) => used.has(variable.name.value));
  const variables = ['$representations: [_Any!]!', ...declared.map(print)].join(', ');
  return `query(${variables}) { _entities(representations: $representations) { ... on ${type} { ${print(node)} } } }`;
}

function requiredOf(node: FieldSet[number]): RequiresSelection {
  if (node.kind === Kind.FRAGMENT_SPREAD) throw new Error('a field set has no named fragments');
  const selections = node.selectionSet?.selections.map(requiredOf);
  if (node.kind === Kind.FIELD)
    return { kind: 'Field', name: node.name.value, ...(selections && { selections }) };
  return {
    kind: 'InlineFragment',
    typeCondition: node.typeCondition?.name.value ?? '',
    selections: selections ?? [],
  };
}

function prefixNotIn(text: string): string {
  let prefix = '_r';
  while (text.includes(prefix)) prefix = `_${prefix}`;
  return prefix;
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
