import { canonicalJson } from '../../kernel/canonical-json.ts';
import { readSm2PublicKey, sm2Verify } from '../../kernel/crypto/sm2.ts';
import { sm3Hex } from '../../kernel/crypto/sm3.ts';
import { BadInput } from '../../kernel/refusals.ts';
import { parseStrictJson } from '../../kernel/strict-json.ts';
import { parseInstant } from '../../schema/instant.ts';
import type { EarlyWarningClient } from './ports.ts';
import { EarlyWarningRefusal } from './refusal.ts';

/** What both directions speak. */
export const VERSION = '1.0';
const MOST_RECORDS = 500;
const TOLERANCE_SECONDS = 600;

/** The envelope of the exchange (报文信封), modelled: the official format is not published. */
export interface Envelope {
  readonly systemCode: string;
  readonly batchNo: string;
  readonly dataSet: string;
  readonly version: string;
  readonly sentAt: string;
  readonly recordCount: number;
  /** SM3 of the canonical JSON of the records (RFC 8785). */
  readonly digest: string;
  /** SM2 over the canonical JSON of the envelope without it, DER in base64. */
  readonly signature: string;
  readonly records: readonly unknown[];
}

/**
 * Reads an envelope by its form; nobody is believed yet. Properties it does not know are kept: the signature covers them.
 * @throws EarlyWarningRefusal
 */
export function readEnvelope(body: Buffer, dataSet: string): Envelope {
  const value = jsonOf(body);
  for (const [name, isGood] of Object.entries(FORM))
    if (!isGood(value[name])) throw new EarlyWarningRefusal('ENVELOPE_MALFORMED', name);
  const envelope = value as unknown as Envelope;
  if (envelope.version !== VERSION) throw new EarlyWarningRefusal('VERSION_UNKNOWN', VERSION);
  if (envelope.dataSet !== dataSet) throw new EarlyWarningRefusal('DATA_SET_UNKNOWN', dataSet);
  if (envelope.recordCount !== envelope.records.length) throw new EarlyWarningRefusal('RECORD_COUNT_DIFFERS');
  if (envelope.records.length > MOST_RECORDS) throw new EarlyWarningRefusal('TOO_MANY_RECORDS');
  return envelope;
}

/**
 * Checks that the envelope is the client's and whole: signature first, so that only its sender learns what is wrong.
 * @throws EarlyWarningRefusal
 */
export function checkSeal(envelope: Envelope, client: EarlyWarningClient | undefined): void {
  const { signature, ...signed } = envelope;
  const isGenuine =
    client !== undefined &&
    sm2Verify(canonical(signed), Buffer.from(signature, 'base64'), readSm2PublicKey(client.publicKey));
  if (!isGenuine) throw new EarlyWarningRefusal('SIGNATURE_INVALID');
  if (digestOf(envelope.records) !== envelope.digest.toLowerCase())
    throw new EarlyWarningRefusal('DIGEST_DIFFERS');
}

/** @throws EarlyWarningRefusal `SENT_AT_OUTSIDE_WINDOW` */
export function checkWindow({ sentAt }: Envelope, now: Date, client: EarlyWarningClient): void {
  const off = Math.abs(parseInstant(sentAt).getTime() - now.getTime()) / 1000;
  const tolerance = client.toleranceSeconds ?? TOLERANCE_SECONDS;
  if (off > tolerance) throw new EarlyWarningRefusal('SENT_AT_OUTSIDE_WINDOW', `最多${tolerance}秒`);
}

/** The digest of records (内容摘要): SM3 of their canonical JSON. */
export const digestOf = (records: readonly unknown[]): string => sm3Hex(canonical(records));

const FORM: Readonly<Record<keyof Envelope, (value: unknown) => boolean>> = {
  systemCode: (value) => matches(value, /^[0-9A-Za-z._-]{1,64}$/),
  batchNo: (value) => matches(value, /^[\x21-\x7e]{1,64}$/),
  dataSet: (value) => matches(value, /^[A-Z_]{1,40}$/),
  version: (value) => matches(value, /^[0-9.]{1,10}$/),
  sentAt: (value) => typeof value === 'string' && isInstant(value),
  recordCount: (value) => Number.isSafeInteger(value),
  digest: (value) => matches(value, /^[0-9a-f]{64}$/i),
  signature: (value) => matches(value, /^[0-9A-Za-z+/]{90,100}={0,2}$/),
  records: Array.isArray,
};

const matches = (value: unknown, form: RegExp): boolean => typeof value === 'string' && form.test(value);

function isInstant(text: string): boolean {
  try {
    return parseInstant(text) instanceof Date;
  } catch {
    return false;
  }
}

function jsonOf(body: Buffer): Record<string, unknown> {
  try {
    const value = parseStrictJson(UTF_8.decode(body));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch (error) {
    if (error instanceof BadInput) throw new EarlyWarningRefusal('BODY_MALFORMED', error.code);
    throw new EarlyWarningRefusal('BODY_MALFORMED');
  }
  throw new EarlyWarningRefusal('ENVELOPE_MALFORMED');
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true });

function canonical(value: unknown): string {
  try {
    return canonicalJson(value);
  } catch {
    // Half a surrogate pair, or a number beyond all bounds: JSON that no two programs would digest alike.
    throw new EarlyWarningRefusal('BODY_MALFORMED');
  }
}
