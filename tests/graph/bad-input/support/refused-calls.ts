import { gzipSync } from 'node:zlib';
import { CANARY, NUMBER } from './planted.ts';
import { document, envelope, line, punch, sheet } from './parents.ts';

export interface RefusedCall {
  readonly what: string;
  readonly status: number;
  readonly code: string;
  readonly body: () => string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** The role that sends it; `vendor` when left out, null for none. */
  readonly role?: string | null;
}

const ATTENDANCE = document('submitAttendance');
const call = (more: object = {}, envelopeMore: object = {}, query = ATTENDANCE): string =>
  JSON.stringify({ query, variables: { envelope: envelope(envelopeMore), records: [punch()], ...more } });
const ofRecord = (more: object) => () => call({ records: [punch(more)] });
const ofEnvelope = (more: object) => () => call({}, more);
const deep = (levels: number) =>
  JSON.parse(`${'['.repeat(levels)}"${NUMBER}"${']'.repeat(levels)}`) as unknown;
const row = (
  what: string,
  status: number,
  code: string,
  body: RefusedCall['body'],
  more: Pick<RefusedCall, 'headers' | 'role'> = {},
): RefusedCall => ({ what, status, code, body, ...more });

const withdrawal = (reason: string): string =>
  JSON.stringify({
    query: `mutation ($envelope: SubmissionEnvelopeInput!, $reason: String!) {
      withdrawProvincialSubmission(envelope: $envelope, receipt: "${CANARY}", reason: $reason) { id } }`,
    variables: { envelope: envelope(), reason },
  });

/** Calls of `/graphql` that are refused whole, and nothing of them is stored. */
export const REFUSED_CALLS: readonly RefusedCall[] = [
  row('malformed JSON', 400, 'BODY_MALFORMED', () => call().replace('"records":', '"records"')),
  row('truncated JSON', 400, 'BODY_MALFORMED', () => call().slice(0, -40)),
  row('an empty body', 400, 'BODY_MALFORMED', () => ''),
  row('a raw NUL in a text', 400, 'BODY_MALFORMED', () => call().replace('IN"', 'IN\u0000"')),
  row('a property of a record twice', 400, 'JSON_KEY_REPEATED', () =>
    call().replace('"direction":"IN"', '"direction":"IN","direction":"OUT"'),
  ),
  row('a property twice, once with an escape', 400, 'JSON_KEY_REPEATED', () =>
    call().replace('"direction":"IN"', '"direction":"IN","\\u0064irection":"OUT"'),
  ),
  row('a number of twenty digits without quotes', 400, 'JSON_NUMBER_TOO_LONG', () =>
    call().replace(`"${NUMBER}"`, '45001604751050709999'),
  ),
  row('GBK bytes', 400, 'BODY_NOT_UTF8', () =>
    Buffer.concat([Buffer.from(call().slice(0, -2)), Buffer.from([0xfe, 0x9f]), Buffer.from('"}}')]),
  ),
  row('a property __proto__', 400, 'BODY_MALFORMED', () => call().replace('"direction"', '"__proto__"')),
  row('nine megabytes', 413, 'BODY_TOO_LARGE', ofRecord({ deviceNo: CANARY + 'x'.repeat(9 * 1024 * 1024) })),
  row('a text of five megabytes', 413, 'BODY_TOO_LARGE', ofRecord({ deviceNo: 'x'.repeat(5_000_000) })),
  row('plain text', 415, 'CONTENT_TYPE_REFUSED', () => call(), { headers: { 'content-type': 'text/plain' } }),
  row('a form', 415, 'CONTENT_TYPE_REFUSED', () => `query=${CANARY}`, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  }),
  row('a body compressed twice', 415, 'CONTENT_TYPE_REFUSED', () => gzipSync(gzipSync(call())), {
    headers: { 'content-encoding': 'gzip, gzip' },
  }),
  row('half of a compressed body', 400, 'BODY_MALFORMED', () => gzipSync(call()).subarray(0, 60), {
    headers: { 'content-encoding': 'gzip' },
  }),
  row('no token', 401, 'UNAUTHENTICATED', () => call(), { role: null }),
  row('a token with a wrong signature', 401, 'UNAUTHENTICATED', () => call(), {
    headers: { authorization: `Bearer eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ4In0.${CANARY}` },
  }),
  row('a mutation that the role has no scope for', 403, 'FORBIDDEN', () =>
    call({ records: [sheet()] }, {}, document('submitPayrollSheets')),
  ),
  row('a mutation that there is not', 400, 'GRAPHQL_VALIDATION_FAILED', () =>
    call({}, {}, 'mutation { submitNothing { id } }'),
  ),
  row('several calls in one body', 400, 'BATCH_REFUSED', () => `[${call()},${call()}]`),
  row('variables nested 70 deep', 400, 'VARIABLES_NESTED_TOO_DEEP', ofRecord({ deviceNo: deep(70) })),
  row('variables nested 2,000 deep', 400, 'VARIABLES_NESTED_TOO_DEEP', ofRecord({ deviceNo: deep(2_000) })),
  row('a hundred thousand open brackets', 400, 'BODY_MALFORMED', () => '['.repeat(100_000)),
  row('no envelope', 400, 'BAD_VARIABLES', () => call({ envelope: undefined })),
  row('an envelope without its key', 400, 'BAD_VARIABLES', ofEnvelope({ idempotencyKey: undefined })),
  row('an envelope without its time', 400, 'BAD_VARIABLES', ofEnvelope({ sentAt: undefined })),
  row(
    'an envelope whose key is an object',
    400,
    'BAD_VARIABLES',
    ofEnvelope({ idempotencyKey: { a: CANARY } }),
  ),
  row('an envelope whose time is a number', 400, 'BAD_VARIABLES', ofEnvelope({ sentAt: 1_767_571_890 })),
  row(
    'an envelope whose time has no zone',
    400,
    'BAD_VARIABLES',
    ofEnvelope({ sentAt: '2026-01-05T07:31:00' }),
  ),
  row('an envelope with a mode that is none', 400, 'BAD_VARIABLES', ofEnvelope({ mode: CANARY })),
  row('an envelope with a rehearsal of "yes"', 400, 'BAD_VARIABLES', ofEnvelope({ dryRun: 'yes' })),
  row('an envelope with a property of the hub’s', 400, 'BAD_VARIABLES', ofEnvelope({ receivedAt: CANARY })),
  row('no records', 400, 'BAD_VARIABLES', () => call({ records: undefined })),
  row('records that are null', 400, 'BAD_VARIABLES', () => call({ records: null })),
  row('a record that is null', 400, 'BAD_VARIABLES', () => call({ records: [punch(), null] })),
  row('a record that is a number', 400, 'BAD_VARIABLES', () => call({ records: [7] })),
  row('a record that is a text', 400, 'BAD_VARIABLES', () => call({ records: [CANARY] })),
  row('a list within the list', 400, 'BAD_VARIABLES', () => call({ records: [[punch()]] })),
  row(
    'a sheet with a line that is null',
    400,
    'BAD_VARIABLES',
    () => call({ records: [sheet({ entries: [line(), null] })] }, {}, document('submitPayrollSheets')),
    { role: 'enterprise' },
  ),
  ...['receivedAt', 'assurance', '__typename', 'recordId', 'version', 'receiptId', 'contentHash'].map(
    (name) => row(`a record with the hub’s own ${name}`, 400, 'BAD_VARIABLES', ofRecord({ [name]: CANARY })),
  ),
  row('an empty idempotency key', 200, 'IDEMPOTENCY_KEY_MALFORMED', ofEnvelope({ idempotencyKey: '' })),
  row(
    'a key of 129 characters',
    200,
    'IDEMPOTENCY_KEY_MALFORMED',
    ofEnvelope({ idempotencyKey: 'k'.repeat(129) }),
  ),
  row('a key in Chinese', 200, 'IDEMPOTENCY_KEY_MALFORMED', ofEnvelope({ idempotencyKey: '幂等键' })),
  row('a key with a line end', 200, 'IDEMPOTENCY_KEY_MALFORMED', ofEnvelope({ idempotencyKey: 'a\r\nb' })),
  row(
    'a source system with a blank',
    200,
    'SOURCE_SYSTEM_MALFORMED',
    ofEnvelope({ sourceSystem: `a ${CANARY}` }),
  ),
  row(
    'a source system of another',
    200,
    'SOURCE_SYSTEM_OF_ANOTHER',
    ofEnvelope({ sourceSystem: 'enterprise-system' }),
  ),
  row(
    'a time of sending to come',
    200,
    'SENT_AT_IN_FUTURE',
    ofEnvelope({ sentAt: '2026-01-05T07:45:00+08:00' }),
  ),
  row(
    'a source that is complete until tomorrow',
    200,
    'COMPLETE_UP_TO_INVALID',
    ofEnvelope({ completeUpTo: '2026-01-06T07:31:30+08:00' }),
  ),
  row('a time of sending in 1970', 200, 'SENT_AT_TOO_EARLY', ofEnvelope({ sentAt: '1970-01-01T00:00:00Z' })),
  row('a withdrawal without a reason', 200, 'REASON_MISSING', () => withdrawal(' ')),
  row('a withdrawal of a receipt that is none', 200, 'RECEIPT_UNKNOWN', () => withdrawal('sent by mistake')),
  row('10,000 records', 200, 'TOO_MANY_RECORDS', () =>
    call({ records: Array.from({ length: 10_000 }, () => punch({ crewNo: undefined })) }),
  ),
];
