import {
  buildASTSchema,
  getNamedType,
  type GraphQLField,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  parse,
} from 'graphql';
import { meets } from '../../../gateway/gate/access.ts';
import { committedPromise, committedSupergraph } from '../../../hub/wiring/supergraph.ts';
import type { Caller } from '../../../kernel/caller.ts';
import { type AccessTable, accessTable } from '../../../schema/access.ts';

/** What is said to the fields that want something said, by `Type.field`; one that demands more is left out. */
export type Arguments = Readonly<Record<string, string>>;

/** Fields of one question, beyond which another is begun. */
const MOST_FIELDS = 250;
/** How often an object that is not a root field's own is asked for; it leads to the same fields wherever it stands. */
const OFTEN_ENOUGH = 3;

/**
 * Questions for every field of the graph that a caller may have and that is not deprecated: of each root field without what
 * it is about, the object, what that leads to, and the plain fields of what this leads to.
 */
export function everyField(given: Arguments): (caller: Caller) => string[] {
  const schema = buildASTSchema(parse(committedPromise()), { assumeValidSDL: true });
  const access = accessTable(committedSupergraph());
  return (caller) => {
    const asker = { schema, access, given, caller, asked: new Map<string, number>() };
    return allowed(schema.getQueryType()!, asker).flatMap((field) => questionsBelow(field, asker));
  };
}

/** One object's fields in one question, and the same one by one. */
export interface FieldByField {
  readonly place: string;
  readonly together: string;
  readonly alone: readonly string[];
}

/** Of each root field its object with the plain fields that it leads to, all at once and each field by itself. */
export function fieldByField(given: Arguments): (caller: Caller) => FieldByField[] {
  const schema = buildASTSchema(parse(committedPromise()), { assumeValidSDL: true });
  const access = accessTable(committedSupergraph());
  return (caller) => {
    const asker = { schema, access, given, caller, asked: new Map<string, number>() };
    return allowed(schema.getQueryType()!, asker).flatMap((root) => {
      const { head, type, tail } = opened(root, asker, 5);
      if (type === null) return [];
      return kindsOf(type, asker).map(({ name, fields }) => {
        const question = (below: string) =>
          `{ ${head} { ${isInterfaceType(type) ? `... on ${name} { ${below} }` : below} } ${tail} }`;
        const parts = fields
          .map((field) => selection(field, { ...asker, asked: new Map() }, 1))
          .filter((part) => part !== null);
        return {
          place: `${root.name} ${name}`,
          together: question(parts.join(' ')),
          alone: parts.map(question),
        };
      });
    });
  };
}

interface Asker {
  readonly schema: GraphQLSchema;
  readonly access: AccessTable;
  readonly given: Arguments;
  readonly caller: Caller;
  readonly asked: Map<string, number>;
}

type Field = GraphQLField<unknown, unknown> & { readonly parent: string };

function questionsBelow(root: Field, asker: Asker): string[] {
  const { head, type, tail } = opened(root, asker, 5);
  if (type === null) return [`{ ${head} }`];
  return kindsOf(type, asker).flatMap(({ name, fields }) => {
    const parts = fields.map((field) => selection(field, asker, 2)).filter((part) => part !== null);
    return chunks(parts).map((chunk) => {
      const below = chunk.join(' ');
      return `{ ${head} { ${isInterfaceType(type) ? `... on ${name} { ${below} }` : below} } ${tail} }`;
    });
  });
}

/** A field with all below it to this depth; null where nothing of it is asked. */
function selection(field: Field, asker: Asker, depth: number): string | null {
  const { head, type, tail } = opened(field, asker, 2);
  if (type === null) return head;
  if (depth === 0 || (depth === 1 && isAskedOften(field, asker))) return null;
  const below = kindsOf(type, asker).flatMap(({ name, fields }) => {
    const parts = fields.map((one) => selection(one, asker, depth - 1)).filter((part) => part !== null);
    if (parts.length === 0) return [];
    return isInterfaceType(type) ? [`... on ${name} { ${parts.join(' ')} }`] : parts;
  });
  return below.length === 0 ? null : `${head} { ${below.join(' ')} } ${tail}`;
}

function isAskedOften({ parent, name }: Field, { asked }: Asker): boolean {
  const place = `${parent}.${name}`;
  const times = (asked.get(place) ?? 0) + 1;
  asked.set(place, times);
  return times > OFTEN_ENOUGH;
}

/** A field's name with its arguments, down to the nodes of a list. */
function opened(field: Field, { schema, given }: Asker, first: number) {
  const named = getNamedType(field.type);
  const isConnection = named.name.endsWith('Connection');
  const words = [given[`${field.parent}.${field.name}`], isConnection ? `first: ${first}` : undefined];
  const said = words.filter((word) => word !== undefined).join(', ');
  const name = said === '' ? field.name : `${field.name}(${said})`;
  if (isLeafType(named)) return { head: name, type: null, tail: '' };
  if (!isConnection) return { head: name, type: composite(named.name, schema), tail: '' };
  const node = getNamedType(fieldsOf(schema, named.name)!.nodes!.type);
  return { head: `${name} { nodes`, type: composite(node.name, schema), tail: '}' };
}

function composite(name: string, schema: GraphQLSchema): GraphQLObjectType | GraphQLInterfaceType {
  const type = schema.getType(name);
  if (isObjectType(type) || isInterfaceType(type)) return type;
  throw new Error(`a query leads to ${name}, which is neither an object nor an interface`);
}

function kindsOf(type: GraphQLObjectType | GraphQLInterfaceType, asker: Asker) {
  const kinds = isInterfaceType(type) ? asker.schema.getPossibleTypes(type) : [type];
  return kinds.map((kind) => ({ name: kind.name, fields: allowed(kind, asker) }));
}

function allowed(type: GraphQLObjectType, { access, given, caller, schema }: Asker): Field[] {
  return Object.values(type.getFields())
    .filter(({ name, args, deprecationReason, type: of }) => {
      if (deprecationReason) return false;
      if (args.some(isRequiredArgument) && given[`${type.name}.${name}`] === undefined) return false;
      const named = getNamedType(of).name;
      const node = getNamedType(fieldsOf(schema, named)?.nodes?.type)?.name;
      return [access.field(type.name, name), access.type(named), node && access.type(node)].every(
        (demand) => !demand || meets(caller, demand),
      );
    })
    .map((field) => ({ ...field, parent: type.name }));
}

const fieldsOf = (schema: GraphQLSchema, name: string) => {
  const type = schema.getType(name);
  return isObjectType(type) ? type.getFields() : undefined;
};

function chunks(parts: readonly string[]): string[][] {
  const found: string[][] = [[]];
  let size = 0;
  for (const part of parts) {
    const fields = part.split(/\s+/).length;
    if (size > 0 && size + fields > MOST_FIELDS) {
      found.push([]);
      size = 0;
    }
    found.at(-1)!.push(part);
    size += fields;
  }
  return found.filter((chunk) => chunk.length > 0);
}
