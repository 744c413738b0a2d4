import { randomBytes } from 'node:crypto';
import type { Client, Connection, Submittable } from 'pg';
import { newRecordId } from '../../kernel/record-id.ts';
import { WINDOW_S } from './batches.ts';

/** PostgreSQL's own bulk load into a table like attendance's month, as the limit of what this server can take in. */
export interface CopyPeer {
  /** @returns records a second */
  run(records: number): Promise<number>;
}

const ROWS = 5_000;

/** A table with the columns, checks and indexes of the newest month of attendance, on the same server. */
export async function copyPeer(client: Client): Promise<CopyPeer> {
  const { rows: months } = await client.query<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'provincial.attendance_record'::regclass order by 1 desc limit 1`,
  );
  const month = months[0]!.name;
  await client.query('create schema bench');
  await client.query(`create table bench.attendance (like provincial.${month} including all)`);
  const { rows: columns } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
      where attrelid = 'bench.attendance'::regclass and attnum > 0 and not attisdropped order by attnum`,
  );
  const { rows: workers } = await client.query<{ code: string; worker: string }>(
    'select project_code as code, worker_id as worker from provincial.engagement order by 1, 2',
  );
  const names = columns.map(({ name }) => name);
  let round = 0;
  return {
    async run(records) {
      const statements = Array.from({ length: records / ROWS }, () => {
        const text = rowsOf(names, workers, round * ROWS);
        round += 1;
        return text;
      });
      const begun = performance.now();
      for (const text of statements)
        await new Copy(`copy bench.attendance (${names.join(', ')}) from stdin`, text).on(client);
      return (records * 1000) / (performance.now() - begun);
    },
  };
}

/** Rows as the hub writes them, in PostgreSQL's text form; workers by turns, so that no key comes twice. */
function rowsOf(
  names: readonly string[],
  workers: readonly { readonly code: string; readonly worker: string }[],
  first: number,
): Buffer {
  // Whole seconds, as the hub stores them.
  const now = new Date(Math.floor(Date.now() / 1000) * 1000);
  const lines = Array.from({ length: ROWS }, (_, at) => {
    const { code, worker } = workers[(first + at) % workers.length]!;
    const turn = Math.floor((first + at) / workers.length);
    const second = (turn + (((first + at) % workers.length) % 500) * 7_919) % WINDOW_S;
    const row: Readonly<Record<string, string>> = {
      id: newRecordId(now),
      project_code: code,
      worker_id: worker,
      crew_no: String(1_500_000_001 + (at % 10)),
      occurred_at: new Date(now.getTime() - (WINDOW_S + 600 - second) * 1000).toISOString(),
      direction: at % 2 === 0 ? 'IN' : 'OUT',
      attend_type: '001',
      device_no: `${code}-A`,
      version: '1',
      source_system: 'bench-vendor',
      source_version: String(now.getTime()),
      source_place: String(at % 500),
      receipt_id: newRecordId(now),
      received_at: now.toISOString(),
      recorded_at: now.toISOString(),
      assurance: 'UNSIGNED',
      seed: `\\\\x${randomBytes(16).toString('hex')}`,
      content_hash: `\\\\x${randomBytes(32).toString('hex')}`,
      withdrawn: 'f',
    };
    return names.map((name) => row[name] ?? '\\N').join('\t');
  });
  return Buffer.from(`${lines.join('\n')}\n`);
}

// The driver knows the messages and its typings do not.
type CopyConnection = Connection & { sendCopyFromChunk(chunk: Buffer): void; endCopyFrom(): void };

/** One COPY … FROM STDIN by the driver's own protocol messages. */
class Copy implements Submittable {
  readonly #statement: string;
  readonly #rows: Buffer;
  readonly #done = Promise.withResolvers<void>();

  constructor(statement: string, rows: Buffer) {
    this.#statement = statement;
    this.#rows = rows;
  }

  on(client: Client): Promise<void> {
    client.query(this);
    return this.#done.promise;
  }

  submit(connection: Connection): void {
    connection.query(this.#statement);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(this.#rows);
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#done.resolve();
  }

  handleError(error: Error): void {
    this.#done.reject(error);
  }
}
