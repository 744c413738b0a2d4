import { sm3Hex } from '../../kernel/crypto/sm3.ts';
import { CODES } from './answers.ts';
import { type Complaint, complaintOf } from './complaint.ts';
import { isOrganisation, ORGANISATION_CODE } from './credit-code.ts';
import { codeOf, type Desk, NotNow } from './desk.ts';
import { type AnsweredVerdict, documentOf } from './operations.ts';
import type { Part, Plan, PlannedRecord } from './plan.ts';
import { refusedForGood } from './refused-for-good.ts';

/** What a plan came to: what is wrong with the call, and whether the client lacked the right. */
export interface CarriedOut {
  readonly complaints: readonly Complaint[];
  readonly code: number;
}

/** The call that a plan was made of. */
export interface OfCall {
  readonly method: string;
  readonly order: number;
  /** The list of records that it carries; without one, the call is one record. */
  readonly list: string | undefined;
}

/**
 * Submits the parts of a plan in order, each under the key `<serial>/<n>`, so that carrying out a call again after a
 * crash repeats nothing. A record refused in one part, or added there though it was known, is in no later one; one of which the call itself
 * says something wrong is in none.
 * @throws NotNow when the graph cannot take it at present
 */
export async function carryOut(plan: Plan, desk: Desk, { method, order, list }: OfCall): Promise<CarriedOut> {
  const isUpdate = /update$/i.test(method);
  const complaints = [...plan.complaints];
  const refused = new Set<string>();
  for (const { place } of complaints) {
    const item = itemOf(place, list);
    if (item === undefined) return { complaints, code: CODES.RECORD };
    refused.add(item);
  }
  for (const { at, complaint } of (await plan.inTheWay?.(desk)) ?? []) {
    complaints.push(complaint);
    refused.add(at);
  }
  let code: number = CODES.RECORD;
  const stored = new Set<string>();
  const complainedOf = new Set<string>();
  const wasThere = new Set<string>();
  for (const [place, part] of plan.parts.entries()) {
    const records = part.records.filter(
      (one) => !refused.has(one.place) && ![...wasThere].some((at) => one.place.startsWith(at)),
    );
    if (records.length === 0) continue;
    const answer = await submit({ ...part, records }, place, desk, order);
    if ('complaint' in answer) {
      complaints.push(answer.complaint);
      code = answer.code;
      for (const one of records) refused.add(one.place);
      break;
    }
    for (const verdict of answer) {
      const record = records[verdict.index]!;
      const complaint = complaintAbout(record, verdict, isUpdate);
      if (complaint) {
        complaints.push(complaint);
        complainedOf.add(record.place);
        // What is there already is left as it is, with all that it lists; an update changes what its source may change.
        if (verdict.outcome === 'DUPLICATE' && !isUpdate) wasThere.add(record.place);
      }
      if (verdict.outcome === 'HELD' || verdict.outcome === 'REJECTED') refused.add(record.place);
      else if (verdict.outcome !== 'DUPLICATE') stored.add(record.place);
    }
  }
  if ([...refused, ...complainedOf].some((place) => stored.has(place))) complaints.push(STORED_IN_PART);
  return { complaints, code: complaints.length === 0 ? CODES.DONE : code };
}

/** Its parts have several owners, and what one stored before another refused stays. */
const STORED_IN_PART: Complaint = {
  place: '',
  chinese: '其余部分已入库',
  english: 'the rest of it is stored',
};

/** The record of the call's list at or in which this place is, `[workerList][0]`; undefined for a place of the whole call. */
const itemOf = (place: string, list: string | undefined): string | undefined => {
  const [item, name] = /^\[([^\][]+)\]\[\d+\]/.exec(place) ?? [];
  return list !== undefined && name === list ? item : undefined;
};

function complaintAbout(
  record: PlannedRecord,
  verdict: AnsweredVerdict,
  isUpdate: boolean,
): Complaint | undefined {
  const { outcome, code, path, expected } = verdict;
  // To add what is known is a success; an update that changed nothing, because it may not, must not look like one.
  if (outcome === 'DUPLICATE')
    return (
      record.known?.() ?? (isUpdate && UNCHANGED.has(code) ? complaintOf(record.place, code) : undefined)
    );
  if (outcome !== 'HELD' && outcome !== 'REJECTED') return undefined;
  const place = path === null ? record.place : record.fieldAt(path);
  if (path !== null && code === 'VALUE_MALFORMED' && isOrganisation(record.fields[path]))
    return { place, ...ORGANISATION_CODE };
  const words = record.words?.[code];
  return words ? { place, chinese: words[0], english: words[1] } : complaintOf(place, code, expected);
}

/** Duplicates that state something else than what stands. */
const UNCHANGED: ReadonlySet<string> = new Set([
  'SAME_FACT_OTHER_SOURCE',
  'CLAIM_KEPT',
  'NEWER_VERSION_STANDS',
  'SAME_VERSION_OTHER_CONTENT',
]);

/** A submission that is refused whole, and would be again. */
interface Refused {
  readonly complaint: Complaint;
  readonly code: number;
}

/** What a submission's sentence of death is, when it is one: the client's doing, so trying again is of no use. */
const FOR_GOOD: Readonly<Record<string, readonly [string, string]>> = {
  FORBIDDEN: ['无API访问权限', 'the account may not state these records'],
  OPERATION_REFUSED: ['请求过大或不被接受', 'the request is not accepted'],
  SOURCE_SYSTEM_OF_ANOTHER: ['来源系统属于其他单位', 'the source system belongs to another organisation'],
};

/**
 * What a later call states stands, whichever of them is carried out first: the second of its admission, then its place in
 * the order of calls. A counter that begins again, as after a restore, costs nothing: the second goes before it.
 */
export const versionOf = (at: Date, order: number): number =>
  Math.floor(at.getTime() / 1000) * CALLS + (order % CALLS);

/** More than a hub admits in a second; the version stays within what a JSON number holds exactly. */
const CALLS = 1_000_000;

async function submit(
  part: Part,
  n: number,
  desk: Desk,
  order: number,
  again = false,
): Promise<readonly AnsweredVerdict[] | Refused> {
  const sourceVersion = versionOf(desk.at, order);
  const records = part.records.map(({ fields }) => ({ ...fields, sourceVersion }));
  // Between two attempts the graph may have changed, and with it a record that builds on what stood there.
  const ending = again ? `.${sm3Hex(JSON.stringify(records)).slice(0, 12)}` : '';
  const envelope = {
    idempotencyKey: `${desk.serial}/${n}${ending}`,
    sourceSystem: desk.client.sourceSystem,
    sentAt: desk.at.toISOString(),
  };
  const { graph, client, requestId } = desk;
  const { data, errors = [] } = await graph.execute(
    documentOf(part.operation),
    { envelope, records },
    client.caller,
    requestId === undefined ? {} : { requestId },
  );
  const [first] = errors;
  if (first !== undefined) {
    const code = codeOf(first);
    if (code === 'IDEMPOTENCY_KEY_REUSED' && !again) return submit(part, n, desk, order, true);
    const known = FOR_GOOD[code];
    if (known)
      return { code: CODES.NO_RIGHT, complaint: { place: '', chinese: known[0], english: known[1] } };
    const refusal = refusedForGood(code);
    if (refusal) {
      const { chinese, english } = refusal;
      return { code: refusal.code, complaint: { place: '', chinese, english } };
    }
    throw new NotNow(`${part.operation} was answered ${code}`);
  }
  const receipt = data?.[part.operation] as { verdicts: AnsweredVerdict[] } | null | undefined;
  if (!receipt) throw new NotNow(`${part.operation} gave no receipt`);
  return receipt.verdicts;
}
