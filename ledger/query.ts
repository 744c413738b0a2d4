import { createHash } from 'node:crypto';
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely';

/** A statement ready for the driver. It is prepared under its name, so that the server plans a shape once. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

export function statement(query: RawBuilder<unknown>): Statement {
  const { sql, parameters } = query.compile(compiler);
  return { name: nameOf(sql), text: sql, values: [...parameters] };
}

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
