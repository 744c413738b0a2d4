import { sql } from 'kysely';
import type { Clock } from '../../../kernel/clock.ts';
import type { SealedPlace, Sealer } from '../../../kernel/sealing.ts';
import type { ExchangeDatabase } from '../database.ts';

export interface KeptImage {
  /** SM3 of the bytes, hex. */
  readonly digest: string;
  readonly contentType: 'image/jpeg' | 'image/png' | 'application/pdf';
  readonly bytes: Buffer;
  readonly serial: string;
  readonly appid: string;
  /** Where in the call's data it came: `[workerList][0][headImage]`. */
  readonly place: string;
}

/** Pictures and attachments (图片与附件), each content once, sealed, outside the graph. */
export class StoredImages {
  readonly #db: ExchangeDatabase;
  readonly #sealer: Sealer;
  readonly #clock: Clock;

  constructor(db: ExchangeDatabase, sealer: Sealer, clock: Clock) {
    this.#db = db;
    this.#sealer = sealer;
    this.#clock = clock;
  }

  async keep(images: readonly KeptImage[]): Promise<void> {
    if (images.length === 0) return;
    // Two calls with the same pictures must not wait for each other crosswise.
    const inOrder = [...images].sort((a, b) => (a.digest < b.digest ? -1 : 1));
    const at = this.#clock.now();
    await this.#db.write(async (tx) => {
      for (const { digest, contentType, bytes, serial, appid, place } of inOrder) {
        const key = Buffer.from(digest, 'hex');
        const [known] = await tx.rows(sql`select 1 as known from hub.stored_image where digest = ${key}`);
        if (!known) {
          const content = this.#sealer.seal(bytes.toString('base64'), placeOf(digest));
          await tx.rows(sql`
            insert into hub.stored_image (digest, content_type, bytes, content, stored_at)
            values (${key}, ${contentType}, ${bytes.length}, ${content}, ${at}) on conflict do nothing`);
        }
        await tx.rows(sql`
          insert into hub.stored_image_place (digest, serial, place, appid)
          values (${key}, ${serial}, ${place}, ${appid}) on conflict do nothing`);
      }
    });
  }

  /** The bytes of a picture by the SM3 of its content, or undefined. */
  async find(digest: string): Promise<Buffer | undefined> {
    const rows = await this.#db.write((tx) =>
      tx.rows<{ content: Buffer }>(
        sql`select content from hub.stored_image where digest = ${Buffer.from(digest, 'hex')}`,
      ),
    );
    return rows[0] && Buffer.from(this.#sealer.open(rows[0].content, placeOf(digest)), 'base64');
  }
}

const placeOf = (digest: string): SealedPlace => ({
  dataset: 'stored_image',
  column: 'content',
  recordId: digest,
});
