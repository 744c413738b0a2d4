import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import { gathered } from '../../../ledger/gathered.ts';
import { openText, sealText } from '../sealed-text.ts';
import { admissions } from './admissions.ts';
import type { Admission, CallOutcome, CallParts, KeptCall, NewCall, RealNameCall } from './call.ts';
import { type CallRow, ITS_OUTCOME, KEPT, keptCall, placeOf } from './call-row.ts';
import { CallsInHand } from './calls-in-hand.ts';
import { type CallNonce, keepNonces, type Remembered } from './nonces.ts';

/**
 * Calls of the 603号 interface (接口调用), durable from their admission to their result. The process that admitted a call
 * carries it out from memory if it has room (`calls-in-hand.ts`); any other claims it. Only the admission waits for the
 * disk. A database that crashes may forget a claim, a release or an outcome written moments before, and with it the end
 * of the job, which is written later: the job then runs once more, finds its submissions stored under their keys, durable
 * before the outcome was, and comes to the same outcome. What the nonce of a question protects is that client's own view.
 */
export class RealNameCallStore {
  readonly #parts: CallParts;
  readonly #inHand: CallsInHand;
  /** Keeps nonce, call and job in one transaction. The same nonce again leads to the call kept then. */
  readonly admit: (call: NewCall) => Promise<Admission>;
  /** Keeps the nonce of a question. */
  readonly remember: (nonce: CallNonce) => Promise<Remembered>;
  readonly #claim: (asked: Claim) => Promise<ClaimedRow | undefined>;
  readonly #finish: (ended: Ended) => Promise<boolean>;
  readonly #find: (serial: string) => Promise<CallRow | undefined>;

  constructor(parts: CallParts) {
    const { db } = parts;
    this.#parts = parts;
    this.#inHand = new CallsInHand(parts.jobs);
    this.admit = admissions(parts, this.#inHand);
    this.remember = gathered((nonces) => keepNonces(db, nonces), APART);
    this.#claim = gathered(
      async (asked: readonly Claim[]) =>
        eachOnce(asked, await db.writeOneLoosely<ClaimedRow>(claimed(asked))),
      APART,
    );
    this.#finish = gathered(async (ended: readonly Ended[]) => {
      const rows = await db.writeOneLoosely<{ place: bigint }>(finished(ended));
      const kept = new Set(rows.map(({ place }) => Number(place)));
      return ended.map((_, at) => kept.has(at + 1));
    }, APART);
    this.#find = gathered(async (serials: readonly string[]) => {
      const rows = await db.ask<CallRow>(sql`
        select ${KEPT} from hub.real_name_call c ${ITS_OUTCOME} where c.serial = any(${arrayLiteral(serials)}::text[])`);
      const found = new Map(rows.map((row) => [row.serial, row]));
      return serials.map((serial) => found.get(serial));
    }, APART);
  }

  /** Takes the call for one process; undefined when it is finished or another process has it. */
  async claim(serial: string, leaseSeconds: number): Promise<RealNameCall | undefined> {
    const own = this.#inHand.take(serial);
    if (own === 'BUSY') return undefined;
    if (own) return own;
    const row = await this.#claim({ serial, leaseSeconds });
    if (row === undefined) return undefined;
    const { sealer } = this.#parts;
    return {
      ...(await keptCall(row, sealer)),
      data: await openText(sealer, row.data, placeOf(row.id, 'data')),
    };
  }

  /** Keeps the outcome; the first one stands. */
  async finish(serial: string, outcome: CallOutcome): Promise<void> {
    const { sealer, clock } = this.#parts;
    const { status, code, result } = outcome;
    const sealed = await sealText(sealer, result, placeOf(serial, 'result'));
    const stands = await this.#finish({ serial, status, code, result: sealed, at: clock.now() });
    if (stands) this.#inHand.end(serial, outcome);
    await this.release(serial);
  }

  /** Gives a call back that was claimed, or took its end. */
  async release(serial: string): Promise<void> {
    if (this.#inHand.has(serial)) return this.#inHand.drop(serial);
    await this.#parts.db.writeOneLoosely(
      sql`update hub.real_name_call set leased_until = null where serial = ${serial}`,
    );
  }

  /** Gives back every call of processes that died; only where no other process can be working. */
  async releaseAll(): Promise<void> {
    await this.#parts.db.write((tx) =>
      tx.rows(sql`update hub.real_name_call set leased_until = null where leased_until is not null`),
    );
  }

  /** A call by its serial, of this account; without an account, whoever made it. */
  async find(serial: string, appid?: string): Promise<KeptCall | undefined> {
    if (!SERIAL.test(serial)) return undefined;
    const isTheirs = (call: { readonly appid: string }) =>
      appid === undefined || call.appid.toLowerCase() === appid.toLowerCase();
    const own = this.#inHand.find(serial);
    if (own) return isTheirs(own) ? own : undefined;
    const row = await this.#find(serial);
    return row && isTheirs(row) ? keptCall(row, this.#parts.sealer) : undefined;
  }
}

/** Who asks for a result asks again after half a second: a moment more is nothing, and a fifth of the transactions much. */
const APART = { apartMs: 20 };

/** What a serial may look like; a client may ask for anything. */
const SERIAL = /^[a-z0-9-]{1,120}$/;

interface Claim {
  readonly serial: string;
  readonly leaseSeconds: number;
}

type ClaimedRow = CallRow & { data: Buffer };

interface Ended {
  readonly serial: string;
  readonly status: number;
  readonly code: number;
  readonly result: Buffer;
  readonly at: Date;
}

// Leases are real time, of the one clock that all processes share: the database's.
const claimed = (asked: readonly Claim[]) => sql`
  update hub.real_name_call c set attempts = attempts + 1,
         leased_until = clock_timestamp() + make_interval(secs => asked.lease)
    from unnest(${arrayLiteral(asked.map(({ serial }) => serial))}::text[],
                ${arrayLiteral(asked.map(({ leaseSeconds }) => leaseSeconds))}::float8[]) as asked (serial, lease)
   where c.serial = asked.serial and (c.leased_until is null or c.leased_until < clock_timestamp())
     and not exists (select from hub.real_name_outcome o where o.call_number = c.number)
  returning c.id, c.number, c.serial, c.appid, c.method, c.received_at, null as state, c.data`;

/** Who asks for the same call at the same moment gets it once. */
function eachOnce(asked: readonly Claim[], rows: readonly ClaimedRow[]): (ClaimedRow | undefined)[] {
  const left = new Map(rows.map((row) => [row.serial, row]));
  return asked.map(({ serial }) => {
    const row = left.get(serial);
    left.delete(serial);
    return row;
  });
}

// Of two outcomes of one call that end at the same moment, the first stands.
const finished = (ended: readonly Ended[]) => sql`
  with ended as materialized (
    select distinct on (c.number) c.number, one.*
      from unnest(${arrayLiteral(ended.map(({ serial }) => serial))}::text[],
                  ${arrayLiteral(ended.map(({ status }) => status))}::smallint[],
                  ${arrayLiteral(ended.map(({ code }) => code))}::integer[],
                  ${arrayLiteral(ended.map(({ result }) => result))}::bytea[],
                  ${arrayLiteral(ended.map(({ at }) => at))}::timestamptz[])
             with ordinality as one (serial, state, code, result, at, place)
      join hub.real_name_call c on c.serial = one.serial
     order by c.number, one.place),
  kept as (
    insert into hub.real_name_outcome (call_number, state, code, result, finished_at)
    select number, state, code, result, at from ended
    on conflict do nothing returning call_number)
  select ended.place from ended join kept on kept.call_number = ended.number`;
