import { sql } from 'kysely';
import type { Caller, Purpose } from '../../../kernel/caller.ts';
import { newRecordId } from '../../../kernel/record-id.ts';
import { BadInput } from '../../../kernel/refusals.ts';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Querier } from '../../../ledger/query.ts';
import { clientOf } from '../../../ledger/submission/envelope.ts';
import type { SubgraphContext } from '../../context.ts';
import { documentIndex, type IdentityDocument, parseIdentity } from '../workers/identity-registry.ts';

/** Look-ups of one caller within a minute, by the machine's clock. Modelled: more than an officer does, less than a list needs. */
export const LOOKUPS_PER_MINUTE = 30;

/**
 * The id of the worker of a document (按证件号查农民工), or null where there is none within the caller's scope. Who asks, what for
 * and what was found is on record before this returns; what cannot be put on record is not told.
 * @throws BadInput `PURPOSE_REQUIRED`, `VALUE_REFUSED`, `DOCUMENT_NUMBER_INVALID`, `LOOKUPS_EXCEEDED`
 */
export function lookUpWorker(document: IdentityDocument, context: SubgraphContext): Promise<string | null> {
  // One after the other: a request with many of them has one connection, not all.
  const inTurn = async (documents: readonly IdentityDocument[]) => {
    const answers: (string | null | Error)[] = [];
    for (const one of documents)
      answers.push(await lookUp(one, context).catch((error: unknown) => error as Error));
    return answers;
  };
  return context.loader<IdentityDocument, string | null>('worker look-ups', inTurn).load(document);
}

async function lookUp(
  document: IdentityDocument,
  { caller, store, session, requestId }: SubgraphContext,
): Promise<string | null> {
  const { documentType } = document;
  const { purpose } = caller;
  if (purpose === undefined) throw purposeRequired();
  const parsed = parseIdentity(document);
  if (!parsed.ok) throw documentInvalid(parsed);
  const index = documentIndex(store.sealer, { documentType, documentNumber: parsed.value });
  return session.write(async (db) => {
    await refuseTooMany(db, caller);
    const workerId = await inScope(db, documentType, index);
    await keep(db, {
      id: newRecordId(store.clock.now(), store.random),
      caller,
      purpose,
      requestId,
      documentType,
      index,
      workerId,
    });
    return workerId;
  });
}

/** One caller's look-ups wait for each other, so that none is missing from the count. */
async function refuseTooMany(db: Querier, caller: Caller): Promise<void> {
  const client = clientOf(caller);
  await db.rows(sql`select pg_advisory_xact_lock(hashtextextended(${`worker look-up ${client}`}, 0))`);
  const [made] = await db.rows<{ lately: number }>(sql`
    select count(*)::integer as lately from provincial.worker_lookup
     where client = ${client} and looked_up_at > clock_timestamp() - interval '1 minute'`);
  if (made!.lately < LOOKUPS_PER_MINUTE) return;
  throw new BadInput('LOOKUPS_EXCEEDED', 'too many workers were looked up by number', {
    expected: `at most ${LOOKUPS_PER_MINUTE} a minute`,
    remedy: 'go on in a minute; who needs many workers asks by project',
  });
}

/** A writing transaction sees everything; what its caller may see is asked under the caller's own scope. */
async function inScope(db: Querier, documentType: string, index: Buffer): Promise<string | null> {
  const [known] = await db.rows<{ id: string }>(sql`
    select coalesce(i.merged_into, i.worker_id) as id from provincial.worker_identity i
     where i.document_type = ${documentType} and i.number_index = ${index}`);
  if (!known) return null;
  await db.rows(sql`select set_config('hub.writer', '', true)`);
  const seen = await db.rows(sql`
    select from provincial.migrant_worker w where w.worker_id = ${known.id}::uuid and not w.withdrawn`);
  await db.rows(sql`select set_config('hub.writer', 'on', true)`);
  return seen.length > 0 ? known.id : null;
}

interface Lookup {
  readonly id: string;
  readonly caller: Caller;
  readonly purpose: Purpose;
  readonly requestId: string;
  readonly documentType: string;
  readonly index: Buffer;
  readonly workerId: string | null;
}

const keep = (db: Querier, lookup: Lookup): Promise<object[]> => {
  const { id, caller, purpose, requestId, documentType, index, workerId } = lookup;
  return db.rows(sql`
    insert into provincial.worker_lookup (id, client, organisation, person, divisions, basis, case_no, request_id,
      document_type, number_index, worker_id)
    values (${id}::uuid, ${clientOf(caller)}, ${caller.organisation}, ${caller.person ?? null},
      ${arrayLiteral(caller.divisions)}::text[], ${purpose.basis}, ${purpose.caseNo}, ${requestId},
      ${documentType}, ${index}, ${workerId}::uuid)`);
};

const purposeRequired = () =>
  new BadInput('PURPOSE_REQUIRED', 'a worker is looked up by number for a declared purpose only', {
    path: ['extensions', 'hub', 'purpose'],
    expected: '{basis, caseNo, expiresAt}',
    remedy: 'declare the purpose with the request',
  });

const documentInvalid = ({ code, expected }: { readonly code: string; readonly expected: string }) =>
  code === 'CODE_UNKNOWN'
    ? new BadInput('VALUE_REFUSED', 'there is no such kind of document', {
        path: ['documentType'],
        expected,
        remedy: 'look the code up in the dictionary; nothing was looked up',
      })
    : new BadInput('DOCUMENT_NUMBER_INVALID', 'the number cannot be one of such a document', {
        path: ['documentNumber'],
        expected,
        remedy: 'check the number; nothing was looked up',
      });
