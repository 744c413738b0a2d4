import {
  getNullableType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
} from 'graphql';

/**
 * Records of a submission, of which no field is judged by its type (`Stated`): that they are objects with known names is
 * all there is to read, and reading thousands field by field costs more than everything else the gate does.
 * @returns the records as they came; undefined where something is otherwise, which is then read and told in full
 */
export function statedRecords(value: unknown, type: GraphQLInputType): unknown[] | undefined {
  const list = getNullableType(type);
  if (!Array.isArray(value) || !isListType(list)) return undefined;
  const record = getNullableType(list.ofType);
  if (!isInputObjectType(record)) return undefined;
  const names = namesOf(record);
  return names !== null && value.every((one) => isOf(names, one)) ? value : undefined;
}

type Names = ReadonlyMap<string, 'STATED' | 'ID'>;
const known = new WeakMap<GraphQLInputObjectType, { readonly names: Names | null }>();

/** Null where a field has another type, or must be there. */
function namesOf(type: GraphQLInputObjectType): Names | null {
  const remembered = known.get(type);
  if (remembered) return remembered.names;
  const fields = Object.values(type.getFields());
  const isPlain = fields.every(
    ({ type, defaultValue }) => defaultValue === undefined && ['Stated', 'ID'].includes(String(type)),
  );
  const names = isPlain
    ? new Map(fields.map(({ name, type }) => [name, String(type) === 'ID' ? 'ID' : 'STATED'] as const))
    : null;
  known.set(type, { names });
  return names;
}

function isOf(names: Names, record: unknown): boolean {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return false;
  for (const name in record) {
    const kind = names.get(name);
    if (kind === 'STATED') continue;
    const value = (record as Record<string, unknown>)[name];
    if (kind === undefined || (typeof value !== 'string' && value !== null)) return false;
  }
  return true;
}
