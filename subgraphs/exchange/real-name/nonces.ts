import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { ExchangeDatabase } from '../database.ts';

/** What names one message of one client (防重放). */
export interface CallNonce {
  readonly appid: string;
  /** As sent: 14 digits. */
  readonly timestamp: string;
  readonly nonce: string;
  /** SM3, hex, over what the client said. */
  readonly digest: string;
  /** Business time until which it is kept. */
  readonly until: Date;
}

export type Remembered = 'NEW' | 'SAME' | 'OTHER_CONTENT';

/** Nonces as rows `sent (appid, sent_at, nonce, digest, keep_until, place)`, `place` counting from 1. */
export const sentNonces = (nonces: readonly CallNonce[]) => sql`
  unnest(${arrayLiteral(nonces.map(({ appid }) => appid))}::text[],
         ${arrayLiteral(nonces.map(({ timestamp }) => timestamp))}::text[],
         ${arrayLiteral(nonces.map(({ nonce }) => nonce))}::text[],
         ${arrayLiteral(nonces.map(({ digest }) => Buffer.from(digest, 'hex')))}::bytea[],
         ${arrayLiteral(nonces.map(({ until }) => until))}::timestamptz[])
    with ordinality as sent (appid, sent_at, nonce, digest, keep_until, place)`;

/**
 * Always in the same order, so that two processes which keep the same nonces just now wait for each other at most once;
 * of two that are sent together under one name, the first is kept.
 */
export const IN_ORDER = sql`order by sent.appid collate "C", sent.sent_at collate "C", sent.nonce collate "C", sent.place`;

/** Keeps the nonces of questions, or says whether the same content came with them before. */
export async function keepNonces(db: ExchangeDatabase, nonces: readonly CallNonce[]): Promise<Remembered[]> {
  const kept = await db.writeOneLoosely<{ appid: string; sent_at: string; nonce: string }>(sql`
    insert into hub.real_name_nonce (appid, sent_at, nonce, digest, keep_until)
    select appid, sent_at, nonce, digest, keep_until from ${sentNonces(nonces)} ${IN_ORDER}
    on conflict do nothing returning appid, sent_at, nonce`);
  const fresh = new Set(kept.map((row) => `${row.appid} ${row.sent_at} ${row.nonce}`));
  const answers: Remembered[] = [];
  for (const one of nonces)
    answers.push(fresh.delete(`${one.appid} ${one.timestamp} ${one.nonce}`) ? 'NEW' : await again(db, one));
  return answers;
}

async function again(
  db: ExchangeDatabase,
  { appid, timestamp, nonce, digest }: CallNonce,
): Promise<Remembered> {
  const [known] = await db.ask<{ same: boolean }>(sql`
    select digest = ${Buffer.from(digest, 'hex')} as same from hub.real_name_nonce
     where appid = ${appid} and sent_at = ${timestamp} and nonce = ${nonce}`);
  return known?.same ? 'SAME' : 'OTHER_CONTENT';
}

/** Forgets nonces past their time, a few at a time. @returns how many were forgotten */
export async function pruneNonces(db: ExchangeDatabase, now: Date, most: number): Promise<number> {
  const rows = await db.write((tx) =>
    tx.rows(sql`
      delete from hub.real_name_nonce where ctid = any (array(
        select ctid from hub.real_name_nonce where keep_until < ${now} order by keep_until limit ${most}
           for update skip locked))
      returning 1 as gone`),
  );
  return rows.length;
}
