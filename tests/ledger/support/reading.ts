import type { Field } from '../../../ledger/submission/field.ts';
import type { Report } from '../../../ledger/submission/report.ts';

/** A report that writes down what it is told, such as `REJECT VALUE_MISSING name`. */
export function writtenReport(): Report & { readonly told: string[] } {
  const told: string[] = [];
  const write =
    (word: string): Report['reject'] =>
    (code, details) => {
      told.push([word, code, details?.path].filter(Boolean).join(' '));
    };
  return { told, reject: write('REJECT'), hold: write('HOLD'), warn: write('WARN') };
}

/** What a field reads, and all it tells. */
export function reading(field: Field, raw: unknown): [value: unknown, told: string] {
  const report = writtenReport();
  const value = field.read(raw, report);
  return [value, report.told.join(', ')];
}

/** What is sent, what is read of it, and what is told, where anything is. */
export type Case = readonly [raw: unknown, value: unknown, told?: string];

export const cases = (rows: readonly Case[]): [unknown, unknown, string][] =>
  rows.map(([raw, value, told = '']) => [raw, value, told]);
