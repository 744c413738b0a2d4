import type { FieldNode, GraphQLArgument, GraphQLField } from 'graphql';
import type { ListSize } from '../../../schema/access.ts';
import { refusal } from '../../refusal.ts';
import { type Placed, valueAt } from './argument-value.ts';
import type { Reckoned, Variables } from './reckoned.ts';

/**
 * How long the list of a field may get by its `@listSize`: the largest slicing argument the request gives, or the
 * schema's default for one, or the assumed size, or as long as a page may be.
 */
export function listSizeOf(
  field: FieldNode,
  { args }: GraphQLField<unknown, unknown>,
  listSize: ListSize,
  maxPage: number,
): Reckoned {
  const { slicingArguments = [], assumedSize, requireOneSlicingArgument = true } = listSize;
  const given = slicingArguments.flatMap((name) => valueAt(field, name) ?? []);
  const byDefault = slicingArguments.map((name) => defaultOf(args, name)).find((it) => it !== undefined);
  const unasked = Math.max(0, byDefault ?? assumedSize ?? maxPage);
  const isRequired = requireOneSlicingArgument && slicingArguments.length > 0;
  const size = (variables: Variables): number => {
    const sizes = sizesOf(given, variables);
    const count = sizes.length > 0 ? sizes.length : byDefault === undefined ? 0 : 1;
    if (isRequired && count !== 1) throw unstated(field, slicingArguments);
    return sizes.length > 0 ? Math.max(0, ...sizes) : unasked;
  };
  return given.every(({ isKnown }) => isKnown) ? size({}) : size;
}

function sizesOf(given: readonly Placed[], variables: Variables): number[] {
  return given.map(({ read }) => read(variables)).filter((size) => typeof size === 'number');
}

function defaultOf(args: readonly GraphQLArgument[], name: string): number | undefined {
  const value = args.find((argument) => argument.name === name)?.defaultValue;
  return typeof value === 'number' ? value : undefined;
}

function unstated({ alias, name }: FieldNode, slicingArguments: readonly string[]) {
  const field = (alias ?? name).value;
  return refusal('LIST_SIZE_NOT_STATED', `${field}: give one of ${slicingArguments.join(', ')}`, {
    field,
    arguments: slicingArguments,
  });
}
