import { createHash } from 'node:crypto';
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely';

/** A statement ready for the driver. It is prepared under its name, if it has one, so that the server plans a shape once. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values: unknown[];
}

export function statement(query: RawBuilder<unknown>): Statement {
  const { sql, parameters } = query.compile(compiler);
  return { ...(planningOf(query) !== 'WIDE' && { name: nameOf(sql) }), text: sql, values: [...parameters] };
}

/**
 * How the server is to plan a statement (执行计划): `USUAL` as it judges, mostly anew for the values at hand; `ANEW` always so; `KEPT`
 * once for a connection, whatever the values; `WIDE` anew each time and without joining row by row.
 */
export type Planning = 'USUAL' | 'ANEW' | 'KEPT' | 'WIDE';

/**
 * Marks a question over all that a caller reaches (全量问题). The server plans it anew each time and never joins it row by row: how
 * many projects a caller sees it cannot know beforehand and takes for a two-hundredth of them, and at the size of a city such
 * a plan took ten seconds where this one takes thirty milliseconds.
 */
export const wide = <Output>(query: RawBuilder<Output>): RawBuilder<Output> => planned(query, 'WIDE');

/**
 * Marks a question about rows of given keys (按键查询). One index leads to them whichever the keys are, so its plan is made once and
 * kept: beneath row-level security making it takes longer than running it, and the server left alone would make it each time, since
 * a plan for one key looks cheaper to it than one for any list of keys.
 */
export const kept = <Output>(query: RawBuilder<Output>): RawBuilder<Output> => planned(query, 'KEPT');

/**
 * Marks a condition by the codes of all that a caller reaches, and with it the statement that holds it (`plannedAs`). The server left alone
 * keeps a plan after five askings where that one looks no dearer than those it made, and takes any list of keys for ten.
 */
export const anew = <Output>(query: RawBuilder<Output>): RawBuilder<Output> => planned(query, 'ANEW');

export const planningOf = (query: RawBuilder<unknown>): Planning => plannings.get(query) ?? 'USUAL';

function planned<Output>(query: RawBuilder<Output>, planning: Planning): RawBuilder<Output> {
  plannings.set(query, planning);
  return query;
}

/** The statement, planned as one of its conditions wants. */
export const plannedAs = <Output>(
  conditions: readonly RawBuilder<unknown>[],
  query: RawBuilder<Output>,
): RawBuilder<Output> => (conditions.some((one) => planningOf(one) === 'ANEW') ? anew(query) : query);

const plannings = new WeakMap<RawBuilder<unknown>, Planning>();

/** Whoever can run a statement and knows which instant the question is about. */
export interface Querier {
  readonly asOf: Date | null;
  rows<Row extends object>(query: RawBuilder<unknown>): Promise<Row[]>;
}

// Kysely only writes the text here; connections and transactions are the session's.
const compiler = new Kysely<object>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

// Texts come from code, not from callers, so their number is small and the map needs no bound.
const names = new Map<string, string>();

function nameOf(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, 22);
  names.set(text, name);
  return name;
}
