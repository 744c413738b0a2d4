import { type ObjectShape, type PlaceShape, shapeFor } from './shaping/shape.ts';
import { type Path, valueAt } from './shaping/traced.ts';

/** At most so many paths for one place: a client may ask for the same thing under many aliases. */
const MOST_PATHS = 100;

/**
 * Where a client reads a place of the merged data: once for each alias under which it asks for it. A place that the
 * client did not ask for anywhere, such as a key fetched on the way, is told at what it belongs to.
 */
export function clientPaths(root: ObjectShape, merged: unknown, at: Path): Path[] {
  const found: Path[] = [];
  const near: Path[] = [];
  const inObject = (shape: ObjectShape, value: unknown, step: number, path: Path): void => {
    const key = at[step];
    const fields = shape.fields.filter((field) => field.key === key && field.own === undefined);
    if (fields.length === 0 && path.length > 0) near.push(path);
    for (const { response, below } of fields) {
      if (found.length >= MOST_PATHS) return;
      let inner = isObject(value) ? valueAt(value, String(key)) : undefined;
      let next = step + 1;
      const steps: (string | number)[] = [...path, response];
      for (; typeof at[next] === 'number'; next += 1) {
        const index = at[next] as number;
        steps.push(index);
        inner = Array.isArray(inner) ? inner[index] : undefined;
      }
      if (next >= at.length || below === undefined) found.push(steps);
      else for (const kind of kindsOf(below, inner, at[next])) inObject(kind, inner, next, steps);
    }
  };
  inObject(root, merged, 0, []);
  return found.length > 0 ? found : near.slice(0, MOST_PATHS);
}

/** The shape of what stands at a place; where nothing does, of the first kind that has the field. */
function kindsOf(place: PlaceShape, value: unknown, key: unknown): ObjectShape[] {
  if (isObject(value)) {
    const shape = shapeFor(place, valueAt(value, '__typename'));
    return shape === null ? [] : [shape];
  }
  const kinds = [place.other, ...place.byType.values()];
  return [kinds.find(({ fields }) => fields.some((field) => field.key === key)) ?? place.other];
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
