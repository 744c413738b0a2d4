import type { Report } from './report.ts';

/** Reads one field of a record as its source states it: text, number, true or false, list or object (字段). */
export interface Field<Value = unknown> {
  /** In words, for the manual and for `expected` of a verdict. */
  readonly expected: string;
  /**
   * @param raw what was sent; undefined and null when nothing was
   * @returns the value; after a rejection or a hold whatever it could read, which is then not written
   */
  read(raw: unknown, report: Report): Value;
}

export type Fields = Readonly<Record<string, Field>>;

export type ValuesOf<F extends Fields> = {
  readonly [Name in keyof F]: F[Name] extends Field<infer Value> ? Value : never;
};
