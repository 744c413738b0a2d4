import { sql } from 'kysely';
import { businessDateOf, type BusinessDate, listedHolidays } from '../../../kernel/calendar.ts';
import type { Caller, Sector } from '../../../kernel/caller.ts';
import { isWithin } from '../../../kernel/identifiers/division-code.ts';
import { newRecordId } from '../../../kernel/record-id.ts';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Querier } from '../../../ledger/query.ts';
import { codeTable } from '../../../schema/codes.ts';
import type { Store } from '../../store.ts';
import { DoubtfulDataCase } from '../facts.ts';
import { appendMoves, chained } from './case-moves.ts';
import { type BatchAnswer, type RecordAnswer, rejectedRecord, takenRecord } from './batch-answer.ts';
import { refuseBadBatch } from './read-batch.ts';
import {
  digestOfRecord,
  type Flawed,
  type HandedDown,
  readHandedDown,
  type SentRecord,
} from './rules/handed-down.ts';
import { limitOfNew } from './rules/limits.ts';

export interface DoubtfulBatch {
  readonly source: string;
  readonly batchNo: string;
  readonly records: readonly SentRecord[];
}

/** The source under which the hub's own findings stand. */
export const HUB_SOURCE = 'HUB';

export type IngestAnswer =
  | BatchAnswer
  | ({ readonly __typename: 'OutsideJurisdiction' } & Readonly<Record<string, unknown>>);

/**
 * Takes a batch of doubtful data (疑点数据下发): what is new becomes a case and the first step of its chain, what is known
 * by source, number and digest is a duplicate, and each flaw costs its own record. Statements are per batch, not per record.
 * @param db a writing transaction
 * @throws BadInput for a batch that is none
 */
export async function ingestBatch(
  store: Store,
  db: Querier,
  caller: Caller,
  batch: DoubtfulBatch,
): Promise<IngestAnswer> {
  refuseBadBatch(batch);
  if ((batch.source === HUB_SOURCE) !== (caller.kind === 'HUB')) return sourceOfAnother();
  const now = store.clock.now();
  const read = batch.records.map((sent) => ({
    sent,
    read: readHandedDown(sent, knownOn(businessDateOf(now))),
  }));
  // Batches of one source take turns, so that a number sent twice at once is still one case.
  await db.rows(sql`select pg_advisory_xact_lock(hashtext(${`doubtful data of ${batch.source}`}))`);
  const good = read.flatMap((one) => ('code' in one.read ? [] : [one.read]));
  const projects = await projectsOf(db, good);
  const known = await knownCases(db, batch.source, good);
  const answers: RecordAnswer[] = [];
  const fresh: Fresh[] = [];
  for (const [index, { sent, read: record }] of read.entries()) {
    const externalNo = typeof sent.externalNo === 'string' ? sent.externalNo.slice(0, 100) : null;
    const place = 'code' in record ? record : placed(record, projects.get(record.projectCode ?? ''), caller);
    if ('code' in place) {
      answers.push(rejectedRecord(index, externalNo, place));
      continue;
    }
    const digest = digestOfRecord(sent);
    const standing = known.get(place.externalNo);
    if (standing !== undefined) {
      const isSame = standing.digest === digest;
      answers.push(
        isSame
          ? takenRecord(index, place.externalNo, 'DUPLICATE', standing.id)
          : rejectedRecord(index, externalNo, { code: 'EXTERNAL_NO_REUSED', field: 'externalNo' }),
      );
      continue;
    }
    const id = newRecordId(now, store.random);
    known.set(place.externalNo, { id, digest });
    fresh.push({ index, id, sent, record: place, digest });
  }
  answers.push(...(await write(store, db, caller, batch, fresh, now)));
  answers.sort((a, b) => a.index - b.index);
  const counted = (outcome: RecordAnswer['outcome']) =>
    answers.filter((one) => one.outcome === outcome).length;
  return {
    __typename: 'DoubtfulBatchTaken',
    source: batch.source,
    batchNo: batch.batchNo,
    submitted: batch.records.length,
    accepted: counted('ACCEPTED'),
    duplicates: counted('DUPLICATE'),
    rejected: counted('REJECTED'),
    answers,
  };
}

type Placed = HandedDown & { readonly divisionCode: string; readonly sector: Sector };

interface Fresh {
  readonly index: number;
  readonly id: string;
  readonly sent: SentRecord;
  readonly record: Placed;
  readonly digest: string;
}

interface ProjectPlace {
  readonly sector: Sector;
  readonly division_code: string;
}

const knownOn = (today: BusinessDate) => ({
  kinds: new Set(codeTable('doubtful-kinds').byCode.keys()),
  today,
});

/** Where the case belongs: as the record states, otherwise as its project lies; and within the reach of who hands it down. */
function placed(record: HandedDown, project: ProjectPlace | undefined, caller: Caller): Placed | Flawed {
  const divisionCode = record.divisionCode ?? project?.division_code;
  if (divisionCode === undefined) return { code: 'VALUE_MISSING', field: 'divisionCode' };
  const sector = record.sector ?? project?.sector;
  if (sector === undefined) return { code: 'VALUE_MISSING', field: 'sector' };
  if (!caller.divisions.some((division) => isWithin(divisionCode, division)))
    return { code: 'OUTSIDE_JURISDICTION', field: 'divisionCode' };
  if (!caller.sectors.includes(sector)) return { code: 'OUTSIDE_JURISDICTION', field: 'sector' };
  return { ...record, divisionCode, sector };
}

async function projectsOf(db: Querier, records: readonly HandedDown[]): Promise<Map<string, ProjectPlace>> {
  const codes = [...new Set(records.flatMap(({ projectCode }) => projectCode ?? []))];
  const rows = await db.rows<ProjectPlace & { project_code: string }>(sql`
    select project_code, sector, division_code from provincial.project_scope
     where project_code = any(${arrayLiteral(codes)}::text[])`);
  return new Map(rows.map((row) => [row.project_code, row]));
}

interface KnownCase {
  readonly id: string;
  readonly digest: string | null;
}

async function knownCases(
  db: Querier,
  source: string,
  records: readonly HandedDown[],
): Promise<Map<string, KnownCase>> {
  const rows = await db.rows<{ external_no: string; id: string; payload_digest: string | null }>(sql`
    select external_no, id, payload_digest from provincial.doubtful_data_case
     where source = ${source}
       and external_no = any(${arrayLiteral(records.map(({ externalNo }) => externalNo))}::text[])`);
  return new Map(rows.map((row) => [row.external_no, { id: row.id, digest: row.payload_digest }]));
}

async function write(
  store: Store,
  db: Querier,
  caller: Caller,
  batch: DoubtfulBatch,
  fresh: readonly Fresh[],
  now: Date,
): Promise<RecordAnswer[]> {
  if (fresh.length === 0) return [];
  const verdicts = await store.writer(DoubtfulDataCase).write(
    db,
    fresh.map((one) => ({ id: one.id, content: contentOf(batch, one), occurredAt: now, sourceVersion: 1n })),
    {
      sourceSystem: batch.source,
      receiptId: newRecordId(now, store.random),
      receivedAt: now,
      assurance: caller.assurance === 'SIGNED' ? 'SENDER_SIGNED' : 'UNSIGNED',
    },
  );
  const stored = fresh.filter((_one, place) => verdicts[place]?.outcome === 'ACCEPTED');
  const moves = stored.map(({ id, sent, record }) =>
    chained(store, caller, now, firstStep(id, sent, record), null),
  );
  await appendMoves(db, moves);
  return fresh.map((one) =>
    stored.includes(one)
      ? takenRecord(one.index, one.record.externalNo, 'ACCEPTED', one.id)
      : rejectedRecord(one.index, one.record.externalNo, { code: 'VALUE_REFUSED', field: 'externalNo' }),
  );
}

function contentOf(batch: DoubtfulBatch, { record, digest }: Fresh): Record<string, unknown> {
  const { dueOn: stated, ...content } = record;
  return {
    ...content,
    ...limitOfNew(record.issuedOn, stated, listedHolidays),
    source: batch.source,
    batchNo: batch.batchNo,
    state: 'ISSUED',
    assignee: null,
    verificationResult: null,
    payloadDigest: digest,
  };
}

const firstStep = (caseId: string, sent: SentRecord, record: Placed) => ({
  caseId,
  event: 'INGEST',
  from: null,
  to: 'ISSUED',
  assignee: null,
  result: null,
  reason: null,
  evidence: record.evidenceDigest === null ? [] : [{ title: '来源证据', digest: record.evidenceDigest }],
  payload: Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== null)),
});

const sourceOfAnother = () =>
  ({
    __typename: 'OutsideJurisdiction',
    code: 'OUTSIDE_JURISDICTION',
    message: `来源${HUB_SOURCE}仅供枢纽自身使用，其他来源由下发单位使用。`,
    remedy: '请使用本单位的来源名称。',
    division: null,
    sector: null,
  }) as const;
