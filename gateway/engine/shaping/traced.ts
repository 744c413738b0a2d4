import {
  getNullableType,
  type GraphQLLeafType,
  type GraphQLOutputType,
  isListType,
  isNonNullType,
} from 'graphql';
import { type LeafReader, leafReader } from './leaves.ts';
import { type FieldShape, type ObjectShape, type PlaceShape, shapeFor } from './shape.ts';

export type Path = readonly (string | number)[];

/** Something that may not be null and is, or is of a wrong kind (空缺): where, in whose object, under which key. */
export interface Gap {
  /** Its path as the client reads it. */
  readonly path: Path;
  /** The same place in the merged data, before it was shaped. */
  readonly at: Path;
  /** The merged object that should have held it, and how deep that stands. */
  readonly parent: object;
  readonly key: string;
  readonly depth: number;
}

// What stands for a value that is null where it may not be, after the gap was noted.
const EMPTY = Symbol('empty');

interface Place {
  readonly path: Path;
  readonly at: Path;
  gap(path: Path, at: Path): void;
}

/**
 * Shapes an answer like the generated code, slower, and notes every gap with its path. Used where something is wrong,
 * since then the client must be told where.
 */
export function traced(
  root: ObjectShape,
  merged: object,
  introspection: Readonly<Record<string, unknown>> | undefined,
): { data: Record<string, unknown> | null; gaps: readonly Gap[] } {
  const gaps: Gap[] = [];
  const object = (shape: ObjectShape, value: object, path: Path, at: Path) => {
    const made: Record<string, unknown> = {};
    for (const field of shape.fields) {
      const shaped = ofField(field, value, path, at);
      if (shaped === EMPTY) return EMPTY;
      // Not by assignment: a client may call a field `__proto__`.
      Object.defineProperty(made, field.response, { value: shaped, ...PLAIN });
    }
    return made;
  };
  const ofField = ({ response, key, type, own, below }: FieldShape, parent: object, path: Path, at: Path) => {
    if (own === 'introspection') return introspection?.[response] ?? null;
    const depth = path.length;
    const place = {
      path: [...path, response],
      at: [...at, key],
      gap: (path: Path, at: Path) => void gaps.push({ path, at, parent, key, depth }),
    };
    if (own === undefined) return complete(type, below, valueAt(parent, key), place);
    return own.typename ?? empty(place);
  };
  const complete = (type: GraphQLOutputType, below: PlaceShape | undefined, value: unknown, place: Place) => {
    const isMissing = value === undefined || value === null;
    const shaped = isMissing ? null : present(getNullableType(type), below, value, place);
    if (shaped !== null && shaped !== EMPTY) return shaped;
    if (!isNonNullType(type)) return null;
    return shaped === null ? empty(place) : EMPTY;
  };
  const present = (
    type: GraphQLOutputType,
    below: PlaceShape | undefined,
    value: unknown,
    place: Place,
  ): unknown => {
    if (isListType(type)) return Array.isArray(value) ? list(type.ofType, below, value, place) : empty(place);
    if (below === undefined) return readerOf(type as GraphQLLeafType)(value) ?? empty(place);
    if (typeof value !== 'object' || Array.isArray(value)) return empty(place);
    const shape = shapeFor(below, (value as { __typename?: unknown }).__typename);
    return shape === null ? null : object(shape, value as object, place.path, place.at);
  };
  const list = (type: GraphQLOutputType, below: PlaceShape | undefined, values: unknown[], place: Place) => {
    const items: unknown[] = [];
    for (const [index, value] of values.entries()) {
      const inner = { path: [...place.path, index], at: [...place.at, index], gap: place.gap };
      const shaped = complete(type, below, value, inner);
      if (shaped === EMPTY) return EMPTY;
      items.push(shaped);
    }
    return items;
  };
  const shaped = object(root, merged, [], []);
  return { data: shaped === EMPTY ? null : (shaped as Record<string, unknown>), gaps };
}

const PLAIN = { enumerable: true, configurable: true, writable: true };

function empty({ path, at, gap }: Place): typeof EMPTY {
  gap(path, at);
  return EMPTY;
}

/** An own property; what objects inherit is not in an answer. */
export function valueAt(object: object, key: string | number): unknown {
  return Object.hasOwn(object, key) ? (object as Record<string | number, unknown>)[key] : undefined;
}

const readers = new WeakMap<GraphQLLeafType, LeafReader>();

function readerOf(type: GraphQLLeafType): LeafReader {
  const known = readers.get(type) ?? leafReader(type);
  readers.set(type, known);
  return known;
}
