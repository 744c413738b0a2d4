import {
  defaultFieldResolver,
  getNamedType,
  type GraphQLField,
  type GraphQLSchema,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import { identifierForm } from '../ledger/submission/fields/index.ts';
import type { SubgraphContext } from './context.ts';

/** What every record keeps by `identifier()`, so that no other form of it can be on record; other numbers are kept as they came. */
const KEPT_IN_FORM: ReadonlySet<string> = new Set(['projectCode', 'codes', 'crewNo', 'sheetNo']);

/**
 * Brings the codes that a list is asked by into the form in which they are kept (规范写法), as records have them and as the look-up of
 * one has it: full-width characters as ASCII, no blanks around. Otherwise the list would be empty of what is on record.
 */
export function askingInForm(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type === schema.getMutationType()) continue;
    for (const field of Object.values(type.getFields())) askInForm(field);
  }
  return schema;
}

function askInForm(field: GraphQLField<unknown, SubgraphContext>): void {
  const own = field.args.map(({ name }) => name).filter((name) => KEPT_IN_FORM.has(name));
  const inside = field.args.flatMap(({ name, type }): [string, string[]][] => {
    const input = getNamedType(type);
    const names = isInputObjectType(input) ? Object.keys(input.getFields()) : [];
    const kept = names.filter((one) => KEPT_IN_FORM.has(one));
    return kept.length > 0 ? [[name, kept]] : [];
  });
  if (own.length + inside.length === 0) return;
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (parent, args, context, info) => {
    const asked = inForm(args, own);
    for (const [name, kept] of inside)
      if (asked[name] != null) asked[name] = inForm(asked[name] as Asked, kept);
    return resolve(parent, asked, context, info);
  };
}

type Asked = Readonly<Record<string, unknown>>;

/** The same with these fields in form, as far as they are stated. */
function inForm(asked: Asked, names: readonly string[]): Record<string, unknown> {
  const formed: Record<string, unknown> = { ...asked };
  for (const name of names) {
    const value = formed[name];
    if (typeof value === 'string') formed[name] = identifierForm(value);
    else if (Array.isArray(value)) formed[name] = value.map((one) => identifierForm(String(one)));
  }
  return formed;
}
