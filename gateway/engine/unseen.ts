import type { SubgraphAnswer } from '../../kernel/transport.ts';
import { fieldsOfFetch } from './fetch-fields.ts';

type Path = (string | number)[];

/**
 * Where a department answered null for a thing another department had named, without an error: the thing is outside
 * the caller's rows, or not there (不可见). Which of the two is not to be known from outside.
 */
export interface Unseen {
  /** Where in the answer (`@` stands for every list item). */
  at: readonly (string | number)[];
  /** Response keys that are empty for this reason alone. */
  fields: readonly string[];
}

/** A note of the engine: a required field that came back empty. */
export interface EmptyNote {
  message: string;
  path?: Path;
}

/** What a fetch of entities could not see, if anything. */
export function unseenIn(answer: SubgraphAnswer, at: Unseen['at'], query: string): Unseen | undefined {
  const entities = answer.data?._entities;
  if (!Array.isArray(entities) || !entities.includes(null)) return undefined;
  const seen: Record<string, unknown>[] = entities.filter((entity) => entity !== null);
  // A field that a visible entity leaves empty as well is the department's mistake, and is told as such.
  const fields = fieldsOfFetch(query).filter((key) => seen.every((entity) => entity[key] !== null));
  return { at, fields };
}

/**
 * How a note is explained by what could not be seen: not at all (undefined), or by the place of the answer that must
 * be told because more than the thing itself is null for it; an empty place tells nothing.
 */
export function placeToTell(note: EmptyNote, unseen: readonly Unseen[], data: unknown): Path | undefined {
  const { message, path = [] } = note;
  if (!message.startsWith('Cannot return null')) return undefined;
  const cause = unseen.find(({ at, fields }) => {
    const leads = at.every((step, place) =>
      step === '@' ? typeof path[place] === 'number' : step === path[place],
    );
    return leads && fields.includes(String(path[at.length]));
  });
  if (cause === undefined) return undefined;
  const emptied = pathOfNull(data, path);
  return emptied.length < cause.at.length ? emptied : [];
}

/** The beginning of a path that ends where the answer is null. */
function pathOfNull(data: unknown, path: Path): Path {
  let value = data;
  for (const [place, step] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, Math.max(place, 1));
    value = Object.hasOwn(value as object, step) ? (value as Record<string | number, unknown>)[step] : null;
  }
  return path;
}
