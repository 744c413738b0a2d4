import { sql } from 'kysely';
import type { Querier } from '../../../ledger/query.ts';
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

/** Keeps the nonce of a question, or says whether the same content came with it before. Waits for whoever keeps the same one just now. */
export async function keepNonce(
  tx: Querier,
  { appid, timestamp, nonce, digest, until }: CallNonce,
): Promise<'NEW' | 'SAME' | 'OTHER_CONTENT'> {
  const bytes = Buffer.from(digest, 'hex');
  const kept = await tx.rows(sql`
    insert into hub.real_name_nonce (appid, sent_at, nonce, digest, keep_until)
    values (${appid}, ${timestamp}, ${nonce}, ${bytes}, ${until})
    on conflict do nothing returning 1 as kept`);
  if (kept.length > 0) return 'NEW';
  const [known] = await tx.rows<{ same: boolean }>(sql`
    select digest = ${bytes} as same from hub.real_name_nonce
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
