import {
  defaultFieldResolver,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLField,
  type GraphQLSchema,
  isObjectType,
  type ObjectTypeDefinitionNode,
  type ObjectTypeExtensionNode,
} from 'graphql';
import {
  type Classification,
  compareClassification,
  MASKS,
  type MaskName,
} from '../kernel/classification.ts';
import type { SubgraphContext } from './context.ts';

export interface Rule {
  readonly level: Classification;
  readonly mask: MaskName;
}

/** What the composed graph says of a field; undefined where it does not classify it. */
export type Composed = (type: string, field: string) => Rule | undefined;

/**
 * Puts the mask of `@classified` around each resolver of a field above GENERAL: the owner masks (所有者脱敏),
 * unless the assertion says that this caller may see the level in clear. A department writes no masking of its own.
 * Where departments share a field, the strictest statement holds for all of them: that is what `composed` knows.
 */
export function masked(schema: GraphQLSchema, typeDefs: DocumentNode, composed: Composed): GraphQLSchema {
  for (const definition of typeDefs.definitions) {
    if (definition.kind !== 'ObjectTypeDefinition' && definition.kind !== 'ObjectTypeExtension') continue;
    const type = schema.getType(definition.name.value);
    if (!isObjectType(type)) continue;
    const typeRule = ruleOf(definition);
    for (const node of definition.fields ?? []) {
      const rule = stricter(ruleOf(node) ?? typeRule, composed(type.name, node.name.value));
      const field = type.getFields()[node.name.value];
      if (rule && rule.level !== 'GENERAL' && field) maskField(field, rule);
    }
  }
  return schema;
}

function maskField(field: GraphQLField<unknown, SubgraphContext>, rule: Rule): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  const mask = MASKS[rule.mask];
  field.resolve = (parent, args, context, info) => {
    const value = resolve(parent, args, context, info);
    if (context.sees(rule.level)) return value;
    return value instanceof Promise ? value.then((one) => hide(one, mask)) : hide(value, mask);
  };
}

/** Of two statements the stricter; of equals the department's own, which knows the form of its text. */
function stricter(own: Rule | null, composed: Rule | undefined): Rule | null {
  if (!own || !composed) return own ?? composed ?? null;
  return compareClassification(composed.level, own.level) > 0 ? composed : own;
}

// A mask is a form of a text: anything else that is classified is not shown at all.
const hide = (value: unknown, mask: (text: string) => string | null): unknown =>
  typeof value === 'string' ? mask(value) : null;

function ruleOf(node: ObjectTypeDefinitionNode | ObjectTypeExtensionNode | FieldDefinitionNode): Rule | null {
  const directive = node.directives?.find((one) => one.name.value === 'classified');
  if (!directive) return null;
  const word = (name: string) => {
    const value = directive.arguments?.find((one) => one.name.value === name)?.value;
    return value?.kind === 'EnumValue' ? value.value : undefined;
  };
  return { level: word('level') as Classification, mask: (word('mask') ?? 'NULL') as MaskName };
}
