import { formatYuan, parseYuan, type Yuan } from '../../../kernel/yuan.ts';
import type { Fact, RowOf } from '../../../ledger/fact.ts';
import type { Field } from '../../../ledger/submission/field.ts';
import type { SubgraphContext } from '../../context.ts';
import { readTheme, type Theme, themeOf, themeText } from './theme.ts';

type Values = Readonly<Record<string, unknown>>;

/** What a record states of one theme by the names of its fields (补充信息), amounts as text; null as of `themeOf`. */
export const particularsOf = (values: Values, names: readonly string[]): Theme | null =>
  themeOf(Object.fromEntries(names.map((name) => [name, plain(values[name])])));

/** The same as one text, to be sealed. */
export const sealedParticularsOf = (values: Values, names: readonly string[]): string | null =>
  themeText(particularsOf(values, names));

/** The record's other values. */
export const withoutThemes = <V extends Values, Name extends keyof V & string>(
  values: V,
  ...themes: readonly (readonly Name[])[]
): Omit<V, Name> => {
  const taken = new Set<string>(themes.flat());
  return Object.fromEntries(Object.entries(values).filter(([name]) => !taken.has(name))) as Omit<V, Name>;
};

/** The themes of a row as one object, the sealed one opened; null where neither is stated. Masks are applied after it. */
export function themesOf<F extends Fact, Property extends keyof RowOf<F> & string>(
  fact: F,
  row: Pick<RowOf<F>, Property | (keyof RowOf<F> & 'id')>,
  [open, sealed]: readonly [open: Property, sealed: Property],
  context: SubgraphContext,
): Record<string, unknown> | null {
  const text = context.open(fact, row, sealed);
  const stated = (row as Values)[open] as Values | null | undefined;
  if (text === null && (stated === null || stated === undefined)) return null;
  return { ...stated, ...readTheme(text) };
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
