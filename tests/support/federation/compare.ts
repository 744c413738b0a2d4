import type { Answer } from './running-engine.ts';

type Path = readonly (string | number)[];

/** The first place where two answers' data differ, in words; undefined where they are the same. */
export function dataDifference(expected: unknown, came: unknown, at = 'data'): string | undefined {
  if (!isComposite(expected) || !isComposite(came) || Array.isArray(expected) !== Array.isArray(came))
    return Object.is(expected, came) ? undefined : `${at}: expected ${short(expected)}, came ${short(came)}`;
  const [keys, others] = [Object.keys(expected), Object.keys(came)];
  for (const key of new Set([...keys, ...others])) {
    if (!Object.hasOwn(came, key)) return `${at}.${key}: missing, expected ${short(expected[key])}`;
    if (!Object.hasOwn(expected, key)) return `${at}.${key}: not asked, came ${short(came[key])}`;
    const inner = dataDifference(expected[key], came[key], `${at}.${key}`);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** Whether the fields of every object come in the order of the operation, as the specification wants it. */
export function orderDifference(expected: unknown, came: unknown): string | undefined {
  const [one, other] = [JSON.stringify(expected), JSON.stringify(came)];
  if (one === other) return undefined;
  const from = [...one].findIndex((character, place) => character !== other[place]);
  return `order: expected …${one.slice(from, from + 80)}, came …${other.slice(from, from + 80)}`;
}

/**
 * Places that are null for an error in one answer only. Messages and the number of errors a place has do not count.
 * `mayBeSilent`: entities that a subgraph does not know are in play; null in their place says enough (不可见).
 */
export function errorDifference(expected: Answer, came: Answer, mayBeSilent: boolean): string | undefined {
  if (came.data === null && came.errors === undefined) return 'no data, and no error';
  const [one, other] = [explainedNulls(expected), explainedNulls(came)];
  const untold = [...one].filter((place) => !other.has(place));
  const extra = [...other].filter((place) => !one.has(place));
  if (untold.length > 0 && !mayBeSilent && !isCutShort(came))
    return `no error explains the null at ${untold.slice(0, 3).join(' and ')}`;
  return extra.length > 0 ? `an error nobody expected at ${extra.slice(0, 3).join(' and ')}` : undefined;
}

/** Of one fetch a hundred errors are told, and of one error a hundred places. */
const isCutShort = ({ errors = [] }: Answer): boolean => errors.length >= MOST_ERRORS;

const MOST_ERRORS = 100;

/** Where the answer is null because of its errors: an error at a required field explains the nullable place around it. */
function explainedNulls({ data, errors = [] }: Answer): Set<string> {
  return new Set(errors.map(({ path }) => (path === undefined ? 'no path' : nullOn(data, path).join('.'))));
}

function nullOn(data: unknown, path: Path): Path {
  let value = data;
  for (const [place, step] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, place);
    value = (value as Record<string | number, unknown>)[step];
  }
  return path;
}

const isComposite = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const short = (value: unknown): string => (JSON.stringify(value) ?? 'undefined').slice(0, 200);
