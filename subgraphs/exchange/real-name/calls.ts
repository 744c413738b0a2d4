import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import { gathered } from '../gathered.ts';
import { openText, sealText } from '../sealed-text.ts';
import { admissions } from './admissions.ts';
import type { Admission, CallOutcome, CallParts, KeptCall, NewCall, RealNameCall } from './call.ts';
import { type CallRow, KEPT, keptCall, placeOf } from './call-row.ts';
import { type CallNonce, keepNonces, type Remembered } from './nonces.ts';

/**
 * Calls of the 603号 interface (接口调用), durable from their admission to their result. Only the admission waits for the
 * disk. A database that crashes may forget a claim, a release or an outcome written moments before, and with it the end
 * of the job, which is written later: the job then runs once more, finds its submissions stored under their keys, durable
 * before the outcome was, and comes to the same outcome. What the nonce of a question protects is that client's own view.
 */
export class RealNameCallStore {
  readonly #parts: CallParts;
  /** Keeps nonce, call and job in one transaction. The same nonce again leads to the call kept then. */
  readonly admit: (call: NewCall) => Promise<Admission>;
  /** Keeps the nonce of a question. */
  readonly remember: (nonce: CallNonce) => Promise<Remembered>;
  readonly #claim: (asked: Claim) => Promise<ClaimedRow | undefined>;
  readonly #finish: (ended: Ended) => Promise<void>;
  readonly #find: (serial: string) => Promise<CallRow | undefined>;

  constructor(parts: CallParts) {
    const { db } = parts;
    this.#parts = parts;
    this.admit = admissions(parts);
    this.remember = gathered((nonces) => db.writeLoosely((tx) => keepNonces(tx, nonces)), APART);
    this.#claim = gathered(
      async (asked: readonly Claim[]) =>
        eachOnce(asked, await db.writeOneLoosely<ClaimedRow>(claimed(asked))),
      APART,
    );
    this.#finish = gathered(async (ended: readonly Ended[]) => {
      await db.writeOneLoosely(finished(ended));
      return ended.map(() => undefined);
    }, APART);
    this.#find = gathered(async (serials: readonly string[]) => {
      const rows = await db.ask<CallRow>(sql`
        select ${KEPT} from hub.real_name_call c where c.serial = any(${arrayLiteral(serials)}::text[])`);
      const found = new Map(rows.map((row) => [row.serial, row]));
      return serials.map((serial) => found.get(serial));
    }, APART);
  }

  /** Takes the call for one process; undefined when it is finished or another process has it. */
  async claim(serial: string, leaseSeconds: number): Promise<RealNameCall | undefined> {
    const row = await this.#claim({ serial, leaseSeconds });
    if (row === undefined) return undefined;
    const { sealer } = this.#parts;
    return {
      ...(await keptCall(row, sealer)),
      data: await openText(sealer, row.data, placeOf(row.id, 'data')),
    };
  }

  /** Keeps the outcome; the first one stands. */
  async finish(serial: string, { status, code, result }: CallOutcome): Promise<void> {
    const { sealer, clock } = this.#parts;
    const sealed = await sealText(sealer, result, placeOf(serial, 'result'));
    await this.#finish({ serial, status, code, result: sealed, at: clock.now() });
  }

  /** Gives a call back that was claimed and could not be carried out just now. */
  async release(serial: string): Promise<void> {
    await this.#parts.db.writeOneLoosely(
      sql`update hub.real_name_call set leased_until = null where serial = ${serial} and state = 0`,
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
  async find(serial: string, appid?: string): Promise<KeptCall | undefined> {
    if (!SERIAL.test(serial)) return undefined;
    const row = await this.#find(serial);
    if (row === undefined) return undefined;
    if (appid !== undefined && row.appid.toLowerCase() !== appid.toLowerCase()) return undefined;
    return keptCall(row, this.#parts.sealer);
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
   where c.serial = asked.serial and c.state = 0 and (c.leased_until is null or c.leased_until < clock_timestamp())
  returning ${KEPT}, c.data`;

/** Who asks for the same call at the same moment gets it once. */
function eachOnce(asked: readonly Claim[], rows: readonly ClaimedRow[]): (ClaimedRow | undefined)[] {
  const left = new Map(rows.map((row) => [row.serial, row]));
  return asked.map(({ serial }) => {
    const row = left.get(serial);
    left.delete(serial);
    return row;
  });
}

// `place` and `distinct on`: of two outcomes of one call that end at the same moment, the first stands.
const finished = (ended: readonly Ended[]) => sql`
  update hub.real_name_call c set state = ended.state, code = ended.code, result = ended.result, leased_until = null,
         finished_at = ended.at
    from (select distinct on (serial) * from
            unnest(${arrayLiteral(ended.map(({ serial }) => serial))}::text[],
                   ${arrayLiteral(ended.map(({ status }) => status))}::smallint[],
                   ${arrayLiteral(ended.map(({ code }) => code))}::integer[],
                   ${arrayLiteral(ended.map(({ result }) => result))}::bytea[],
                   ${arrayLiteral(ended.map(({ at }) => at))}::timestamptz[])
              with ordinality as one (serial, state, code, result, at, place) order by serial, place) as ended
   where c.serial = ended.serial and c.state = 0`;
