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
  return { ...(!isWide(query) && { name: nameOf(sql) }), text: sql, values: [...parameters] };
}

/**
 * Marks a question over all that a caller reaches (全量问题). The server plans it anew each time and never joins it row by row: how
 * many projects a caller sees it cannot know beforehand and takes for a two-hundredth of them, and at the size of a city such
 * a plan took ten seconds where this one takes thirty milliseconds.
 */
export function wide<Output>(query: RawBuilder<Output>): RawBuilder<Output> {
  wideOnes.add(query);
  return query;
}

export const isWide = (query: RawBuilder<unknown>): boolean => wideOnes.has(query);

const wideOnes = new WeakSet<RawBuilder<unknown>>();

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
