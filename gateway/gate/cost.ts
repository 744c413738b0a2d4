import {
  type FieldNode,
  getNamedType,
  getNullableType,
  type GraphQLCompositeType,
  isCompositeType,
  isListType,
  isObjectType,
  isInterfaceType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { AccessTable, ListSize } from '../../schema/access.ts';
import { refusal } from '../refusal.ts';
import type { Asked } from './asked.ts';
import { pageArgument, refuseBadPage } from './paging.ts';

export interface CostLimits {
  maxPage: number;
  maxCost: number;
}

// A list nobody sized: most inner lists of the graph (crews of a unit, warnings of a project) are about so long.
const UNSIZED_LIST = 10;

/** A size waiting for a field below: `projects(first: 50)` sizes `nodes` and `edges` of the connection. */
interface Sizing {
  fields: readonly string[];
  size: number;
}

/**
 * Estimates how many things an operation may touch, by `@cost`, `@listSize` and paging arguments, and refuses above
 * the limit. An object weighs 1 and a scalar 0 unless `@cost` says otherwise; a list multiplies what is below it.
 * Each fragment is reckoned once per sizing, so that a bomb of fragments costs its sender, not us.
 */
export function refuseCostly(asked: Asked, access: AccessTable, { maxPage, maxCost }: CostLimits): number {
  const { schema, operation, fragments, variables } = asked;
  const known = new Map<string, number>();

  const ofSet = (set: SelectionSetNode, type: GraphQLCompositeType, sizing?: Sizing): number => {
    let total = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) total += ofField(selection, type, sizing);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) total += ofFragment(selection.name.value, sizing);
      else
        total += ofSet(
          selection.selectionSet,
          compositeNamed(selection.typeCondition?.name.value) ?? type,
          sizing,
        );
    }
    return total;
  };
  const ofFragment = (name: string, sizing?: Sizing): number => {
    const key = `${name} ${sizing?.size} ${sizing?.fields}`;
    const fragment = fragments.get(name)!;
    const cost =
      known.get(key) ??
      ofSet(fragment.selectionSet, compositeNamed(fragment.typeCondition.name.value)!, sizing);
    known.set(key, cost);
    return cost;
  };
  const ofField = (field: FieldNode, parent: GraphQLCompositeType, sizing?: Sizing): number => {
    const name = field.name.value;
    const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (definition === undefined) return 0;
    refuseBadPage(field, variables, maxPage);
    const { cost, listSize, argumentCosts = {} } = access.field(parent.name, name) ?? {};
    const type = getNamedType(definition.type);
    const isList = isListType(getNullableType(definition.type));
    const size = listSize && (sizeOf(field, listSize) ?? defaultSize(definition.args, listSize) ?? maxPage);
    const sized = sizing?.fields.includes(name) ? sizing.size : undefined;
    const times = isList ? (sized ?? (listSize?.sizedFields ? undefined : size) ?? UNSIZED_LIST) : 1;
    const below =
      listSize?.sizedFields && size !== undefined ? { fields: listSize.sizedFields, size } : undefined;
    const weight = cost ?? (isCompositeType(type) ? (access.type(type.name)?.cost ?? 1) : 0);
    const inner = field.selectionSet && isCompositeType(type) ? ofSet(field.selectionSet, type, below) : 0;
    const given = (field.arguments ?? []).reduce(
      (sum, argument) => sum + (argumentCosts[argument.name.value] ?? 0),
      0,
    );
    return given + times * (weight + inner);
  };
  const sizeOf = (field: FieldNode, { slicingArguments = [], assumedSize }: ListSize): number | undefined => {
    const sizes = slicingArguments
      .map((name) => pageArgument(field, name, variables))
      .filter((it) => it !== undefined);
    return sizes.length > 0 ? Math.max(...sizes) : assumedSize;
  };
  const compositeNamed = (name: string | undefined): GraphQLCompositeType | undefined => {
    const type = name === undefined ? undefined : schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  };

  const cost = ofSet(operation.selectionSet, schema.getRootType(operation.operation)!);
  if (!(cost <= maxCost))
    throw refusal('COST_EXCEEDED', `the operation may cost ${cost}, at most ${maxCost} is allowed`, {
      cost,
      limit: maxCost,
    });
  return cost;
}

function defaultSize(
  args: readonly { name: string; defaultValue?: unknown }[],
  { slicingArguments = [] }: ListSize,
) {
  const defaults = args
    .filter(({ name }) => slicingArguments.includes(name))
    .map(({ defaultValue }) => defaultValue);
  return defaults.find((value): value is number => typeof value === 'number');
}
