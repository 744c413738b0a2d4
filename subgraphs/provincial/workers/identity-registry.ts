import { sql } from 'kysely';
import { v4 } from 'uuid';
import { parseDocumentNumber } from '../../../kernel/identifiers/identity-document.ts';
import { misunderstood, type Parsed } from '../../../kernel/identifiers/parsed.ts';
import { newRecordId } from '../../../kernel/record-id.ts';
import type { Sealer } from '../../../kernel/sealing.ts';
import type { Querier } from '../../../ledger/query.ts';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { LedgerRoom } from '../../../ledger/submission/room.ts';
import { codeTable } from '../../../schema/codes.ts';

export interface IdentityDocument {
  readonly documentType: string;
  readonly documentNumber: string;
  /** The worker's id, where it was given out before: by a seed that is the same everywhere. */
  readonly workerId?: string;
}

/** What the registry needs of its department: keys, the clock, and chance. */
export type IdentityKeeper = Pick<LedgerRoom, 'sealer' | 'clock' | 'random'>;

/** The blind index of a document (盲索引) whose number is in the one form for matching. */
export const documentIndex = (sealer: Sealer, { documentType, documentNumber }: IdentityDocument): Buffer =>
  sealer.index(documentNumber, `document ${documentType}`);

const documentTypes = codeTable('id-cert-types').byCode;

/** The number of a document in its one form for matching; of a kind of document (证件类型) that there is. */
export const parseIdentity = ({ documentType, documentNumber }: IdentityDocument): Parsed<string> =>
  documentTypes.has(documentType)
    ? parseDocumentNumber(documentType, documentNumber)
    : misunderstood('CODE_UNKNOWN', 'a code of the dictionary id-cert-types (证件类型)', 'another');

export interface EnsuredWorker {
  readonly index: number;
  readonly workerId: string | null;
  readonly isNew: boolean;
  readonly code: string | null;
}

interface Known {
  readonly document_type: string;
  readonly number_index: Buffer;
  readonly worker_id: string;
}

/**
 * Gives each document its worker (身份登记): a batch, and idempotent. The worker's id is random, so that nothing of
 * the document is in it; the number is kept sealed here and nowhere else (architecture §8.2).
 */
export async function ensureWorkers(
  keeper: IdentityKeeper,
  db: Querier,
  documents: readonly IdentityDocument[],
): Promise<EnsuredWorker[]> {
  const read = documents.map((document) => readDocument(keeper.sealer, document));
  const wanted = new Map(read.flatMap((one) => (one.key ? [[one.key, one]] : [])));
  const fresh = [...wanted.values()]
    .sort((a, b) => (a.key! < b.key! ? -1 : 1))
    .map((one) => registration(keeper, one));
  const inserted = new Set((await insert(db, fresh)).map(keyOf));
  return answers(db, read, inserted);
}

/** The workers of documents that are registered already (已登记); nobody is registered, and whoever is not has no id. */
export const knownWorkers = (
  { sealer }: Pick<IdentityKeeper, 'sealer'>,
  db: Querier,
  documents: readonly IdentityDocument[],
): Promise<EnsuredWorker[]> =>
  answers(
    db,
    documents.map((document) => readDocument(sealer, document)),
  );

async function answers(
  db: Querier,
  read: readonly ReadDocument[],
  inserted: ReadonlySet<string> = new Set(),
): Promise<EnsuredWorker[]> {
  const wanted = new Map(read.flatMap((one) => (one.key ? [[one.key, one]] : [])));
  const rows = wanted.size === 0 ? [] : await find(db, [...wanted.values()]);
  const known = new Map(rows.map((row) => [keyOf(row), row.worker_id]));
  return read.map(({ key, code }, index) =>
    key
      ? { index, workerId: known.get(key) ?? null, isNew: inserted.has(key), code: null }
      : { index, workerId: null, isNew: false, code },
  );
}

interface ReadDocument {
  readonly type: string;
  readonly number: string;
  readonly index: Buffer;
  readonly key: string | null;
  readonly code: string | null;
  readonly workerId?: string | undefined;
}

function readDocument(sealer: Sealer, document: IdentityDocument): ReadDocument {
  const { documentType, workerId } = document;
  const parsed = parseIdentity(document);
  if (!parsed.ok) return { type: documentType, number: '', index: EMPTY, key: null, code: parsed.code };
  const number = parsed.value;
  const index = documentIndex(sealer, { documentType, documentNumber: number });
  const key = `${documentType} ${index.toString('hex')}`;
  return { type: documentType, number, index, key, code: null, workerId };
}

const EMPTY = Buffer.alloc(0);

const keyOf = (row: Known): string => `${row.document_type} ${row.number_index.toString('hex')}`;

function registration(keeper: IdentityKeeper, { type, number, index, workerId }: ReadDocument) {
  const at = keeper.clock.now();
  const id = newRecordId(at, keeper.random);
  const place = { dataset: 'worker_identity', column: 'number_sealed', recordId: id };
  return {
    id,
    workerId: workerId ?? v4({ random: keeper.random(16) }),
    type,
    index,
    sealed: keeper.sealer.seal(number, place),
    at,
  };
}

type Registration = ReturnType<typeof registration>;

const insert = (db: Querier, rows: readonly Registration[]): Promise<Known[]> =>
  db.rows<Known>(sql`
    insert into provincial.worker_identity (id, worker_id, document_type, number_sealed, number_index, registered_at)
    select * from unnest(
      ${arrayLiteral(rows.map((row) => row.id))}::uuid[], ${arrayLiteral(rows.map((row) => row.workerId))}::uuid[],
      ${arrayLiteral(rows.map((row) => row.type))}::text[], ${arrayLiteral(rows.map((row) => row.sealed))}::bytea[],
      ${arrayLiteral(rows.map((row) => row.index))}::bytea[], ${arrayLiteral(rows.map((row) => row.at))}::timestamptz[])
    on conflict (document_type, number_index) do nothing
    returning document_type, number_index, worker_id`);

const find = (db: Querier, documents: readonly ReadDocument[]): Promise<Known[]> =>
  db.rows<Known>(sql`
    select i.document_type, i.number_index, coalesce(i.merged_into, i.worker_id) as worker_id from provincial.worker_identity i
     where (i.document_type, i.number_index) in (select * from unnest(
       ${arrayLiteral(documents.map((one) => one.type))}::text[], ${arrayLiteral(documents.map((one) => one.index))}::bytea[]))`);
