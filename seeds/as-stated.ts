import { formatYuan, type Yuan } from '../kernel/yuan.ts';
import type { Dataset } from '../ledger/submission/dataset.ts';
import type { RawRecord } from '../ledger/submission/envelope.ts';
import { formatInstant } from '../schema/instant.ts';

/** A fact's planned content as a source would state it (原值): the standard's words, amounts in yuan, instants with their zone. */
export function asStated(
  { fields }: Dataset,
  content: Readonly<Record<string, unknown>>,
  occurredAt: Date,
): Record<string, unknown> {
  const stated: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    const value =
      name === 'occurredAt'
        ? occurredAt
        : (content[name] ?? amountOf(content, name) ?? measureOf(content, name));
    if (value !== undefined && value !== null) stated[name] = plain(value);
  }
  return stated;
}

const amountOf = (content: Readonly<Record<string, unknown>>, name: string): unknown => {
  const fen = content[`${name}Fen`];
  return typeof fen === 'bigint' ? formatYuan(fen as Yuan) : undefined;
};

/** A column says its unit, such as `floorAreaM2`; the field does not. */
const measureOf = (content: Readonly<Record<string, unknown>>, name: string): unknown =>
  content[`${name}M2`] ?? content[`${name}M`];

function plain(value: unknown): unknown {
  if (value instanceof Date) return formatInstant(value);
  if (Array.isArray(value))
    return value.map((one) => (typeof one === 'object' ? line(one as RawRecord) : one));
  return value;
}

const line = (entry: RawRecord): RawRecord =>
  Object.fromEntries(
    Object.entries(entry).flatMap(([name, value]) => {
      if (value === null || value === undefined) return [];
      return typeof value === 'bigint'
        ? [[name.replace(/Fen$/, ''), formatYuan(value as Yuan)]]
        : [[name, value]];
    }),
  );
