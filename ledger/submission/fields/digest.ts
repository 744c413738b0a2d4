import type { Field } from '../field.ts';
import { identifier } from './identifier.ts';

const DIGEST = 'an SM3 digest: 64 hexadecimal digits';
const HEXADECIMAL = /^[0-9a-f]{64}$/;

const stated = identifier({ max: 64, expected: DIGEST, malformed: 'DIGEST_MALFORMED' });

/** The SM3 digest of a file (文件摘要), in lower case; the file itself stays with its source. */
export const digest = (): Field<string | null> => ({
  expected: DIGEST,
  read(raw, report) {
    const text = stated.read(raw, report)?.toLowerCase();
    if (text === undefined) return null;
    if (HEXADECIMAL.test(text)) return text;
    report.reject('DIGEST_MALFORMED', { expected: DIGEST });
    return null;
  },
});
