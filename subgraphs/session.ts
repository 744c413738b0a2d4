import type { RawBuilder } from 'kysely';
import { escapeLiteral, type Pool, type PoolClient } from 'pg';
import type { Caller } from '../kernel/caller.ts';
import { faults } from '../kernel/faults.ts';
import { type Querier, statement } from '../ledger/query.ts';
import { rowScopeSettings } from './settings.ts';

/**
 * One request's view of its subgraph's database: a read-only transaction under the caller's row scope, opened by
 * the first question and closed with the request, so that all of a request's answers are of one instant.
 */
export class Session implements Querier {
  readonly asOf: Date | null;
  readonly #pool: Pool;
  readonly #caller: Caller;
  #client: Promise<PoolClient> | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(pool: Pool, caller: Caller, asOf: Date | null) {
    this.#pool = pool;
    this.#caller = caller;
    this.asOf = asOf;
  }

  rows<Row extends object>(query: RawBuilder<unknown>): Promise<Row[]> {
    // One connection runs one statement at a time; loaders ask at once, so their questions are put in line here.
    const answer = this.#last.then(async () => {
      this.#client ??= begin(this.#pool, READING, rowScopeSettings(this.#caller));
      const client = await this.#client;
      return (await client.query(statement(query))).rows as Row[];
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  /** Runs one writing transaction under the same row scope; what it returns is durable (architecture §3.1). */
  async write<Result>(work: (db: Querier) => Promise<Result>): Promise<Result> {
    return writing(this.#pool, { ...rowScopeSettings(this.#caller), 'hub.writer': 'on' }, work);
  }

  async close(): Promise<void> {
    await this.#last;
    const opening = this.#client;
    this.#client = null;
    if (!opening) return;
    const client = await opening.catch(() => null);
    if (client) await end(client, 'commit');
  }
}

const READING = 'begin isolation level repeatable read read only';

async function writing<Result>(
  pool: Pool,
  settings: Record<string, string>,
  work: (db: Querier) => Promise<Result>,
): Promise<Result> {
  const client = await begin(pool, 'begin', settings);
  const db: Querier = {
    asOf: null,
    rows: async <Row extends object>(query: RawBuilder<unknown>) =>
      (await client.query(statement(query))).rows as Row[],
  };
  try {
    const result = await work(db);
    await end(client, 'commit');
    return result;
  } catch (error) {
    await end(client, 'rollback');
    throw error;
  }
}

// One round trip: the transaction and its row scope are set by one message.
async function begin(pool: Pool, opening: string, settings: Record<string, string>): Promise<PoolClient> {
  const client = await pool.connect().catch((cause: unknown) => {
    throw faults.DATABASE_UNAVAILABLE('its database').because(cause);
  });
  const values = Object.entries(settings).map(
    ([name, value]) => `set_config('${name}', ${escapeLiteral(value)}, true)`,
  );
  try {
    await client.query(`${opening}; select ${values.join(', ')}`);
    return client;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function end(client: PoolClient, closing: 'commit' | 'rollback'): Promise<void> {
  try {
    await client.query(closing);
    client.release();
  } catch (error) {
    client.release(true);
    if (closing === 'commit') throw error;
  }
}
