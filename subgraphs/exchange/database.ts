import { type RawBuilder, sql } from 'kysely';
import type { Pool } from 'pg';
import { hubCaller } from '../../kernel/caller.ts';
import type { RunsSql } from '../../kernel/jobs.ts';
import type { Querier } from '../../ledger/query.ts';
import { Session } from '../session.ts';

/** The exchange's tables, which only the hub itself reads and writes: every statement in one short transaction. */
export interface ExchangeDatabase {
  /** What it wrote is on disk when it returns. */
  write<Result>(work: (db: Querier) => Promise<Result>): Promise<Result>;
  /** One statement that only asks. */
  ask<Row extends object>(question: RawBuilder<unknown>): Promise<Row[]>;
  /**
   * For what may be lost: committed and seen by everybody when it returns, but on disk only moments later. A database
   * that crashes in between forgets it, and only together with everything that was committed after it.
   */
  writeLoosely<Result>(work: (db: Querier) => Promise<Result>): Promise<Result>;
  /** The same for one statement, at one round trip. */
  writeOneLoosely<Row extends object>(query: RawBuilder<unknown>): Promise<Row[]>;
}

export function exchangeDatabase(pool: Pool): ExchangeDatabase {
  const caller = hubCaller('exchange');
  const session = () => new Session(pool, caller, null);
  return {
    write: (work) => session().write(work),
    ask: (question) => session().writeOne(question),
    writeLoosely: (work) => session().write(work, LOOSELY),
    writeOneLoosely: (query) => session().writeOne(query, LOOSELY),
  };
}

const LOOSELY = { synchronous_commit: 'off' };

/** The same transaction for a library that brings its own text, with `$1` for its values. */
export function runsSql(db: Querier): RunsSql {
  return { executeSql: async (text, values = []) => ({ rows: await db.rows(withValues(text, values)) }) };
}

function withValues(text: string, values: readonly unknown[]): RawBuilder<unknown> {
  const pieces = text.split(/\$\d+/);
  const numbers = [...text.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number) - 1);
  const template = Object.assign([...pieces], { raw: pieces }) as unknown as TemplateStringsArray;
  return sql(template, ...numbers.map((number) => values[number]));
}
