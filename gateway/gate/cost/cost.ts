import {
  type FieldNode,
  getNamedType,
  getNullableType,
  type GraphQLCompositeType,
  type GraphQLField,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  type SelectionSetNode,
  Kind,
} from 'graphql';
import type { AccessTable } from '../../../schema/access.ts';
import type { Asked } from '../asked.ts';
import { pageJudge } from '../paging.ts';
import { hasVariables, readerOf } from './argument-value.ts';
import { underConditions } from './condition.ts';
import { inputCosts } from './input-cost.ts';
import { listSizeOf } from './list-size.ts';
import { product, type Reckoned, sum, reckon, type Variables } from './reckoned.ts';

// A list nobody sized: most inner lists of the graph (crews of a unit, warnings of a project) are about so long.
const UNSIZED_LIST = 10;

/** Of a selection set: what it costs once, and what it costs for each item of the list that is sized from above. */
interface SetCost {
  once: Reckoned;
  each: Reckoned;
}

const NOTHING: readonly string[] = [];

/**
 * The cost (请求成本) of an operation as a function of its variables: how many things it may touch, by `@cost`, `@listSize`
 * and paging arguments. An object weighs 1 and a leaf 0 unless `@cost` says otherwise; a list multiplies what is below
 * it; input objects weigh 1; what `@skip` and `@include` leave out weighs nothing. The text is read once, here, and each
 * fragment once; a request adds and multiplies what its variables decide, each fragment once. Throws the refusals of
 * pages and list sizes, here for what the text says and from the function for what variables say.
 */
export function costOf(asked: Asked, access: AccessTable, maxPage: number): (variables: Variables) => number {
  const { schema, operation, fragments } = asked;
  const inputCost = inputCosts(access);
  const known = new Map<string, SetCost>();
  let places = 0;

  const ofSet = (set: SelectionSetNode, type: GraphQLCompositeType, sized: readonly string[]): SetCost => {
    const once: Reckoned[] = [];
    const each: Reckoned[] = [];
    for (const selection of set.selections) {
      const cost =
        selection.kind === Kind.FIELD
          ? ofField(selection, type, sized)
          : selection.kind === Kind.FRAGMENT_SPREAD
            ? ofFragment(selection.name.value, sized)
            : ofSet(selection.selectionSet, named(selection.typeCondition?.name.value) ?? type, sized);
      once.push(underConditions(selection, cost.once));
      each.push(underConditions(selection, cost.each));
    }
    return { once: sum(once), each: sum(each) };
  };
  const ofFragment = (name: string, sized: readonly string[]): SetCost => {
    const key = `${name} ${sized}`;
    const remembered = known.get(key);
    if (remembered) return remembered;
    const { selectionSet, typeCondition } = fragments.get(name)!;
    const { once, each } = ofSet(selectionSet, named(typeCondition.name.value)!, sized);
    const cost = { once: inPlace(once), each: inPlace(each) };
    known.set(key, cost);
    return cost;
  };
  const inPlace = (cost: Reckoned): Reckoned => {
    if (typeof cost === 'number') return cost;
    const place = places;
    places += 1;
    return (variables, memo) => {
      if (Number.isNaN(memo[place])) memo[place] = cost(variables, memo);
      return memo[place]!;
    };
  };
  const ofField = (field: FieldNode, parent: GraphQLCompositeType, sized: readonly string[]): SetCost => {
    const name = field.name.value;
    const definition = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (definition === undefined) return { once: 0, each: 0 };
    const { cost: own, listSize, argumentCosts } = access.field(parent.name, name) ?? {};
    const type = getNamedType(definition.type);
    const weight = own ?? access.type(type.name)?.cost ?? (isCompositeType(type) ? 1 : 0);
    const isList = isListType(getNullableType(definition.type));
    const size = listSize && listSizeOf(field, definition, listSize, maxPage);
    const below = (size !== undefined && listSize?.sizedFields) || NOTHING;
    const inner =
      field.selectionSet && isCompositeType(type)
        ? ofSet(field.selectionSet, type, below)
        : { once: 0, each: 0 };
    const one = sum([Math.max(0, weight), inner.once, product(size ?? 0, inner.each)]);
    const args = judged(field, ofArguments(field, definition, argumentCosts));
    if (!isList) return { once: sum([args, one]), each: 0 };
    if (sized.includes(name)) return { once: args, each: one };
    const length = size === undefined || listSize?.sizedFields ? UNSIZED_LIST : size;
    return { once: sum([args, product(length, one)]), each: 0 };
  };
  const judged = (field: FieldNode, cost: Reckoned): Reckoned => {
    const judge = pageJudge(field, maxPage);
    if (judge === undefined) return cost;
    return (variables, memo) => {
      judge(variables);
      return reckon(cost, variables, memo);
    };
  };
  const ofArguments = (
    { arguments: given = [] }: FieldNode,
    { args }: GraphQLField<unknown, unknown>,
    own: Readonly<Record<string, number>> = {},
  ): Reckoned => {
    const costs = given.map(({ name, value }): Reckoned => {
      const definition = args.find((argument) => argument.name === name.value);
      const cost = definition && inputCost(definition.type, own[name.value]);
      if (!cost) return 0;
      const read = readerOf(value);
      return hasVariables(value)
        ? (variables) => Math.max(0, cost(read(variables)))
        : Math.max(0, cost(read({})));
    });
    return sum(costs);
  };
  const named = (name: string | undefined): GraphQLCompositeType | undefined => {
    const type = name === undefined ? undefined : schema.getType(name);
    return isCompositeType(type) ? type : undefined;
  };

  const { once } = ofSet(operation.selectionSet, schema.getRootType(operation.operation)!, NOTHING);
  if (typeof once === 'number') return () => once;
  return (variables) => once(variables, new Float64Array(places).fill(Number.NaN));
}
