import type { Candidate } from './candidate.ts';
import type { Moment } from './dataset.ts';

/** The highest version the record's column holds with room to spare. */
const HIGHEST = 2n ** 62n;

/**
 * The version a source states a record under (来源版本): its own number, else the instant of sending in milliseconds
 * (architecture §3.4). A number that is none rejects the record.
 */
export function sourceVersionOf(one: Candidate, { sentAt }: Moment): bigint {
  const stated = one.raw.sourceVersion;
  if (stated === undefined || stated === null || stated === '') return BigInt(sentAt.getTime());
  const text = typeof stated === 'number' && Number.isSafeInteger(stated) ? String(stated) : stated;
  if (typeof text === 'string' && /^\d{1,19}$/.test(text)) {
    const version = BigInt(text);
    if (version <= HIGHEST) return version;
  }
  one.reject('NUMBER_OUT_OF_RANGE', { path: 'sourceVersion', expected: 'a whole number from 0 to 2^62' });
  return 0n;
}
