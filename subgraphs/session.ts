import type { RawBuilder } from 'kysely';
import { escapeLiteral, type Pool, type PoolClient } from 'pg';
import type { Caller } from '../kernel/caller.ts';
import { faults } from '../kernel/faults.ts';
import { BadInput } from '../kernel/refusals.ts';
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
  #closed = false;

  constructor(pool: Pool, caller: Caller, asOf: Date | null) {
    this.#pool = pool;
    this.#caller = caller;
    this.asOf = asOf;
  }

  rows<Row extends object>(query: RawBuilder<unknown>): Promise<Row[]> {
    // One connection runs one statement at a time; loaders ask at once, so their questions are put in line here.
    const answer = this.#last.then(async () => {
      // An executor may answer while siblings still ask: what comes after that must not open a transaction again.
      if (this.#closed) throw faults.CANCELLED();
      this.#client ??= begin(this.#pool, READING, rowScopeSettings(this.#caller));
      const client = await this.#client;
      return (await client.query(statement(query)).catch((cause: unknown) => this.#failed(client, cause)))
        .rows as Row[];
    });
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  /** A failed statement ends its transaction; the questions beside it go on in another, and are answered. */
  async #failed(client: PoolClient, cause: unknown): Promise<never> {
    this.#client = null;
    await end(client, 'rollback').catch(() => undefined);
    throw isRefusedValue(cause) ? valueRefused() : cause;
  }

  /**
   * Runs one writing transaction under the same row scope; what it returns is durable (architecture §3.1), unless the
   * settings say otherwise.
   * @param settings of this transaction, beside the row scope
   */
  write<Result>(
    work: (db: Querier) => Promise<Result>,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<Result> {
    return writing(this.#pool, { ...settings, ...rowScopeSettings(this.#caller), 'hub.writer': 'on' }, work);
  }

  /** Gives the connection back once the question in hand is answered. Never throws: the answer is made already. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
    const client = await this.#client?.catch(() => null);
    this.#client = null;
    if (client) await end(client, 'commit').catch(() => undefined);
  }
}

/** SQLSTATE class 22: a value that no column of that type can hold. */
const isRefusedValue = (cause: unknown): boolean =>
  String((cause as { code?: unknown }).code).startsWith('22');

const valueRefused = (): BadInput =>
  new BadInput('VALUE_REFUSED', 'a value cannot be compared with what is recorded', {
    expected: 'text without NUL characters, and numbers and days within their ranges',
  });

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
  const result = await work(db).catch(async (error: unknown) => {
    await end(client, 'rollback').catch(() => undefined);
    throw error;
  });
  await end(client, 'commit');
  return result;
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

/** Ends a transaction and gives its connection back exactly once; a connection that cannot end it is thrown away. */
async function end(client: PoolClient, closing: 'commit' | 'rollback'): Promise<void> {
  try {
    await client.query(closing);
  } catch (error) {
    client.release(true);
    throw error;
  }
  client.release();
}
