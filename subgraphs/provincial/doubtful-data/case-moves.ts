import { sql } from 'kysely';
import { canonicalJson } from '../../../kernel/canonical-json.ts';
import type { Caller } from '../../../kernel/caller.ts';
import { sm3Hex } from '../../../kernel/crypto/sm3.ts';
import { newRecordId } from '../../../kernel/record-id.ts';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Querier } from '../../../ledger/query.ts';
import { formatInstant } from '../../../schema/instant.ts';
import type { Store } from '../../store.ts';
import { attestorOf } from './attestor.ts';
import { canonicalMove, type ChainedMove, firstHash, hashOfMove, personDigest } from './rules/move.ts';

export interface Evidence {
  readonly title: string;
  readonly digest: string;
}

/** A step that is about to be taken. */
export interface Step {
  readonly caseId: string;
  readonly event: string;
  readonly from: string | null;
  readonly to: string;
  readonly assignee: string | null;
  readonly result: string | null;
  readonly reason: string | null;
  readonly evidence: readonly Evidence[];
  /** What was stated with the step; its canonical JSON is digested. */
  readonly payload: unknown;
}

/** A step as it is stored and shown. */
export interface Move extends ChainedMove {
  readonly id: string;
  readonly person: string | null;
  readonly personSalt: string | null;
  readonly evidence: readonly Evidence[];
  readonly attestation: 'SIGNED_BY_ORGANISATION' | 'ATTESTED_BY_HUB';
}

/** The step before, as far as the next one needs it. */
export interface LastMove {
  readonly sequence: number;
  readonly hash: string;
}

/** Puts a step behind the one before it and has the hub attest it. */
export function chained(store: Store, caller: Caller, at: Date, step: Step, last: LastMove | null): Move {
  const attestor = attestorOf(store.keyring);
  const salt = caller.person === undefined ? null : Buffer.from(store.random(16));
  const { payload, evidence, ...stated } = step;
  const linked = {
    ...stated,
    sequence: (last?.sequence ?? 0) + 1,
    organisation: caller.organisation,
    personDigest: salt && personDigest(salt, caller.person!),
    at: formatInstant(at),
    payloadDigest: sm3Hex(canonicalJson(payload)),
    previousHash: last?.hash ?? firstHash(step.caseId),
  };
  return {
    ...linked,
    id: newRecordId(at, store.random),
    person: caller.person ?? null,
    personSalt: salt?.toString('hex') ?? null,
    evidence,
    hash: hashOfMove(linked),
    attestation: 'ATTESTED_BY_HUB',
    keyId: attestor.keyId,
    signature: attestor.sign(canonicalMove(linked)).toString('base64'),
  };
}

/** Appends steps of any number of cases, in one statement. */
export async function appendMoves(db: Querier, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  const columns = COLUMNS.map(([name, type, value]) => ({ name, type, values: moves.map(value) }));
  await db.rows(sql`
    insert into provincial.doubtful_data_move (${sql.join(columns.map(({ name }) => sql.ref(name)))})
    select * from unnest(${sql.join(columns.map(({ type, values }) => sql`${arrayLiteral(values)}::${sql.raw(type)}[]`))})`);
}

export async function lastMove(db: Querier, caseId: string): Promise<LastMove | null> {
  const [last] = await db.rows<{ sequence: number; hash: Buffer }>(sql`
    select sequence, hash from provincial.doubtful_data_move where case_id = ${caseId} order by sequence desc limit 1`);
  return last ? { sequence: last.sequence, hash: last.hash.toString('hex') } : null;
}

/** All steps of these cases, each case's in their order. */
export async function movesOf(querier: Querier, caseIds: readonly string[]): Promise<Move[]> {
  const rows = await querier.rows<Record<string, unknown>>(sql`
    select ${sql.join(COLUMNS.map(([name]) => sql.ref(name)))} from provincial.doubtful_data_move
     where case_id = any(${arrayLiteral(caseIds)}::uuid[])
       and (${querier.asOf}::timestamptz is null or at <= ${querier.asOf}) order by case_id, sequence`);
  return rows.map(moveOf);
}

const hex = (value: string) => Buffer.from(value, 'hex');

const COLUMNS: readonly (readonly [name: string, type: string, value: (move: Move) => unknown])[] = [
  ['id', 'uuid', (move) => move.id],
  ['case_id', 'uuid', (move) => move.caseId],
  ['sequence', 'integer', (move) => move.sequence],
  ['event', 'text', (move) => move.event],
  ['from_state', 'text', (move) => move.from],
  ['to_state', 'text', (move) => move.to],
  ['assignee', 'text', (move) => move.assignee],
  ['result', 'text', (move) => move.result],
  ['organisation', 'text', (move) => move.organisation],
  ['person', 'text', (move) => move.person],
  ['person_salt', 'bytea', (move) => move.personSalt && hex(move.personSalt)],
  ['at', 'timestamptz', (move) => new Date(move.at)],
  ['reason', 'text', (move) => move.reason],
  ['evidence', 'jsonb', (move) => JSON.stringify(move.evidence)],
  ['payload_digest', 'bytea', (move) => hex(move.payloadDigest)],
  ['previous_hash', 'bytea', (move) => hex(move.previousHash)],
  ['hash', 'bytea', (move) => hex(move.hash)],
  ['attestation', 'text', (move) => move.attestation],
  ['key_id', 'text', (move) => move.keyId],
  ['signature', 'bytea', (move) => Buffer.from(move.signature, 'base64')],
];

function moveOf(row: Record<string, unknown>): Move {
  const salt = row.person_salt as Buffer | null;
  const person = row.person as string | null;
  const inHex = (name: string) => (row[name] as Buffer).toString('hex');
  return {
    id: row.id as string,
    caseId: row.case_id as string,
    sequence: row.sequence as number,
    event: row.event as string,
    from: row.from_state as string | null,
    to: row.to_state as string,
    assignee: row.assignee as string | null,
    result: row.result as string | null,
    organisation: row.organisation as string,
    person,
    personSalt: salt?.toString('hex') ?? null,
    personDigest: salt && person !== null ? personDigest(salt, person) : null,
    at: formatInstant(row.at as Date),
    reason: row.reason as string | null,
    evidence: row.evidence as Evidence[],
    payloadDigest: inHex('payload_digest'),
    previousHash: inHex('previous_hash'),
    hash: inHex('hash'),
    attestation: row.attestation as Move['attestation'],
    keyId: row.key_id as string,
    signature: (row.signature as Buffer).toString('base64'),
  };
}
