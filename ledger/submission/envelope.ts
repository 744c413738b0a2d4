import type { Caller } from '../../kernel/caller.ts';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import { sm3 } from '../../kernel/crypto/sm3.ts';
import { BadInput } from '../../kernel/refusals.ts';
import { charactersIn, unusable } from './unusable.ts';

/** What a submission carries around its records (提交信封), as `SubmissionEnvelopeInput` states it. */
export interface Envelope {
  readonly idempotencyKey: string;
  readonly sourceSystem: string;
  readonly sentAt: Date;
  readonly mode: 'PARTIAL' | 'ATOMIC';
  readonly dryRun: boolean;
  /** Until when everything of the dataset is stated with this and earlier submissions (数据完整至); left out, nothing is said. */
  readonly completeUpTo?: Date | null;
}

export type RawRecord = Readonly<Record<string, unknown>>;

/** How the keys of the hub's own releases begin; a sender's key must not stand in the way of one. */
export const RELEASE_KEYS = 'release/';

/** Architecture §3: a call is one transaction and stays short. */
export const MOST_RECORDS = 5_000;

/** Entries of all its records together: the lines of ten of the longest payroll sheets. */
const MOST_ENTRIES = 50_000;

/** Refuses a call whose lists would take the department away from everybody else. @throws BadInput TOO_MANY_RECORDS */
export function checkEntries(records: readonly RawRecord[]): void {
  let entries = 0;
  for (const record of records)
    for (const value of Object.values(record)) if (Array.isArray(value)) entries += value.length;
  if (entries > MOST_ENTRIES)
    throw new BadInput('TOO_MANY_RECORDS', 'too many entries in one submission', {
      path: ['records'],
      expected: `at most ${MOST_ENTRIES} entries in all records of a call`,
      came: String(entries),
      remedy: 'send the records in several submissions, each under a key of its own',
    });
}

/** A sender's clock may be this far ahead; further on, its versions would outlast every correction (modelled). */
export const CLOCK_TOLERANCE_MS = 10 * 60_000;

/** Refuses what makes the whole submission unusable; nothing is stored and the key is not used up. @throws BadInput */
export function checkEnvelope(envelope: Envelope, count: number, now: Date): void {
  const { idempotencyKey, sourceSystem, sentAt } = envelope;
  if (!/^[\x21-\x7e]{1,128}$/.test(idempotencyKey))
    throw malformed(
      'IDEMPOTENCY_KEY_MALFORMED',
      'idempotencyKey',
      '1 to 128 visible ASCII characters',
      textThatCame(idempotencyKey, /[^\x21-\x7e]/),
    );
  if (!/^[0-9A-Za-z][0-9A-Za-z._/-]{0,63}$/.test(sourceSystem))
    throw malformed(
      'SOURCE_SYSTEM_MALFORMED',
      'sourceSystem',
      'a name of 1 to 64 letters, digits, points, dashes and slashes',
      textThatCame(sourceSystem, /^[^0-9A-Za-z]|[^0-9A-Za-z._/-]/),
    );
  if (sentAt.getTime() > now.getTime() + CLOCK_TOLERANCE_MS)
    throw malformed(
      'SENT_AT_IN_FUTURE',
      'sentAt',
      'an instant that is not more than ten minutes ahead',
      `an instant ${Math.ceil((sentAt.getTime() - now.getTime()) / 60_000)} minutes ahead`,
    );
  if (sentAt.getTime() < EARLIEST)
    throw malformed('SENT_AT_TOO_EARLY', 'sentAt', 'an instant after the year 2000', TOO_EARLY);
  checkCompleteUpTo(envelope);
  if (count > MOST_RECORDS)
    throw new BadInput('TOO_MANY_RECORDS', 'too many records in one submission', {
      path: ['records'],
      expected: `at most ${MOST_RECORDS}`,
      came: String(count),
      remedy: 'send them in several submissions, each under a key of its own',
    });
}

// Nobody knows what has not happened yet.
function checkCompleteUpTo({ completeUpTo, sentAt }: Envelope): void {
  if (completeUpTo == null) return;
  if (completeUpTo > sentAt || completeUpTo.getTime() < EARLIEST)
    throw malformed(
      'COMPLETE_UP_TO_INVALID',
      'completeUpTo',
      'an instant not after sentAt, and after the year 2000',
      completeUpTo > sentAt ? 'an instant after sentAt' : TOO_EARLY,
    );
}

const TOO_EARLY = 'an instant before the year 2000';

/** No sender's clock stands before it. */
export const EARLIEST = Date.UTC(2000, 0, 1);

const malformed = (code: string, field: string, expected: string, came: string) =>
  unusable(code, `${field} is not usable`, { path: ['envelope', field], expected, came });

const textThatCame = (text: string, forbidden: RegExp): string =>
  `${charactersIn(text)}${forbidden.test(text) ? ', some of which it may not have there' : ''}`;

/** Refuses a sender's key that is the hub's to give. @throws BadInput */
export function refuseReleaseKey({ idempotencyKey }: Envelope): void {
  if (idempotencyKey.startsWith(RELEASE_KEYS))
    throw malformed(
      'IDEMPOTENCY_KEY_MALFORMED',
      'idempotencyKey',
      `a key that does not begin with "${RELEASE_KEYS}"`,
      'a key that begins so',
    );
}

/** SM3 over the canonical JSON (RFC 8785) of what was submitted, without the key (architecture §8.4). */
export function contentDigest(operation: string, envelope: Envelope, records: unknown): Buffer {
  const { sourceSystem, sentAt, mode, dryRun, completeUpTo } = envelope;
  const complete = completeUpTo == null ? {} : { completeUpTo: completeUpTo.toISOString() };
  const content = {
    operation,
    sourceSystem,
    sentAt: sentAt.toISOString(),
    mode,
    dryRun,
    ...complete,
    records,
  };
  return sm3(canonicalText(content));
}

/**
 * Text with half a character has no canonical form. It is digested with the mark of a failed decoding in its place: every
 * field refuses the one as it refuses the other, so that two contents of one digest have one answer.
 */
function canonicalText(content: object): string {
  try {
    return canonicalJson(content);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    return canonicalJson(wellFormed(content));
  }
}

function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name.toWellFormed(), wellFormed(one)]),
  );
}

/**
 * Whose idempotency keys and submissions they are (报送方): the organisation with its person or client program. The first
 * slash parts the two, so that no two callers share a name: one of the organisation's own is written otherwise. An app that
 * asks on behalf of a worker is another one for each, and shows nobody another's.
 */
export const clientOf = ({ organisation, person, worker }: Caller): string =>
  `${organisation.replace(/[%/]/g, encodeURIComponent)}/${person ?? ''}${worker === undefined ? '' : `/${worker}`}`;

/** How far the origin of what this caller sends is proven (可信级别). */
export const assuranceOf = ({ assurance }: Caller) => ASSURANCE[assurance];

const ASSURANCE = {
  TOKEN: 'UNSIGNED',
  INTERNAL: 'UNSIGNED',
  SIGNED: 'SENDER_SIGNED',
  LEGACY: 'LEGACY_SIGNED',
} as const;
