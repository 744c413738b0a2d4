import { canonicalJson } from '../../../kernel/canonical-json.ts';

/** Items of one theme that are stored and shown together (同一主题的项目): only those that are stated. */
export type Theme = Readonly<Record<string, unknown>>;

/**
 * The items of a theme as they are stored; null where none is stated, so that a record without them is the record it was
 * before they had a home.
 * @param before what stands, for a record that keeps what it does not state
 */
export function themeOf(items: Theme, before: Theme | null = null): Theme | null {
  const stated = Object.entries(items).filter(([, value]) => value !== null && value !== undefined);
  const all = { ...before, ...Object.fromEntries(stated) };
  return Object.keys(all).length === 0 ? null : all;
}

/** The same as one text, for a sealed column. */
export const themeText = (theme: Theme | null): string | null => theme && canonicalJson(theme);

export const readTheme = (text: string | null): Theme | null =>
  text === null ? null : (JSON.parse(text) as Theme);

/** What of a record's values belongs to a theme, by the names of its fields. */
export const itemsOf = (values: Theme, fields: object): Theme =>
  Object.fromEntries(Object.keys(fields).map((name) => [name, values[name]]));
