import { randomInt, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Querier } from '../../../ledger/query.ts';
import { runsSql } from '../database.ts';
import { gathered } from '../../../ledger/gathered.ts';
import { sealText } from '../sealed-text.ts';
import type { Admission, CallParts, NewCall } from './call.ts';
import { type CallRow, ITS_OUTCOME, KEPT, keptCall, placeOf } from './call-row.ts';
import { type CallsInHand, HELD_SECONDS, REAL_NAME_QUEUE } from './calls-in-hand.ts';
import { IN_ORDER, sentNonces } from './nonces.ts';
import { stemOfSerial } from './serial.ts';
import { waiting } from './waiting.ts';

/** Under load a call waits this much longer for its serial, and shares its transaction and its place on disk. */
const APART_MS = 10;
/** One statement of this size keeps nobody waiting. */
const MOST_BYTES = 1_000_000;

interface Arrived {
  readonly id: string;
  readonly call: NewCall;
  /** Sealed. */
  readonly data: Buffer;
}

/** An admission, and the call's place in the order when this process is to begin with it itself. */
interface Admitted {
  readonly admission: Admission;
  readonly order?: number;
}

/**
 * Admits calls (接口接入): nonce, call and job in one transaction, with whatever other calls arrived at the same moment.
 * The same nonce again leads to the call kept then.
 */
export function admissions(parts: CallParts, inHand: CallsInHand): (call: NewCall) => Promise<Admission> {
  const { db, sealer, jobs, mostWaiting } = parts;
  const countWaiting = waiting(() => jobs.unfinished(REAL_NAME_QUEUE));
  const keep = gathered(keepAll, {
    apartMs: APART_MS,
    weightOf: ({ data }) => data.length,
    mostWeight: MOST_BYTES,
  });

  async function keepAll(arrived: readonly Arrived[]): Promise<Admitted[]> {
    const isFull = (await countWaiting()) >= mostWaiting;
    const length = arrived.reduce((sum, { call }) => sum + call.data.length, 0);
    const isOurs = inHand.hasRoom(length);
    return db.write((tx) => keepIn(tx, arrived, isFull, isOurs));
  }

  async function keepIn(
    tx: Querier,
    arrived: readonly Arrived[],
    isFull: boolean,
    isOurs: boolean,
  ): Promise<Admitted[]> {
    const rows = isFull ? [] : await tx.rows<Inserted>(inserted(arrived));
    const kept = new Map(rows.map((row) => [row.id, row]));
    const due = arrived.flatMap(({ id, call }) => {
      const row = kept.get(id);
      const afterSeconds = isOurs && isAtOnce(call) ? HELD_SECONDS : call.jobAfterSeconds;
      return row ? [{ id, queue: REAL_NAME_QUEUE, data: { serial: row.serial }, afterSeconds }] : [];
    });
    if (due.length > 0) await jobs.send(due, runsSql(tx));
    const answers: Admitted[] = [];
    for (const { id, call } of arrived) {
      const row = kept.get(id);
      if (row !== undefined)
        answers.push({
          admission: { kind: 'ADMITTED', serial: row.serial },
          ...(isOurs && isAtOnce(call) && { order: Number(row.number) }),
        });
      // Who repeats a call that is kept needs no new place.
      else
        answers.push({
          admission: (await known(tx, call)) ?? { kind: isFull ? 'OVERLOADED' : 'OTHER_CONTENT' },
        });
    }
    return answers;
  }

  async function known(
    tx: Querier,
    { appid, timestamp, nonce, digest }: NewCall,
  ): Promise<Admission | undefined> {
    const [row] = await tx.rows<CallRow & { same: boolean }>(sql`
      select ${KEPT}, n.digest = ${Buffer.from(digest, 'hex')} as same
        from hub.real_name_nonce n left join hub.real_name_call c on c.id = n.call_id ${ITS_OUTCOME}
       where n.appid = ${appid} and n.sent_at = ${timestamp} and n.nonce = ${nonce}`);
    if (row === undefined) return undefined;
    return row.same && row.serial !== null
      ? { kind: 'SAME', call: await keptCall(row, sealer) }
      : { kind: 'OTHER_CONTENT' };
  }

  return async (call) => {
    const id = randomUUID();
    const data = await sealText(sealer, call.data, placeOf(id, 'data'));
    const { admission, order } = await keep({ id, call, data });
    if (admission.kind !== 'ADMITTED') return admission;
    const { appid, method, at } = call;
    if (order !== undefined)
      inHand.begin(id, { serial: admission.serial, appid, method, at, order, data: call.data });
    else if (isAtOnce(call)) jobs.wake(REAL_NAME_QUEUE);
    return admission;
  };
}

interface Inserted {
  id: string;
  number: bigint;
  serial: string;
}

const isAtOnce = ({ jobAfterSeconds }: NewCall): boolean => jobAfterSeconds === 0;

/** Nonces and calls in one statement; no row where the nonce is known. Waits for whoever keeps the same one just now. */
const inserted = (arrived: readonly Arrived[]) => {
  const calls = arrived.map(({ call }) => call);
  return sql`
  with sent as materialized (
    select sent.*, more.* from ${sentNonces(calls)} join
      unnest(${arrayLiteral(arrived.map(({ id }) => id))}::uuid[],
             ${arrayLiteral(calls.map(({ method, at }) => stemOfSerial(method, at)))}::text[],
             ${arrayLiteral(calls.map(() => String(randomInt(10_000)).padStart(4, '0')))}::text[],
             ${arrayLiteral(calls.map(({ method }) => method))}::text[],
             ${arrayLiteral(arrived.map(({ data }) => data))}::bytea[],
             ${arrayLiteral(calls.map(({ at }) => at))}::timestamptz[])
        with ordinality as more (id, stem, tail, method, data, received_at, at_place) on at_place = place),
  kept as (
    insert into hub.real_name_nonce (appid, sent_at, nonce, digest, call_id, keep_until)
    select appid, sent_at, nonce, digest, id, keep_until from sent ${IN_ORDER}
    on conflict do nothing returning call_id)
  insert into hub.real_name_call (id, stem, tail, appid, method, data, received_at)
  select id, stem, tail, appid, method, data, received_at from sent where id in (select call_id from kept) order by place
  returning id, number, serial`;
};
