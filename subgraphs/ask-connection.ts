import { type PoolClient, Query, type QueryResult } from 'pg';
import type { Statement } from '../ledger/query.ts';

/**
 * Says one statement on a connection. Given by its parts: a configuration the driver would copy, descriptor by descriptor, which takes it
 * longer than sending the statement.
 */
export function askConnection(client: PoolClient, { name, text, values }: Statement): Promise<QueryResult> {
  return new Promise((resolve, reject) => {
    const query = new Said(text, values, (error, result) => (error ? reject(error) : resolve(result)));
    query.name = name;
    client.query(query);
  });
}

/** The driver's own form of a statement, of which its types leave out what it is told by. */
const Said = Query as unknown as new (
  text: string,
  values: unknown[],
  told: (error: Error | null, result: QueryResult) => void,
) => Query & { name: string | undefined };
