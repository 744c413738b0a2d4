import type { RawBuilder } from 'kysely';
import { escapeLiteral, type Pool, type PoolClient } from 'pg';
import { faults } from '../kernel/faults.ts';
import { statement } from '../ledger/query.ts';

/** A transaction on a connection of its own (事务). */
export interface Transaction {
  rows<Row extends object>(query: RawBuilder<unknown>): Promise<Row[]>;
  /** Ends it and gives its connection back exactly once; a connection that cannot end it is thrown away. */
  end(closing: 'commit' | 'rollback'): Promise<void>;
}

/** Requests that may wait for one of a department's connections: about a second of work. */
const MOST_WAITING = 96;

/**
 * Opens a transaction under a row scope. Nobody waits for the opening alone: it is on its way before the first statement,
 * on the same connection, and a statement counts only when the opening went well too. Were a statement ever to run
 * outside, it would have no row scope, and row-level security would show it nothing and let it write nothing.
 * @param pool of connections that send a statement without waiting for the one before (`pipeline`)
 */
export async function openTransaction(
  pool: Pool,
  opening: string,
  settings: Readonly<Record<string, string>>,
): Promise<Transaction> {
  // Whoever would have to wait long is told so at once, and those who wait are answered.
  if (pool.waitingCount >= MOST_WAITING) throw faults.OVERLOADED('the department');
  const client = await pool.connect().catch((cause: unknown) => {
    throw faults.DATABASE_UNAVAILABLE('its database').because(cause);
  });
  const values = Object.entries(settings).map(
    ([name, value]) => `set_config('${name}', ${escapeLiteral(value)}, true)`,
  );
  const opened = client.query(`${opening}; select ${values.join(', ')}`);
  opened.catch(() => undefined);
  return {
    async rows<Row extends object>(query: RawBuilder<unknown>) {
      const [answer] = await Promise.all([client.query(statement(query)), opened]);
      return answer.rows as Row[];
    },
    end: (closing) => end(client, closing),
  };
}

async function end(client: PoolClient, closing: 'commit' | 'rollback'): Promise<void> {
  try {
    await client.query(closing);
  } catch (error) {
    client.release(true);
    throw error;
  }
  client.release();
}
