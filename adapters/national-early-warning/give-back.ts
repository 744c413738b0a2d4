import { randomInt } from 'node:crypto';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import { formatInstant } from '../../schema/instant.ts';
import { checkSeal, checkWindow, digestOf, type Envelope, readEnvelope, VERSION } from './envelope.ts';
import type { EarlyWarningClient, EarlyWarningParts } from './ports.ts';
import { EarlyWarningRefusal, unanswered } from './refusal.ts';

/**
 * Gives concluded results back (核实结果上报) in the same envelope, signed by the hub. The question is an envelope too: of
 * the data set DOUBTFUL_RESULT, with one record whose body has `after`, the cursor of the answer before, and `first`.
 * Asking again with the same cursor gives the same results, and later ones behind them.
 * @throws EarlyWarningRefusal
 */
export async function giveBack(parts: EarlyWarningParts, body: Buffer, requestId: string): Promise<object> {
  const envelope = readEnvelope(body, 'DOUBTFUL_RESULT');
  const client = await parts.clients.find(envelope.systemCode);
  checkSeal(envelope, client);
  const known = client as EarlyWarningClient;
  checkWindow(envelope, parts.clock.now(), known);
  const { results, nextCursor, hasMore } = await ask(parts, known, pageOf(envelope), requestId);
  const now = parts.clock.now();
  const records = results.map(recordOf);
  const signed = {
    systemCode: parts.systemCode,
    batchNo: batchNo(parts.systemCode, now),
    dataSet: 'DOUBTFUL_RESULT',
    version: VERSION,
    sentAt: formatInstant(now),
    recordCount: records.length,
    digest: digestOf(records),
    records,
    cursor: nextCursor,
    hasMore,
    keyId: parts.signer.keyId,
  };
  return { ...signed, signature: parts.signer.sign(canonicalJson(signed)).toString('base64') };
}

const RESULTS = `query GiveBack($source: String!, $after: Cursor, $first: Int!) {
  doubtfulDataResults(source: $source, after: $after, first: $first) {
    nextCursor
    hasMore
    results { id externalNo batchNo kindCode result reason evidence { title digest } assignee concludedAt hash }
  }
}`;

interface Result {
  readonly id: string;
  readonly externalNo: string;
  readonly batchNo: string | null;
  readonly kindCode: string;
  readonly result: string;
  readonly reason: string;
  readonly evidence: readonly { readonly title: string; readonly digest: string }[];
  readonly assignee: string;
  readonly concludedAt: string;
  readonly hash: string;
}

interface Results {
  readonly results: readonly Result[];
  readonly nextCursor: string;
  readonly hasMore: boolean;
}

interface Asked {
  readonly after: string | null;
  readonly first: number;
}

const PAGE = 100;
const LARGEST_PAGE = 200;

function pageOf({ records }: Envelope): Asked {
  if (records.length > 1) throw new EarlyWarningRefusal('ENVELOPE_MALFORMED', 'records');
  const [record] = records as readonly { readonly body?: Readonly<Record<string, unknown>> }[];
  const { after = null, first = PAGE } = record?.body ?? {};
  const isPage = Number.isSafeInteger(first) && Number(first) >= 1 && Number(first) <= LARGEST_PAGE;
  if (!isPage || !(after === null || typeof after === 'string'))
    throw new EarlyWarningRefusal('ENVELOPE_MALFORMED', 'records[0].body');
  return { after, first: Number(first) };
}

async function ask(
  { graph, report }: EarlyWarningParts,
  { caller, source }: EarlyWarningClient,
  asked: Asked,
  requestId: string,
): Promise<Results> {
  const { data, errors } = await graph.execute(RESULTS, { source, ...asked }, caller, { requestId });
  if (errors?.some(({ extensions }) => OF_CURSOR.has(extensions?.code)))
    throw new EarlyWarningRefusal('CURSOR_INVALID');
  const results = data?.doubtfulDataResults as Results | null | undefined;
  if (errors?.length || !results) throw unanswered(errors, report, requestId);
  return results;
}

/** A cursor of elsewhere, and a text that can be none: whatever else is asked with is in order. */
const OF_CURSOR: ReadonlySet<unknown> = new Set(['CURSOR_INVALID', 'BAD_VARIABLES']);

const recordOf = ({ id, concludedAt, hash, assignee, ...result }: Result) => ({
  recordId: id,
  op: 'UPSERT',
  occurredAt: concludedAt,
  body: { ...result, verifiedBy: assignee, stepHash: hash },
});

/** System, yyyyMMddHHmmss in China, and six digits. */
function batchNo(systemCode: string, at: Date): string {
  const seconds = formatInstant(at).slice(0, 19).replace(/\D/g, '');
  return `${systemCode}${seconds}${String(randomInt(1_000_000)).padStart(6, '0')}`;
}
