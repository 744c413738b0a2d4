import {
  type GraphQLArgument,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import type { Random } from './random.ts';

/** A value for a leaf of an argument, or undefined to leave the choice to the generator. */
export type LeafChoice = (type: string, argument: string) => unknown;

/** The variables an operation declares and brings. */
export interface Variables {
  readonly declarations: string[];
  readonly values: Record<string, unknown>;
}

interface Draw {
  choose: Random;
  variables: Variables;
  leaf: LeafChoice;
}

/** The text of a field's arguments, with what must be declared entered into `variables`; empty without any. */
export function argumentsText(args: readonly GraphQLArgument[], draw: Draw): string {
  const given = args
    .filter((arg) => isRequiredArgument(arg) || draw.choose.chance(0.6))
    .map((arg) => `${arg.name}: ${valueText(arg.type, arg.name, draw)}`);
  return given.length === 0 ? '' : `(${given.join(', ')})`;
}

/** A condition for @skip or @include: a literal or a variable. */
export function conditionText(draw: Draw): string {
  return draw.choose.chance(0.3)
    ? String(draw.choose.chance(0.5))
    : variable('Boolean!', draw.choose.chance(0.5), draw);
}

/** A literal, a variable, or a literal with variables inside. */
function valueText(type: GraphQLInputType, name: string, draw: Draw): string {
  const { choose } = draw;
  if (choose.chance(0.4)) {
    const value = drawnValue(type, name, draw, 0);
    if (!isNonNullType(type) && choose.chance(0.15)) return unset(String(type), draw);
    if (isNonNullType(type) || value === null || choose.chance(0.7))
      return variable(String(type), value, draw);
    return variable(`${type}!`, value, draw);
  }
  return literal(type, name, draw, 0);
}

function variable(type: string, value: unknown, { choose, variables }: Draw): string {
  const known = variables.declarations.find((it) => it.endsWith(`: ${type}`));
  if (known !== undefined && choose.chance(0.3)) return known.split(':')[0]!;
  const name = `v${variables.declarations.length}`;
  const withDefault = type === 'Boolean!' && choose.chance(0.2);
  variables.declarations.push(`$${name}: ${type}${withDefault ? ' = true' : ''}`);
  if (!withDefault || choose.chance(0.5)) variables.values[name] = value;
  return `$${name}`;
}

/** A variable that is declared and not brought: the argument counts as not given. */
function unset(type: string, { variables }: Draw): string {
  const name = `v${variables.declarations.length}`;
  variables.declarations.push(`$${name}: ${type}`);
  return `$${name}`;
}

function literal(type: GraphQLInputType, name: string, draw: Draw, depth: number): string {
  if (isNonNullType(type)) return literalSome(type.ofType, name, draw, depth);
  return draw.choose.chance(0.08) ? 'null' : literalSome(type, name, draw, depth);
}

function literalSome(type: GraphQLInputType, name: string, draw: Draw, depth: number): string {
  const { choose } = draw;
  if (depth > 0 && choose.chance(0.2)) return variable(`${type}!`, valueSome(type, name, draw, depth), draw);
  if (isListType(type)) {
    // A single value stands for a list of one.
    if (choose.chance(0.2)) return literalSome(nullable(type.ofType), name, draw, depth + 1);
    const items = Array.from({ length: choose.int(0, 3) }, () => literal(type.ofType, name, draw, depth + 1));
    return `[${items.join(', ')}]`;
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => isRequiredInputField(field) || (depth < 3 && choose.chance(0.5)),
    );
    return `{${fields.map((field) => `${field.name}: ${literal(field.type, field.name, draw, depth + 1)}`).join(', ')}}`;
  }
  const value = leafValue(type, name, draw);
  return isEnumType(type) ? String(value) : JSON.stringify(value);
}

function drawnValue(type: GraphQLInputType, name: string, draw: Draw, depth: number): unknown {
  if (isNonNullType(type)) return valueSome(type.ofType, name, draw, depth);
  return draw.choose.chance(0.08) ? null : valueSome(type, name, draw, depth);
}

function valueSome(type: GraphQLInputType, name: string, draw: Draw, depth: number): unknown {
  const { choose } = draw;
  if (isListType(type))
    return Array.from({ length: choose.int(0, 3) }, () => drawnValue(type.ofType, name, draw, depth + 1));
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => isRequiredInputField(field) || (depth < 3 && choose.chance(0.5)),
    );
    return Object.fromEntries(
      fields.map((field) => [field.name, drawnValue(field.type, field.name, draw, depth + 1)]),
    );
  }
  return leafValue(type, name, draw);
}

const nullable = (type: GraphQLInputType): GraphQLInputType => (isNonNullType(type) ? type.ofType : type);

function leafValue(type: GraphQLInputType, name: string, { choose, leaf }: Draw): unknown {
  const named = getNamedType(type);
  const chosen = leaf(named.name, name);
  if (chosen !== undefined) return chosen;
  if (isEnumType(named)) return choose.pick(named.getValues()).name;
  if (named.name === 'Int') return choose.int(0, 4);
  if (named.name === 'Float') return choose.int(0, 40) / 8;
  if (named.name === 'Boolean') return choose.chance(0.5);
  return choose.pick(['1', '2', '3', '4', '12', 'no "such" id', '桂']);
}
