import {
  doTypesOverlap,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isLeafType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { argumentsText, conditionText, type LeafChoice, type Variables } from './argument-values.ts';
import type { Random } from './random.ts';
import { entered, type Scope } from './response-scope.ts';

export interface Draw {
  readonly schema: GraphQLSchema;
  readonly choose: Random;
  readonly variables: Variables;
  /** Named fragments by name, as SDL text. */
  readonly fragments: Map<string, string>;
  readonly leaf: LeafChoice;
  readonly without: (type: string, field: string) => boolean;
  readonly tameAliases: boolean;
  readonly depth: number;
  readonly left: { fields: number };
}

const TAME = ['a0', 'a1', 'a2', 'a3'];
const WILD = ['__typename', 'id', 'constructor', 'toString', '_entities', 'representations'];

/** The selection set of the operation itself, sometimes with introspection in it. */
export function rootSelections(root: GraphQLObjectType, scope: Scope, draw: Draw): string {
  const { choose, schema } = draw;
  const text = selections(root, scope, draw, 0);
  if (!choose.chance(0.06)) return text;
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const asked = choose.pick([
    '__schema { queryType { name } mutationType { name } }',
    `shape: __type(name: "${choose.pick(types).name}") { __typename kind name fields { name args { name } type { kind name } } }`,
  ]);
  return text.replace('{', `{ ${asked} `);
}

/** `isInside`: directly in a fragment, where another fragment is rarer. */
function selections(
  type: GraphQLCompositeType,
  scope: Scope,
  draw: Draw,
  depth: number,
  isInside = false,
): string {
  const { choose } = draw;
  const count = choose.int(1, isUnionType(type) ? 3 : 5);
  const parts: string[] = [];
  for (let place = 0; place < count; place++) {
    const part = choose.chance(isUnionType(type) ? 0.8 : isInside ? 0.08 : 0.2)
      ? fragment(type, scope, draw, depth)
      : oneField(type, scope, draw, depth);
    if (part !== undefined) parts.push(part);
  }
  if (parts.length === 0) parts.push(typename(type, scope));
  // The same thing twice is asked once.
  if (choose.chance(0.05)) parts.push(choose.pick(parts));
  return `{ ${parts.join(' ')} }`;
}

function typename(parent: GraphQLCompositeType, scope: Scope): string {
  const chosen = { parent, name: '__typename', args: '', type: 'String!', isLeaf: true };
  for (let place = 0; ; place++) {
    const key = place === 0 ? '__typename' : `t${place}`;
    if (entered(scope, key, chosen)) return place === 0 ? key : `${key}: __typename`;
  }
}

function oneField(parent: GraphQLCompositeType, scope: Scope, draw: Draw, depth: number): string | undefined {
  const { choose, left } = draw;
  if (isUnionType(parent) || choose.chance(0.08))
    return `${typename(parent, scope)}${directives(draw, 0.05)}`;
  const able = Object.values(parent.getFields()).filter(
    (field) =>
      !draw.without(parent.name, field.name) &&
      (isLeafType(getNamedType(field.type)) || (depth < draw.depth && left.fields > 0)),
  );
  if (able.length === 0) return undefined;
  left.fields -= 1;
  const field = choose.pick(able);
  const args = argumentsText(field.args, draw);
  const named = getNamedType(field.type);
  const chosen = { parent, name: field.name, args, type: String(field.type), isLeaf: isLeafType(named) };
  for (let attempt = 0; attempt < 4; attempt++) {
    const key = attempt === 3 ? `x${left.fields + 1000}` : keyFor(field, parent, draw);
    const inner = entered(scope, key, chosen);
    if (inner === undefined) continue;
    const head = key === field.name ? key : `${key}: ${field.name}`;
    const below = isCompositeType(named) ? ` ${selections(named, inner, draw, depth + 1)}` : '';
    return `${head}${args}${directives(draw, 0.08)}${below}`;
  }
  return undefined;
}

function keyFor(field: GraphQLField<unknown, unknown>, parent: GraphQLCompositeType, draw: Draw): string {
  const { choose } = draw;
  if (!choose.chance(0.35)) return field.name;
  if (draw.tameAliases || choose.chance(0.3)) return choose.pick(TAME);
  if (choose.chance(0.15)) return choose.pick(WILD);
  return choose.pick(isUnionType(parent) ? TAME : Object.keys(parent.getFields()));
}

function fragment(type: GraphQLCompositeType, scope: Scope, draw: Draw, depth: number): string | undefined {
  const { choose, schema, fragments } = draw;
  if (depth > draw.depth) return undefined;
  const able = Object.values(schema.getTypeMap()).filter(
    (it) => isCompositeType(it) && !it.name.startsWith('__') && doTypesOverlap(schema, type, it),
  ) as GraphQLCompositeType[];
  const objects = able.filter((it) => isObjectType(it));
  const on = choose.pick(choose.chance(0.6) ? objects : able);
  if (choose.chance(0.15))
    return `... ${directives(draw, 0.4)} ${selections(type, scope, draw, depth + 1, true)}`;
  const marks = directives(draw, 0.1);
  if (!choose.chance(0.3))
    return `... on ${on.name} ${marks} ${selections(on, scope, draw, depth + 1, true)}`;
  const name = `Part${fragments.size}`;
  fragments.set(name, '');
  fragments.set(name, `fragment ${name} on ${on.name} ${selections(on, scope, draw, depth + 1, true)}`);
  return `...${name} ${marks}`;
}

function directives(draw: Draw, probability: number): string {
  const marks = ['skip', 'include'].filter(() => draw.choose.chance(probability));
  return marks.map((name) => ` @${name}(if: ${conditionText(draw)})`).join('');
}
