import type { Loss } from '../session.ts';

type Path = (string | number)[];
type Lost = Pick<Loss, 'at' | 'fields'>;

/**
 * The concrete response paths a lost fetch left empty: `@` is replaced by the indices of the answer's lists.
 * A field is lost where the answer holds its key with null; a key the client did not ask for, or that belongs to
 * another type, is not there. Where a required field emptied its parent, the parent's path is given.
 */
export function lostPaths(data: unknown, { at, fields }: Lost, most: number): Path[] {
  const exact: Path[] = [];
  const parents: Path[] = [];
  const walk = (value: unknown, step: number, path: Path): void => {
    if (exact.length >= most) return;
    if (value === null || value === undefined) {
      if (parents.length < most) parents.push(path);
    } else if (Array.isArray(value)) {
      const next = at[step] === '@' ? step + 1 : step;
      for (const [index, item] of value.entries()) walk(item, next, [...path, index]);
    } else if (step === at.length) {
      exact.push(...nullFields(value as object, fields).map((key) => [...path, key]));
    } else {
      const key = String(at[step]);
      // Never through the prototype: a client may call a field `constructor`.
      walk(Object.hasOwn(value as object, key) ? (value as Record<string, unknown>)[key] : null, step + 1, [
        ...path,
        key,
      ]);
    }
  };
  walk(data, 0, []);
  const found = exact.length > 0 ? exact : parents.filter((path) => path.length > 0);
  return found.length > 0 ? found.slice(0, most) : [beforeLists([...at, ...fields.slice(0, 1)])];
}

function nullFields(value: object, fields: Lost['fields']): string[] {
  const isLost = (key: string) =>
    Object.hasOwn(value, key) && (value as Record<string, unknown>)[key] === null;
  return [...new Set(fields)].filter(isLost);
}

function beforeLists(at: Loss['at']): Path {
  const list = at.indexOf('@');
  return [...(list < 0 ? at : at.slice(0, list))];
}
