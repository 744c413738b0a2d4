import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RawBuilder } from 'kysely';
import type { Pool } from 'pg';
import type { Caller } from '../kernel/caller.ts';
import { faults } from '../kernel/faults.ts';
import { BadInput } from '../kernel/refusals.ts';
import { planningOf, type Querier } from '../ledger/query.ts';
import { rowScopeSettings } from './settings.ts';
import { openTransaction, type Transaction } from './transaction.ts';

/**
 * One request's view of its subgraph's database: a read-only transaction under the caller's row scope, opened by
 * the first question and closed with the request, so that all of a request's answers are of one instant.
 */
export class Session implements Querier {
  readonly asOf: Date | null;
  readonly #pool: Pool;
  readonly #caller: Caller;
  #transaction: Promise<Transaction> | null = null;
  #answers: Promise<unknown> = Promise.resolve();
  #unanswered = 0;
  readonly #waiting: (() => void)[] = [];
  #loss: { readonly opening: Promise<Transaction>; readonly missed: Promise<void> } | null = null;
  #closed = false;

  constructor(pool: Pool, caller: Caller, asOf: Date | null) {
    this.#pool = pool;
    this.#caller = caller;
    this.asOf = asOf;
  }

  async rows<Row extends object>(query: RawBuilder<unknown>): Promise<Row[]> {
    // An executor may answer while siblings still ask: what comes after that must not open a transaction again.
    if (this.#closed) throw faults.CANCELLED();
    this.#transaction ??= openTransaction(
      this.#pool,
      READING,
      rowScopeSettings(this.#caller),
      planningOf(query),
    );
    const opening = this.#transaction;
    this.#unanswered += 1;
    const answer = (this.#asked(opening, query) as Promise<Row[]>).finally(() => {
      this.#unanswered -= 1;
      if (this.#unanswered === 0) for (const run of this.#waiting.splice(0)) afterThisTurn(run);
    });
    this.#answers = Promise.allSettled([this.#answers, answer]);
    return answer;
  }

  /**
   * Runs something once all that is asked is answered, and what follows from it at once has been said: a connection answers one
   * statement after the other, so that whoever asks then loses no time, and asks for all in one statement instead of for each answer's.
   */
  whenAnswered(run: () => void): void {
    if (this.#unanswered === 0) afterThisTurn(run);
    else this.#waiting.push(run);
  }

  /**
   * Statements asked at once are sent at once; a failed one ends their transaction, and those beside it go on in another.
   * So do all of them, once in a request, when their connection was gone before any was answered: after a restart of the database a
   * pool holds connections that have died and were not yet missed.
   */
  async #asked(opening: Promise<Transaction>, query: RawBuilder<unknown>): Promise<object[]> {
    const transaction = await opening;
    try {
      return await transaction.rows(query);
    } catch (cause) {
      if (this.#transaction === opening) {
        this.#transaction = null;
        await transaction.end('rollback').catch(() => undefined);
      }
      const missed = isLost(cause) && !transaction.hasAnswered ? this.#missed(opening) : null;
      await missed;
      if (missed || isBesideFailed(cause)) return this.rows(query);
      throw isRefusedValue(cause) ? valueRefused() : cause;
    }
  }

  /** When the pool has missed what died together with this transaction's connection; null for a second loss in the request. */
  #missed(opening: Promise<Transaction>): Promise<void> | null {
    this.#loss ??= { opening, missed: nextTurn() };
    return this.#loss.opening === opening ? this.#loss.missed : null;
  }

  /**
   * Runs one writing transaction under the same row scope; what it returns is durable (architecture §3.1), unless the
   * settings say otherwise.
   * @param settings of this transaction, beside the row scope
   */
  async write<Result>(
    work: (db: Querier) => Promise<Result>,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<Result> {
    const transaction = await this.#writing(settings);
    const result = await work({ asOf: null, rows: transaction.rows }).catch(async (error: unknown) => {
      await transaction.end('rollback').catch(() => undefined);
      throw error;
    });
    await transaction.end('commit');
    return result;
  }

  /** The same for one statement alone, at one round trip: begin, statement and commit are sent together. */
  async writeOne<Row extends object>(
    query: RawBuilder<unknown>,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<Row[]> {
    const transaction = await this.#writing(settings);
    // A statement that fails makes of the commit behind it a rollback.
    const [rows] = await Promise.all([transaction.rows<Row>(query), transaction.end('commit')]);
    return rows;
  }

  #writing(settings: Readonly<Record<string, string>>): Promise<Transaction> {
    const own = { ...settings, ...rowScopeSettings(this.#caller), 'hub.writer': 'on' };
    return openTransaction(this.#pool, 'begin', own);
  }

  /** Gives the connection back once the questions in hand are answered. Never throws: the answer is made already. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#answers;
    const transaction = await this.#transaction?.catch(() => null);
    this.#transaction = null;
    await transaction?.end('commit').catch(() => undefined);
  }
}

const afterThisTurn = (run: () => void): void => {
  void Promise.resolve().then(() => process.nextTick(run));
};

/** SQLSTATE class 22: a value that no column of that type can hold. */
const isRefusedValue = (cause: unknown): boolean =>
  String((cause as { code?: unknown }).code).startsWith('22');

/** The connection is gone: the server ended it, or nobody said anything (what is no error of the database has no severity). */
const isLost = (cause: unknown): boolean => {
  const { severity, code } = cause as { severity?: unknown; code?: unknown };
  return severity === undefined || /^(08|57P0[123])/.test(String(code));
};

/** What stands behind a failed statement on its connection. */
const isBesideFailed = (cause: unknown): boolean => (cause as { code?: unknown }).code === '25P02';

const valueRefused = (): BadInput =>
  new BadInput('VALUE_REFUSED', 'a value cannot be compared with what is recorded', {
    expected: 'text without NUL characters, and numbers and days within their ranges',
  });

const READING = 'begin isolation level repeatable read read only';
