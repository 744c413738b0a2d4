import type { Writable } from 'node:stream';
import type { RawBuilder } from 'kysely';
import { escapeIdentifier, type Pool, type PoolClient } from 'pg';
import { faults } from '../kernel/faults.ts';
import { type Planning, planningOf, type Statement, statement } from '../ledger/query.ts';
import { askConnection } from './ask-connection.ts';

/** A transaction on a connection of its own (事务). */
export interface Transaction {
  /** Whether its connection was gone before any statement was answered: all of it can be asked of another, at one instant. */
  readonly isLostUnanswered: boolean;
  rows<Row extends object>(query: RawBuilder<unknown>): Promise<Row[]>;
  /** Ends it and gives its connection back, once however often; a connection that cannot end it is thrown away. */
  end(closing: 'commit' | 'rollback'): Promise<void>;
}

/** Under what a transaction's statements run (行级范围). */
export interface Scope {
  readonly settings: Readonly<Record<string, string>>;
  /** The department whose projects one division may reach all (`mayReachAll`), to be found out; null where that is known. */
  readonly room: string | null;
}

/** Requests that may wait for one of a department's connections: about a second of work. */
const MOST_WAITING = 96;

/**
 * Opens a transaction under a row scope. Nobody waits for the opening alone: it is on its way before the first statement,
 * on the same connection, and a statement counts only when the opening went well too. Were a statement ever to run
 * outside, it would have no row scope, and row-level security would show it nothing and let it write nothing.
 * @param pool of connections that send a statement without waiting for the one before (`pipeline`)
 * @param planning of the first statement, which then needs no word of its own
 */
export async function openTransaction(
  pool: Pool,
  opening: string,
  { settings, room }: Scope,
  planning: Planning = 'USUAL',
): Promise<Transaction> {
  // Whoever would have to wait long is told so at once, and those who wait are answered.
  if (pool.waitingCount >= MOST_WAITING) throw faults.OVERLOADED('the department');
  const client = await pool.connect().catch((cause: unknown) => {
    throw faults.DATABASE_UNAVAILABLE('its database').because(cause);
  });
  // Its own for this use: asked for later, it might be that of whoever has the connection then.
  const release = client.release.bind(client);
  sentTogether(client);
  let current = planning;
  let hasAnswered = false;
  let isLost = false;
  let ended: Promise<void> | undefined;
  const opened = Promise.all([
    client.query(opening),
    askConnection(client, setting({ ...settings, ...PLANNINGS[planning] }, room)),
  ]);
  opened.catch(() => undefined);
  return {
    get isLostUnanswered() {
      return isLost && !hasAnswered;
    },
    async rows<Row extends object>(query: RawBuilder<unknown>) {
      // Behind its end a statement would run without row scope, or on a connection that is another's.
      if (ended) throw faults.CANCELLED();
      sentTogether(client);
      const wanted = planningOf(query);
      const turned = wanted === current ? null : askConnection(client, setting(PLANNINGS[wanted]));
      current = wanted;
      try {
        const [answer] = await Promise.all([askConnection(client, statement(query)), turned, opened]);
        hasAnswered = true;
        return answer.rows as Row[];
      } catch (cause) {
        isLost ||= isConnectionLost(cause);
        throw cause;
      }
    },
    end(closing) {
      ended ??= end(client, release, closing);
      return ended;
    },
  };
}

const PLANNINGS: Readonly<Record<Planning, Readonly<Record<string, string>>>> = {
  USUAL: { plan_cache_mode: 'auto', enable_nestloop: 'on' },
  ANEW: { plan_cache_mode: 'force_custom_plan', enable_nestloop: 'on' },
  KEPT: { plan_cache_mode: 'force_generic_plan', enable_nestloop: 'on' },
  WIDE: { plan_cache_mode: 'auto', enable_nestloop: 'off' },
};

/** What is said to the server in one turn is one packet: it costs less to send than what is in it. */
function sentTogether(client: PoolClient): void {
  const { stream } = (client as PoolClient & { readonly connection: { readonly stream: Writable } })
    .connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

/**
 * All settings in one prepared statement that answers nothing, since no setting is ever null; what a department finds out from them comes
 * behind them.
 */
function setting(settings: Readonly<Record<string, string>>, room: string | null = null): Statement {
  const names = Object.keys(settings);
  const key = `${names.join()} ${room}`;
  const known = texts.get(key) ?? { name: `settings ${texts.size}`, text: settingText(names, room) };
  texts.set(key, known);
  return { ...known, values: Object.values(settings) };
}

function settingText(names: readonly string[], room: string | null): string {
  const numberOf = (name: string) => `$${names.indexOf(name) + 1}`;
  const isNull = `${names.map((name) => `set_config('${name}', ${numberOf(name)}, true)`).join(' || ')} is null`;
  if (room === null) return `select where ${isNull}`;
  const span = `${escapeIdentifier(room)}.project_span`;
  const [lo, hi] = ['hub.division_lo', 'hub.division_hi'].map(numberOf);
  const reach = `coalesce((select lo >= ${lo} and hi < ${hi} from ${span}), true)`;
  return `select where case when ${isNull} then true else set_config('hub.every_project', ${reach}::text, true) is null end`;
}

// One for each set of names that code sets together.
const texts = new Map<string, { readonly name: string; readonly text: string }>();

async function end(
  client: PoolClient,
  release: PoolClient['release'],
  closing: 'commit' | 'rollback',
): Promise<void> {
  try {
    sentTogether(client);
    await client.query(closing);
  } catch (error) {
    release(true);
    throw error;
  }
  release();
}

/** The server ended the connection, or nobody said anything (what is no error of the database has no severity). */
function isConnectionLost(cause: unknown): boolean {
  const { severity, code } = cause as { severity?: unknown; code?: unknown };
  return severity === undefined || /^(08|57P0[123])/.test(String(code));
}
