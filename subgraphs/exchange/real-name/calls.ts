import { randomInt, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Clock } from '../../../kernel/clock.ts';
import type { Jobs } from '../../../kernel/jobs.ts';
import type { SealedPlace, Sealer } from '../../../kernel/sealing.ts';
import type { Querier } from '../../../ledger/query.ts';
import { type ExchangeDatabase, runsSql } from '../database.ts';
import { openText, sealText } from '../sealed-text.ts';
import { type CallNonce, keepNonce } from './nonces.ts';
import { stemOfSerial } from './serial.ts';
import { waiting } from './waiting.ts';

/** The queue of calls that a job carries out. Its data is the call's serial. */
export const REAL_NAME_QUEUE = 'real-name-call';

export interface NewCall extends CallNonce {
  /** `Object.Verb`. */
  readonly method: string;
  /** The business JSON as sent. */
  readonly data: string;
  readonly at: Date;
  readonly jobAfterSeconds: number;
}

export interface RealNameCall {
  readonly serial: string;
  readonly appid: string;
  readonly method: string;
  readonly data: string;
  readonly at: Date;
  /** Counts up with every call admitted to the hub. */
  readonly order: number;
  readonly outcome?: CallOutcome;
}

export interface CallOutcome {
  readonly status: 10 | 20;
  readonly code: number;
  readonly result: string;
}

export type Admission =
  | { readonly kind: 'ADMITTED'; readonly serial: string }
  | { readonly kind: 'SAME'; readonly call: RealNameCall }
  | { readonly kind: 'OTHER_CONTENT' }
  | { readonly kind: 'OVERLOADED' };

export interface CallParts {
  readonly db: ExchangeDatabase;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly jobs: Jobs;
  /** Calls that may wait at once, over all processes. */
  readonly mostWaiting: number;
}

/** Calls of the 603号 interface (接口调用), durable from their admission to their result. */
export class RealNameCallStore {
  readonly #parts: CallParts;
  readonly #waiting: (db: Querier) => Promise<number>;

  constructor(parts: CallParts) {
    this.#parts = parts;
    this.#waiting = waiting();
  }

  /** Keeps nonce, call and job in one transaction. The same nonce again leads to the call kept then. */
  async admit(call: NewCall): Promise<Admission> {
    const { db, sealer, jobs, mostWaiting } = this.#parts;
    const id = randomUUID();
    const data = await sealText(sealer, call.data, placeOf(id, 'data'));
    const admission = await db.write<Admission>(async (tx) => {
      // Who repeats a call that is kept needs no new place.
      if ((await this.#waiting(tx)) >= mostWaiting)
        return (await this.#known(tx, call)) ?? { kind: 'OVERLOADED' };
      const [kept] = await tx.rows<{ serial: string }>(inserted(call, id, data));
      if (kept === undefined) return (await this.#known(tx, call)) ?? { kind: 'OTHER_CONTENT' };
      const { serial } = kept;
      await jobs.send(
        { queue: REAL_NAME_QUEUE, data: { serial }, afterSeconds: call.jobAfterSeconds },
        runsSql(tx),
      );
      return { kind: 'ADMITTED', serial };
    });
    if (admission.kind === 'ADMITTED' && call.jobAfterSeconds === 0) jobs.wake(REAL_NAME_QUEUE);
    return admission;
  }

  /** Keeps the nonce of a question. */
  remember(nonce: CallNonce): Promise<'NEW' | 'SAME' | 'OTHER_CONTENT'> {
    return this.#parts.db.write((tx) => keepNonce(tx, nonce));
  }

  /** Takes the call for one process; undefined when it is finished or another process has it. */
  claim(serial: string, leaseSeconds: number): Promise<RealNameCall | undefined> {
    // Leases are real time, of the one clock that all processes share: the database's.
    return this.#one(sql`
      update hub.real_name_call set attempts = attempts + 1,
             leased_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
       where serial = ${serial} and state = 0 and (leased_until is null or leased_until < clock_timestamp())
      returning *`);
  }

  /** Keeps the outcome; the first one stands. */
  async finish(serial: string, { status, code, result }: CallOutcome): Promise<void> {
    const { db, sealer, clock } = this.#parts;
    const sealed = await sealText(sealer, result, placeOf(serial, 'result'));
    await db.write((tx) =>
      tx.rows(sql`
        update hub.real_name_call set state = ${status}, code = ${code}, result = ${sealed}, leased_until = null,
               finished_at = ${clock.now()}
         where serial = ${serial} and state = 0`),
    );
  }

  /** Gives a call back that was claimed and could not be carried out just now. */
  async release(serial: string): Promise<void> {
    await this.#parts.db.write((tx) =>
      tx.rows(sql`update hub.real_name_call set leased_until = null where serial = ${serial} and state = 0`),
    );
  }

  /** Gives back every call of processes that died; only where no other process can be working. */
  async releaseAll(): Promise<void> {
    await this.#parts.db.write((tx) =>
      tx.rows(
        sql`update hub.real_name_call set leased_until = null where state = 0 and leased_until is not null`,
      ),
    );
  }

  /** A call by its serial, of this account; without an account, whoever made it. */
  find(serial: string, appid?: string): Promise<RealNameCall | undefined> {
    const own = appid === undefined ? sql`true` : sql`lower(appid) = lower(${appid})`;
    return this.#one(sql`select * from hub.real_name_call where serial = ${serial} and ${own}`);
  }

  async #known(tx: Querier, call: CallNonce): Promise<Admission | undefined> {
    const [row] = await tx.rows<CallRow & { same: boolean }>(sql`
      select c.*, n.digest = ${Buffer.from(call.digest, 'hex')} as same
        from hub.real_name_nonce n left join hub.real_name_call c on c.id = n.call_id
       where n.appid = ${call.appid} and n.sent_at = ${call.timestamp} and n.nonce = ${call.nonce}`);
    if (row === undefined) return undefined;
    return row.same && row.serial !== null
      ? { kind: 'SAME', call: await this.#opened(row) }
      : { kind: 'OTHER_CONTENT' };
  }

  async #one(query: ReturnType<typeof sql>): Promise<RealNameCall | undefined> {
    const [row] = await this.#parts.db.write((tx) => tx.rows<CallRow>(query));
    return row && this.#opened(row);
  }

  async #opened(row: CallRow): Promise<RealNameCall> {
    const { id, serial, appid, method, state, code, number } = row;
    const { sealer } = this.#parts;
    const call = {
      serial,
      appid,
      method,
      data: await openText(sealer, row.data, placeOf(id, 'data')),
      at: row.received_at,
      order: Number(number),
    };
    if (state === 0) return call;
    const result = await openText(sealer, row.result!, placeOf(serial, 'result'));
    return { ...call, outcome: { status: state, code: code!, result } };
  }
}

/** Nonce and call in one statement; no row when the nonce is known. Waits for whoever keeps the same one just now. */
const inserted = (
  { appid, timestamp, nonce, digest, until, method, at }: NewCall,
  id: string,
  data: Buffer,
) => sql`
  with kept as (
    insert into hub.real_name_nonce (appid, sent_at, nonce, digest, call_id, keep_until)
    values (${appid}, ${timestamp}, ${nonce}, ${Buffer.from(digest, 'hex')}, ${id}, ${until})
    on conflict do nothing returning call_id)
  insert into hub.real_name_call (id, stem, tail, appid, method, data, received_at)
  select call_id, ${stemOfSerial(method, at)}, ${String(randomInt(10_000)).padStart(4, '0')}, ${appid}, ${method}, ${data}, ${at}
    from kept returning serial`;

interface CallRow {
  id: string;
  number: bigint;
  serial: string;
  appid: string;
  method: string;
  data: Buffer;
  received_at: Date;
  state: 0 | 10 | 20;
  code: number | null;
  result: Buffer | null;
}

const placeOf = (recordId: string, column: string): SealedPlace => ({
  dataset: 'real_name_call',
  column,
  recordId,
});
