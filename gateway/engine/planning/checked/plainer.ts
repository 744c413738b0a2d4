import { type FieldNode, Kind, type SelectionNode } from 'graphql';
import type { Composition } from './composition.ts';
import { operationWith, parsedOperation } from './document.ts';

/**
 * The same operation in words that planners do better with (改写), where interface objects are in it: these are asked for
 * their type and keys, and a condition on any other abstract type is spelled out as conditions on object types. What is
 * fetched for it beyond the operation is nobody's to read.
 */
export function plainerWords(composition: Composition): (operation: string) => string {
  return (text) => {
    const { operation } = parsedOperation(text);
    const { selections } = operation.selectionSet;
    const plainer = inPlace(composition, composition.rootType(operation.operation), selections);
    if (plainer === selections) return text;
    return operationWith(operation, plainer);
  };
}

/** Answers the same list where nothing is to be said in other words. */
function inPlace(
  composition: Composition,
  type: string,
  selections: readonly SelectionNode[],
): readonly SelectionNode[] {
  const keys = composition.keysOfInterfaceObject(type);
  const below = selections.flatMap((one): readonly SelectionNode[] => {
    if (one.kind === Kind.FIELD) return [inField(composition, type, one)];
    if (one.kind === Kind.INLINE_FRAGMENT && one.typeCondition !== undefined)
      return inFragment(composition, type, one, one.typeCondition.name.value);
    return [one];
  });
  const added = keys.length > 0 ? [TYPENAME, ...keys.flat()] : [];
  const isSame = added.length === 0 && below.every((one, place) => one === selections[place]);
  if (isSame && below.length === selections.length) return selections;
  return below.length + added.length > 0 ? [...added, ...below] : [TYPENAME];
}

function inField(composition: Composition, type: string, node: FieldNode): FieldNode {
  const below = composition.valueOf(type, node.name.value)?.type;
  if (node.selectionSet === undefined || below === undefined) return node;
  const { selections } = node.selectionSet;
  const plainer = inPlace(composition, below, selections);
  if (plainer === selections) return node;
  return { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections: plainer } };
}

type Fragment = Extract<SelectionNode, { kind: Kind.INLINE_FRAGMENT }>;

function inFragment(composition: Composition, type: string, node: Fragment, condition: string): Fragment[] {
  const { kinds, isObject } = composition;
  const isSpelledOut =
    isObject(condition) || condition === type || composition.keysOfInterfaceObject(type).length === 0;
  const names = isSpelledOut
    ? [condition]
    : [...kinds.of(condition)].filter((one) => isObject(one) && kinds.of(type).has(one));
  return names.map((name) => {
    const { selections } = node.selectionSet;
    const plainer = inPlace(composition, name, selections);
    if (name === condition && plainer === selections) return node;
    return {
      ...node,
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: name } },
      selectionSet: { kind: Kind.SELECTION_SET, selections: plainer },
    };
  });
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
