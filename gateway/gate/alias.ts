import {
  getNamedType,
  type GraphQLCompositeType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { refusal } from '../refusal.ts';
import type { Asked } from './asked.ts';

/**
 * Refuses an alias that is the name of another field of the same type. Between subgraphs the planner sends keys under
 * their bare names: an alias there can put another value in a key's place, so that a department answers about
 * somebody else's record, or the answer carries the key. Only in front of the stock engine: the hub's own keeps aliases
 * to itself (docs/decisions/0020).
 */
export function refuseShadowing(asked: Asked): void {
  const { schema } = asked;
  const seen = new Set<string>();
  const look = (set: SelectionSetNode, parent: GraphQLCompositeType): void => {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const name = selection.name.value;
        if (seen.has(name)) continue;
        seen.add(name);
        const fragment = asked.fragments.get(name)!;
        look(fragment.selectionSet, typeNamed(asked, fragment.typeCondition.name.value) ?? parent);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        look(selection.selectionSet, typeNamed(asked, selection.typeCondition?.name.value) ?? parent);
      } else {
        const { name, alias } = selection;
        if (alias && alias.value !== name.value && hasField(asked, parent, alias.value))
          throw refusal('ALIAS_SHADOWS_FIELD', `${alias.value} is another field of ${parent.name}`, {
            alias: alias.value,
            field: `${parent.name}.${name.value}`,
          });
        const field =
          isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name.value] : undefined;
        const type = field && getNamedType(field.type);
        if (selection.selectionSet && isCompositeType(type)) look(selection.selectionSet, type);
      }
    }
  };
  look(asked.operation.selectionSet, schema.getRootType(asked.operation.operation)!);
}

// The root is no entity: its aliases are how one asks the same question twice.
function hasField({ schema, operation }: Asked, type: GraphQLCompositeType, name: string): boolean {
  if (type === schema.getRootType(operation.operation)) return false;
  const types = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  return types.some((one) => name in one.getFields());
}

function typeNamed({ schema }: Asked, name: string | undefined): GraphQLCompositeType | undefined {
  const type = name === undefined ? undefined : schema.getType(name);
  return isCompositeType(type) ? type : undefined;
}
