import { sql } from 'kysely';
import { hubCaller } from '../../../kernel/caller.ts';
import { arrayLiteral } from '../../array-literals.ts';
import type { Querier } from '../../query.ts';
import { ref } from '../../table.ts';
import type { Reference } from '../dataset.ts';
import { type IdentityValues, identityOf } from '../fields/index.ts';
import type { LedgerRoom } from '../room.ts';
import { askGraph, partsOf } from './ask-graph.ts';
import { workersWithIds } from './worker-ids.ts';

/**
 * The worker a record is about (农民工), by id or by identity document. A document that the room does not know yet is
 * asked of the identity registry over the graph, once for all records of the call, and its answer is remembered in the
 * room's `known_worker` under a blind index of the room's own (architecture §8.2). An id that the room does not know is
 * asked of the graph as well (worker-ids.ts). One that is nobody's holds its record until it is sent again or its
 * deadline comes: workers are another department's facts, and their coming releases nothing here.
 */
export const knownWorker: Reference<IdentityValues, string> = {
  name: 'worker',
  path: 'documentNumber',
  pathIn: ({ workerId }) => (workerId === null ? 'documentNumber' : 'workerId'),
  missing: 'WORKER_UNKNOWN',
  asks: 'graph',
  key: (values) => {
    const identity = identityOf(values);
    return values.workerId ?? (identity && `${identity.documentType} ${identity.documentNumber}`);
  },
  blind: (key, room) => {
    const document = documentOf(key);
    return document ? `${document.type} ${indexOf(room, document).toString('hex')}` : key;
  },
  // A rehearsal registers nobody: whoever is not known would get an id, and that is all it has to say.
  find: (keys, { room, isRehearsal }) => (isRehearsal ? askedFor : identified)(keys, room),
};

/** The workers of these keys; a document that is nobody's yet is registered with the identity registry. */
export const identified = (keys: readonly string[], room: LedgerRoom): Promise<Map<string, string>> =>
  workersOf(keys, room, false);

/** The same of whoever is only asked for: nobody is registered by it, and a document that is nobody's yet has an id that is nobody's. */
export const askedFor = (keys: readonly string[], room: LedgerRoom): Promise<Map<string, string>> =>
  workersOf(keys, room, true);

async function workersOf(
  keys: readonly string[],
  room: LedgerRoom,
  knownOnly: boolean,
): Promise<Map<string, string>> {
  const documents = new Map(
    keys.flatMap((key) => {
      const document = documentOf(key);
      return document ? [[key, { ...document, index: indexOf(room, document) }]] : [];
    }),
  );
  const byDocument = await remembered(room, [...documents.values()]);
  const strangers = [...documents.values()].filter((one) => !byDocument.has(nameOf(one)));
  for (const part of partsOf(strangers, DOCUMENTS_PER_CALL)) {
    const answered = await answeredOf(room, part, knownOnly);
    const registered = answered.filter((one): one is Registered => one.workerId !== null);
    await room.write(hubCaller(room.name), (db) => rememberWorkers(db, room, registered));
    for (const one of answered) byDocument.set(nameOf(one), one.workerId ?? nobody(byDocument.size));
  }
  const ids = await workersWithIds(
    room,
    keys.filter((key) => !documents.has(key)),
  );
  return new Map(
    keys.flatMap((key): [string, string][] => {
      const document = documents.get(key);
      const workerId = document ? byDocument.get(nameOf(document)) : ids.has(key) && key;
      return workerId ? [[key, workerId]] : [];
    }),
  );
}

/** Whom a stranger's document belongs to where nobody is registered: another for each. */
const nobody = (at: number): string => `${NOBODY}${at.toString().padStart(12, '0')}`;
const NOBODY = '00000000-0000-7000-8000-';

/** Whether nobody has this id (未登记). */
export const isNobody = (workerId: string): boolean => workerId.startsWith(NOBODY);

/** A call of the graph stays well below the longest body. */
const DOCUMENTS_PER_CALL = 1_000;

interface Document {
  readonly type: string;
  readonly number: string;
}

/** An identity document and whose it is. */
export interface KnownDocument extends Document {
  readonly workerId: string;
}

interface Indexed extends Document {
  readonly index: Buffer;
}

/** A key of a document is its kind and number; an id has no space in it. */
function documentOf(key: string): Document | null {
  const space = key.indexOf(' ');
  return space < 0 ? null : { type: key.slice(0, space), number: key.slice(space + 1) };
}

const indexOf = (room: Pick<LedgerRoom, 'sealer'>, { type, number }: Document): Buffer =>
  room.sealer.index(number, `document ${type}`);

const nameOf = ({ type, index }: { readonly type: string; readonly index: Buffer }): string =>
  `${type} ${index.toString('hex')}`;

async function remembered(room: LedgerRoom, documents: readonly Indexed[]): Promise<Map<string, string>> {
  if (documents.length === 0) return new Map();
  const rows = await room.write(hubCaller(room.name), (db) =>
    db.rows<{ type: string; index: Buffer; worker_id: string }>(sql`
      select k.document_type as type, k.number_index as index, k.worker_id
        from ${ref(room.schema, 'known_worker')} k
       where (k.document_type, k.number_index) in (select * from unnest(
         ${arrayLiteral(documents.map((one) => one.type))}::text[], ${arrayLiteral(documents.map((one) => one.index))}::bytea[]))`),
  );
  return new Map(rows.map((row) => [nameOf(row), row.worker_id]));
}

const ENSURE = /* GraphQL */ `
  mutation EnsureWorkers($identities: [IdentityInput!]!, $knownOnly: Boolean!) {
    ensureWorkers(identities: $identities, knownOnly: $knownOnly) {
      index
      workerId
      code
    }
  }
`;

interface EnsureAnswer {
  readonly ensureWorkers: readonly {
    readonly index: number;
    readonly workerId: string | null;
    readonly code: string | null;
  }[];
}

type Registered = Indexed & KnownDocument;
type Answered = Indexed & { readonly workerId: string | null };

/** What the identity registry says; a document that can be nobody's has no answer. */
async function answeredOf(
  room: LedgerRoom,
  documents: readonly Indexed[],
  knownOnly: boolean,
): Promise<Answered[]> {
  const identities = documents.map(({ type, number }) => ({ documentType: type, documentNumber: number }));
  const { ensureWorkers } = await askGraph<EnsureAnswer>(room, ENSURE, { identities, knownOnly });
  return ensureWorkers.flatMap(({ index, workerId, code }) =>
    workerId === null && code !== null ? [] : [{ ...documents[index]!, workerId }],
  );
}

/** Writes down whom documents belong to, so that they need not be asked for (已知农民工). */
export async function rememberWorkers(
  db: Querier,
  room: Pick<LedgerRoom, 'schema' | 'sealer' | 'clock'>,
  workers: readonly KnownDocument[],
): Promise<void> {
  if (workers.length === 0) return;
  const indexed = workers.map((one) => ({ ...one, index: indexOf(room, one) }));
  // In one order, so that two submissions cannot wait for each other.
  const sorted = indexed.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  await db.rows(sql`
    insert into ${ref(room.schema, 'known_worker')} (document_type, number_index, worker_id, known_since)
    select *, ${room.clock.now()}::timestamptz from unnest(
      ${arrayLiteral(sorted.map((one) => one.type))}::text[], ${arrayLiteral(sorted.map((one) => one.index))}::bytea[],
      ${arrayLiteral(sorted.map((one) => one.workerId))}::uuid[])
    on conflict (document_type, number_index) do nothing`);
}
