import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RawBuilder } from 'kysely';
import type { Pool } from 'pg';
import type { Caller } from '../kernel/caller.ts';
import { faults } from '../kernel/faults.ts';
import { BadInput } from '../kernel/refusals.ts';
import { planningOf, type Querier } from '../ledger/query.ts';
import { mayReachAll, rowScopeSettings } from './settings.ts';
import { openTransaction, type Transaction } from './transaction.ts';

/**
 * One request's view of its subgraph's database: a read-only transaction under the caller's row scope, opened by
 * the first question and closed with the request, so that all of a request's answers are of one instant.
 */
export class Session implements Querier {
  readonly asOf: Date | null;
  readonly #pool: Pool;
  readonly #caller: Caller;
  readonly #room: string | null;
  #transaction: Promise<Transaction> | null = null;
  #answers: Promise<unknown> = Promise.resolve();
  #unanswered = 0;
  readonly #waiting: (() => void)[] = [];
  #loss: { readonly opening: Promise<Transaction>; readonly missed: Promise<void> } | null = null;
  /** While the request writes; until then its questions wait. */
  #change: Promise<void> | null = null;
  #closing: Promise<void> | null = null;

  /** @param room the department's database schema, where facts of projects are asked for */
  constructor(pool: Pool, caller: Caller, asOf: Date | null, room: string | null = null) {
    this.#pool = pool;
    this.#caller = caller;
    this.#room = room;
    this.asOf = asOf;
  }

  async rows<Row extends object>(query: RawBuilder<unknown>): Promise<Row[]> {
    while (this.#change) await this.#change;
    return this.#ask(query);
  }

  async #ask<Row extends object>(query: RawBuilder<unknown>): Promise<Row[]> {
    // An executor may answer while siblings still ask: what comes after that must not open a transaction again.
    if (this.#closing) throw faults.CANCELLED();
    this.#transaction ??= openTransaction(
      this.#pool,
      READING,
      { settings: rowScopeSettings(this.#caller), room: mayReachAll(this.#caller) ? this.#room : null },
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
      // A connection answers in turn: the first failure is the cause of those behind it, whatever they are told.
      const isBeside = this.#transaction !== opening;
      if (!isBeside) {
        this.#transaction = null;
        await transaction.end('rollback').catch(() => undefined);
      }
      const missed = transaction.isLostUnanswered ? this.#missed(opening) : null;
      await missed;
      if (missed || isBeside) return this.#ask(query);
      throw toldOfValue(cause);
    }
  }

  /** When the pool has missed what died together with this transaction's connection; null for a second loss in the request. */
  #missed(opening: Promise<Transaction>): Promise<void> | null {
    // The first turn may end before the loop looks at its sockets again.
    this.#loss ??= { opening, missed: nextTurn().then(() => nextTurn()) };
    return this.#loss.opening === opening ? this.#loss.missed : null;
  }

  /**
   * Runs one writing transaction under the same row scope; what it returns is durable (architecture §3.1), unless the
   * settings say otherwise. Reading ends before it and begins anew behind it, so that a request never waits for a connection
   * while it holds one, and reads what it has written.
   * @param work asks by what it is given: a question to the session would wait for its end
   * @param settings of this transaction, beside the row scope
   */
  write<Result>(
    work: (db: Querier) => Promise<Result>,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<Result> {
    return this.#changing(settings, async (transaction) => {
      const result = await work({ asOf: null, rows: transaction.rows }).catch(async (error: unknown) => {
        await transaction.end('rollback').catch(() => undefined);
        throw error;
      });
      await transaction.end('commit');
      return result;
    });
  }

  /** The same for one statement alone, at one round trip: begin, statement and commit are sent together. */
  writeOne<Row extends object>(
    query: RawBuilder<unknown>,
    settings: Readonly<Record<string, string>> = {},
  ): Promise<Row[]> {
    return this.#changing(settings, async (transaction) => {
      // A statement that fails makes of the commit behind it a rollback.
      const [rows] = await Promise.all([transaction.rows<Row>(query), transaction.end('commit')]);
      return rows;
    });
  }

  async #changing<Result>(
    settings: Readonly<Record<string, string>>,
    work: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result> {
    while (this.#change) await this.#change;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#change = promise;
    try {
      await this.endReading();
      const own = { ...settings, ...rowScopeSettings(this.#caller), 'hub.writer': 'on' };
      return await work(await openTransaction(this.#pool, 'begin', { settings: own, room: null }));
    } finally {
      this.#change = null;
      resolve();
    }
  }

  /** Ends the reading transaction once what is in hand is answered; whoever asks then is answered from a new one. Never throws. */
  async endReading(): Promise<void> {
    for (;;) {
      const answers = this.#answers;
      await answers;
      if (answers !== this.#answers) continue;
      const opening = this.#transaction;
      if (opening === null) return;
      // Nobody takes it up again, whoever else would end it.
      this.#transaction = null;
      const transaction = await opening.catch(() => null);
      await transaction?.end('commit').catch(() => undefined);
    }
  }

  /** Gives the connection back once the questions in hand are answered, once however often. Never throws: the answer is made already. */
  close(): Promise<void> {
    this.#closing ??= this.endReading();
    return this.#closing;
  }
}

const afterThisTurn = (run: () => void): void => {
  void Promise.resolve().then(() => process.nextTick(run));
};

/** SQLSTATE class 22: a value that no column of that type can hold. */
const isRefusedValue = (cause: unknown): boolean =>
  String((cause as { code?: unknown }).code).startsWith('22');

/** What whoever asked is told of a failure: of a value that the database refuses, that it does; otherwise the failure itself. */
export const toldOfValue = (cause: unknown): unknown => (isRefusedValue(cause) ? valueRefused() : cause);

const valueRefused = (): BadInput =>
  new BadInput('VALUE_REFUSED', 'what is asked for cannot be compared with what is recorded', {
    expected: 'text without NUL characters, and numbers and days within their ranges',
    remedy: 'look at each argument of this field, and at its description in the schema',
  });

const READING = 'begin isolation level repeatable read read only';
