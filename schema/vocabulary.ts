import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { CLASSIFICATIONS, type Classification } from '../kernel/classification.ts';

/** A right that a token can carry and a field can ask for (权限范围). */
export interface Scope {
  readonly code: string;
  readonly name: string;
  readonly english: string;
}

/** Every scope of `schema/scopes.json`. */
export const scopes: readonly Scope[] = z
  .object({
    items: z.array(
      z.strictObject({ code: z.string().regex(/^[a-z]+:[a-z]+$/), name: z.string(), english: z.string() }),
    ),
  })
  .parse(read('./scopes.json')).items;

/**
 * The class that a field needs at least because of its name, by `schema/personal-data.json`; undefined for a name
 * that says nothing of a person. `leaf` is the type under the field's list and non-null marks.
 */
export function leastClassification(type: string, field: string, leaf: string): Classification | undefined {
  const exact = byPlace.get(`${type}.${field}`);
  if (exact || NOT_PERSONAL.has(leaf)) return exact;
  const singular = field.replace(/s$/, '');
  return endings.find(({ matches }) => matches.test(field) || matches.test(singular))?.atLeast;
}

const Entry = z.strictObject({
  name: z.string(),
  atLeast: z.enum(CLASSIFICATIONS),
  endings: z.array(z.string().regex(/^[a-z][A-Za-z]*$/)).optional(),
  on: z.strictObject({ types: z.array(z.string()), fields: z.array(z.string()) }).optional(),
});

const entries = z.object({ items: z.array(Entry) }).parse(read('./personal-data.json')).items;

const endings = entries.flatMap(({ atLeast, endings = [] }) =>
  endings.map((ending) => ({ atLeast, matches: wholeOrLastWords(ending) })),
);

const byPlace = new Map(
  entries.flatMap(({ atLeast, on }) =>
    (on?.types ?? []).flatMap((type) => on!.fields.map((field) => [`${type}.${field}`, atLeast] as const)),
  ),
);

// A count of phones or whether there is a card identifies nobody.
const NOT_PERSONAL = new Set(['Boolean', 'Int', 'Float', 'Yuan', 'Ratio', 'Decimal']);

function wholeOrLastWords(ending: string): RegExp {
  const capital = ending.charAt(0).toUpperCase() + ending.slice(1);
  return new RegExp(`^${ending}$|[a-z0-9]${capital}$`);
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
}
