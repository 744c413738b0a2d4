import { businessDateOf } from '../../kernel/calendar.ts';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import { parseInstant } from '../../schema/instant.ts';
import { checkSeal, checkWindow, digestOf, type Envelope, readEnvelope } from './envelope.ts';
import map from './field-map.json' with { type: 'json' };
import type { EarlyWarningClient, EarlyWarningParts } from './ports.ts';
import { EarlyWarningRefusal, unanswered } from './refusal.ts';

/** The answer to a batch: `accepted` counts what the hub now has, also what it had before; a resend is answered alike. */
export interface BatchAnswer {
  readonly batchNo: string;
  readonly accepted: number;
  readonly rejected: readonly RejectedRecord[];
}

export interface RejectedRecord {
  readonly recordId: string | null;
  readonly code: string;
  readonly field: string | null;
  readonly reason: string;
}

/**
 * Takes a batch of doubtful data that the national platform hands down (下发). The same content under the same number
 * gets the same answer, whenever it comes; other content under a known number is refused.
 * @returns the answer as JSON text
 * @throws EarlyWarningRefusal
 */
export async function handDown(parts: EarlyWarningParts, body: Buffer, requestId: string): Promise<string> {
  const envelope = readEnvelope(body, 'DOUBTFUL_DATA');
  const client = await parts.clients.find(envelope.systemCode);
  checkSeal(envelope, client);
  const known = client as EarlyWarningClient;
  const key = { systemCode: known.systemCode, batchNo: envelope.batchNo };
  const digest = digestOf(envelope.records);
  // An answer that was given is given again, also when the window of its message has passed.
  const before = await parts.batches.find(key);
  if (before?.digest === digest && before.answer !== null) return before.answer;
  checkWindow(envelope, parts.clock.now(), known);
  const claimed = await parts.batches.claim(key, digest);
  if (claimed.digest !== digest) throw new EarlyWarningRefusal('BATCH_NO_REUSED');
  if (claimed.answer !== null) return claimed.answer;
  const answer = JSON.stringify(await ingest(parts, known, envelope, requestId));
  await parts.batches.keep(key, answer);
  return answer;
}

const INGEST = `mutation HandDown($batch: DoubtfulBatchInput!) {
  ingestDoubtfulBatch(batch: $batch) {
    __typename
    ... on DoubtfulBatchTaken { answers { index outcome code field message } }
    ... on OutsideJurisdiction { code message }
  }
}`;

interface Taken {
  readonly __typename: string;
  readonly answers?: readonly {
    readonly index: number;
    readonly outcome: 'ACCEPTED' | 'DUPLICATE' | 'REJECTED';
    readonly code: string;
    readonly field: string | null;
    readonly message: string;
  }[];
}

async function ingest(
  { graph, report }: EarlyWarningParts,
  client: EarlyWarningClient,
  { batchNo, records }: Envelope,
  requestId: string,
): Promise<BatchAnswer> {
  const read = records.map(recordOf);
  const good = read.flatMap((one) => ('input' in one ? [one] : []));
  const batch = { source: client.source, batchNo, records: good.map(({ input }) => input) };
  const { data, errors } = await graph.execute(INGEST, { batch }, client.caller, { requestId });
  const taken = data?.ingestDoubtfulBatch as Taken | null | undefined;
  if (errors?.length || !taken?.answers) throw unanswered(errors ?? taken, report, requestId);
  const told = new Map(taken.answers.map((one) => [good[one.index], one]));
  const rejected = read.flatMap((one): RejectedRecord[] => {
    if (!('input' in one)) return [one];
    const answer = told.get(one);
    if (answer?.outcome !== 'REJECTED') return [];
    return [
      { recordId: one.recordId, code: answer.code, field: nameOf(answer.field), reason: answer.message },
    ];
  });
  return { batchNo, accepted: records.length - rejected.length, rejected };
}

/** A record in the words of the hub, or what is wrong with its frame. */
function recordOf(value: unknown): { recordId: string; input: Record<string, unknown> } | RejectedRecord {
  if (!isObject(value)) return wrong(null, 'VALUE_MALFORMED', null, '记录应为JSON对象。');
  const { recordId, op, occurredAt, body } = value;
  if (typeof recordId !== 'string' || recordId === '')
    return wrong(null, 'VALUE_MISSING', 'recordId', '缺少必填内容。');
  if (op === 'VOID') return wrong(recordId, 'OP_NOT_SUPPORTED', 'op', '暂不支持作废，请另行联系平台。');
  if (op !== 'UPSERT') return wrong(recordId, 'CODE_UNKNOWN', 'op', '应为UPSERT或VOID。');
  if (!isObject(body)) return wrong(recordId, 'VALUE_MISSING', 'body', '缺少必填内容。');
  const named = Object.entries(FIELDS).map(([field, name]) => [field, body[name]]);
  const input: Record<string, unknown> = { ...Object.fromEntries(named), externalNo: recordId };
  if (input.issuedOn === undefined || input.issuedOn === null) {
    const day = dayOf(occurredAt);
    if (day === null) return wrong(recordId, 'TIME_MALFORMED', 'occurredAt', '应为带时区的RFC 3339时间。');
    input.issuedOn = day;
  }
  // Through canonical JSON and back: what is left out is left out, not undefined.
  return { recordId, input: JSON.parse(canonicalJson(input)) };
}

const FIELDS: Readonly<Record<string, string>> = map.fields;

const nameOf = (field: string | null): string | null =>
  field === null ? null : field === 'externalNo' ? 'recordId' : (FIELDS[field] ?? field);

const wrong = (
  recordId: string | null,
  code: string,
  field: string | null,
  reason: string,
): RejectedRecord => ({
  recordId,
  code,
  field,
  reason,
});

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function dayOf(occurredAt: unknown): string | null {
  if (typeof occurredAt !== 'string') return null;
  try {
    return businessDateOf(parseInstant(occurredAt));
  } catch {
    return null;
  }
}
