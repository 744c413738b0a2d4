import { canonicalJson } from '../../../kernel/canonical-json.ts';
import { formatYuan, parseYuan, type Yuan } from '../../../kernel/yuan.ts';
import type { Fact, RowOf } from '../../../ledger/fact.ts';
import type { Field } from '../../../ledger/submission/field.ts';
import type { SubgraphContext } from '../../context.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * What a record states of one theme (补充信息), as one value. Null where it states nothing of it: a record without any is the record
 * that it was before the theme had a home.
 */
export function themeOf(values: Values, names: readonly string[]): Record<string, unknown> | null {
  const stated = names.filter((name) => values[name] !== null && values[name] !== undefined);
  if (stated.length === 0) return null;
  return Object.fromEntries(stated.map((name) => [name, plain(values[name])]));
}

/** The same as one text, to be sealed. */
export function sealedThemeOf(values: Values, names: readonly string[]): string | null {
  const theme = themeOf(values, names);
  return theme && canonicalJson(theme);
}

/** The record's other values. */
export const withoutThemes = <V extends Values, Name extends keyof V & string>(
  values: V,
  ...themes: readonly (readonly Name[])[]
): Omit<V, Name> => {
  const taken = new Set<string>(themes.flat());
  return Object.fromEntries(Object.entries(values).filter(([name]) => !taken.has(name))) as Omit<V, Name>;
};

/** The themes of a row as one object, the sealed one opened; null where neither is stated. Masks are applied after it. */
export function themesOf<F extends Fact>(
  fact: F,
  row: RowOf<F>,
  [open, sealed]: readonly [open: string, sealed: string],
  context: SubgraphContext,
): Record<string, unknown> | null {
  const text = context.open(fact, row, sealed);
  const stated = (row as Values)[open] as Values | null | undefined;
  if (text === null && (stated === null || stated === undefined)) return null;
  return { ...stated, ...(text !== null && (JSON.parse(text) as Values)) };
}

/** An amount of a theme, where it is text. */
export const yuanOf = (text: unknown): Yuan | null => (typeof text === 'string' ? parseYuan(text) : null);

/** A field that may be left out where the one given reads nothing as a fault, as lists do. */
export const optional = <Value>(field: Field<Value>): Field<Value | null> => ({
  expected: field.expected,
  read: (raw, report) => (raw === undefined || raw === null ? null : field.read(raw, report)),
});

const plain = (value: unknown): unknown => {
  if (typeof value === 'bigint') return formatYuan(value as Yuan);
  return Array.isArray(value) ? value.map(entry) : value;
};

/** An entry of a list, without what it does not state. */
const entry = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).filter(([, part]) => part !== null && part !== undefined))
    : value;
