import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Querier } from '../../../ledger/query.ts';
import type { Reference } from '../../../ledger/submission/dataset.ts';
import { type IdentityValues, identityOf } from '../../../ledger/submission/fields/index.ts';
import { onePerson, type Registry } from '../../../ledger/submission/references/one-person.ts';
import type { LedgerRoom } from '../../../ledger/submission/room.ts';
import { documentIndex, ensureWorkers, type IdentityDocument } from '../workers/identity-registry.ts';

/** The worker a record is about (农民工), by the hub's id or by a document; on record, not only registered. */
export const worker: Reference<IdentityValues, string> = {
  name: 'worker',
  path: 'documentNumber',
  pathIn: ({ workerId }) => (workerId === null ? 'documentNumber' : 'workerId'),
  missing: 'WORKER_UNKNOWN',
  asks: 'database',
  key: personKey,
  blind: blindPersonKey,
  find: (keys, { room }, db) => workersOf(keys, room, db!),
  findGone: (keys, { room }, db) => workersOf(keys, room, db, true),
};

/** The identity registry (身份登记) itself. */
export const registry: Registry = {
  asks: 'database',
  async whose(documents, { room }, db) {
    const named = documents.map((one) => documentOf(one)!);
    const rows = await db!.rows<{ readonly place: bigint; readonly worker_id: string }>(sql`
      select k.place, coalesce(i.merged_into, i.worker_id) as worker_id
        from unnest(${arrayLiteral(named.map(({ documentType }) => documentType))}::text[],
                    ${arrayLiteral(named.map((one) => documentIndex(room.sealer, one)))}::bytea[])
             with ordinality as k (document_type, number_index, place)
        join provincial.worker_identity i
          on i.document_type = k.document_type and i.number_index = k.number_index`);
    return new Map(rows.map((row) => [documents[Number(row.place) - 1]!, row.worker_id]));
  },
};

/** Id and document of the record are one person's (人员编号与证件一致). */
export const samePerson = onePerson(registry);

export interface Identified {
  readonly workerId: string;
  readonly documentIndex: Buffer;
}

/** The worker whom a document belongs to (身份登记): the id already registered, otherwise a new one. */
export const identity: Reference<Omit<IdentityValues, 'workerId'>, Identified> = {
  name: 'identity',
  path: 'documentNumber',
  missing: 'IDENTITY_MISSING',
  asks: 'database',
  key: (values) => personKey({ ...values, workerId: null }),
  blind: blindPersonKey,
  async find(keys, { room }, db) {
    const documents = keys.map((key) => documentOf(key)!);
    const ensured = await ensureWorkers(room, db!, documents);
    const found = new Map<string, Identified>();
    for (const { index, workerId } of ensured)
      if (workerId !== null)
        found.set(keys[index]!, {
          workerId,
          documentIndex: documentIndex(room.sealer, documents[index]!),
        });
    return found;
  },
  async findGone(keys, scene, db) {
    const whose = await registry.whose(keys, scene, db);
    return new Map(
      [...whose].map(([key, workerId]) => [
        key,
        { workerId, documentIndex: documentIndex(scene.room.sealer, documentOf(key)!) },
      ]),
    );
  },
};

/** Whom a record names, as one text: the id, or the document's type and number. Never stored as it is. */
export function personKey(values: IdentityValues): string | null {
  if (values.workerId !== null) return values.workerId;
  const document = identityOf(values);
  return document && `${document.documentType} ${document.documentNumber}`;
}

/** The key as it may be stored: the id, or the blind index of the document. */
export function blindPersonKey(key: string, { sealer }: Pick<LedgerRoom, 'sealer'>): string {
  const document = documentOf(key);
  return document ? documentIndex(sealer, document).toString('hex') : key;
}

/**
 * The workers on record among these persons, by their keys; one statement, and one index for each document. Named first
 * and then looked up: beneath row-level security no index is used for a comparison with `coalesce`.
 * @param isGoneToo those who were taken back as well
 */
export async function workersOf(
  keys: readonly string[],
  { sealer }: Pick<LedgerRoom, 'sealer'>,
  db: Querier,
  isGoneToo = false,
): Promise<Map<string, string>> {
  const documents = keys.map(documentOf);
  const indexes = documents.map((one) => one && documentIndex(sealer, one));
  const rows = await db.rows<{ readonly place: bigint; readonly worker_id: string }>(sql`
      with named as materialized (
        select k.place, coalesce(k.worker_id, i.merged_into, i.worker_id) as worker_id
          from unnest(${arrayLiteral(keys.map((key, at) => (documents[at] ? null : key)))}::uuid[],
                      ${arrayLiteral(documents.map((one) => one?.documentType))}::text[],
                      ${arrayLiteral(indexes)}::bytea[]) with ordinality as k (worker_id, document_type, number_index, place)
          left join provincial.worker_identity i
            on i.document_type = k.document_type and i.number_index = k.number_index)
      select n.place, w.worker_id
        from named n join provincial.migrant_worker w on w.worker_id = n.worker_id ${isGoneToo ? sql`` : sql`and not w.withdrawn`}`);
  return new Map(rows.map((row) => [keys[Number(row.place) - 1]!, row.worker_id]));
}

/** The document that a key names; null where it is an id, which has no blank in it. */
function documentOf(key: string): IdentityDocument | null {
  const blank = key.indexOf(' ');
  return blank < 0 ? null : { documentType: key.slice(0, blank), documentNumber: key.slice(blank + 1) };
}
