import {
  defaultFieldResolver,
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import { BadInput } from '../kernel/refusals.ts';
import type { SubgraphContext } from './context.ts';

/**
 * Puts before each field with a filter the question whether a period in it ends before it begins (起止日期颠倒): there is nothing in such
 * a period, and what is not there would look like nothing done. Changes have their envelope and verdicts.
 */
export function refusingReversed(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type === schema.getMutationType()) continue;
    for (const field of Object.values(type.getFields())) refuseReversed(field);
  }
  return schema;
}

function refuseReversed(field: GraphQLField<unknown, SubgraphContext>): void {
  const own = periodsOf(null, Object.fromEntries(field.args.map((one) => [one.name, one])));
  const periods = [...own, ...field.args.flatMap(periodsWithin)];
  if (periods.length === 0) return;
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (parent, args, context, info) => {
    for (const period of periods) check(period, args);
    return resolve(parent, args, context, info);
  };
}

/** The two ends of a period among the arguments, or among the fields of one. */
interface Period {
  readonly argument: string | null;
  readonly from: string;
  readonly to: string;
}

function periodsWithin({ name, type }: GraphQLArgument): Period[] {
  const input = getNamedType(type);
  return isInputObjectType(input) ? periodsOf(name, input.getFields()) : [];
}

/**
 * `from` and `to`, or the like with a word before them, such as `dueFrom` and `dueTo`. What asks for a period in any case judges its
 * length as well, and says so in its own words (PERIOD_TOO_LONG).
 */
function periodsOf(
  argument: string | null,
  fields: Readonly<Record<string, { readonly type: GraphQLInputType }>>,
): Period[] {
  return Object.keys(fields).flatMap((from) => {
    const to = from.replace(/^from$/, 'to').replace(/From$/, 'To');
    const isPeriod = to !== from && [from, to].every((one) => String(fields[one]?.type) === 'Date');
    return isPeriod ? [{ argument, from, to }] : [];
  });
}

type Stated = Readonly<Record<string, string | null | undefined>>;

function check({ argument, from, to }: Period, args: Readonly<Record<string, unknown>>): void {
  const stated = (argument === null ? args : args[argument]) as Stated | null | undefined;
  const [first, last] = [stated?.[from], stated?.[to]];
  if (first == null || last == null || first <= last) return;
  throw new BadInput('PERIOD_REVERSED', `"${to}" is before "${from}"`, {
    path: argument === null ? [to] : [argument, to],
    expected: `a day not before ${first}`,
    came: last,
    remedy: 'exchange the two days, or leave one out',
  });
}
