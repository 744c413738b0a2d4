import { type RawBuilder, sql } from 'kysely';
import { projectsWithin } from '../project-scope.ts';

// Conditions of the lists' filters, on the fact's table `t`; nothing asked is no condition.

export const equal = (column: string, value: string | null | undefined): RawBuilder<unknown>[] =>
  value == null ? [] : [sql`${sql.ref(`t.${column}`)} = ${value}`];

export const isOneOf = (
  column: string,
  values: readonly string[] | null | undefined,
): RawBuilder<unknown>[] =>
  values == null ? [] : [sql`${sql.ref(`t.${column}`)} = any(${values as string[]}::text[])`];

/** Both days included. */
export const between = (
  column: string,
  from: string | null | undefined,
  to: string | null | undefined,
): RawBuilder<unknown>[] => [
  ...(from == null ? [] : [sql`${sql.ref(`t.${column}`)} >= ${from}::date`]),
  ...(to == null ? [] : [sql`${sql.ref(`t.${column}`)} <= ${to}::date`]),
];

/** Of projects in the division or below it. */
export const ofDivision = (division: string | null | undefined): RawBuilder<unknown>[] =>
  division == null ? [] : [projectsWithin('human_resources', division)];
