import type { Field } from '../ledger/submission/field.ts';
import { digest } from '../ledger/submission/fields/index.ts';
import type { Report } from '../ledger/submission/report.ts';

export { digest };

/** The digests of several files in their order, as one text with a blank between them; each file once. */
export function digests({ max }: { readonly max: number }): Field<string | null> {
  const expected = `a list of 1 to ${max} SM3 digests of 64 hexadecimal digits, each once`;
  const one = digest();
  return {
    expected,
    read(raw, report) {
      if (raw === undefined || raw === null) return null;
      if (!Array.isArray(raw)) return refuse(report, 'VALUE_MALFORMED', expected);
      if (raw.length === 0) return refuse(report, 'VALUE_MISSING', expected);
      if (raw.length > max) return refuse(report, 'TOO_MANY_ENTRIES', expected);
      const read = raw.map((entry: unknown, place) => one.read(entry ?? '?', at(report, place)));
      const known = read.filter((entry) => entry !== null);
      if (known.length < read.length) return null;
      if (new Set(known).size === known.length) return known.join(' ');
      return refuse(report, 'DIGEST_REPEATED', expected);
    },
  };
}

/** The digests of one stored text. */
export const digestsOf = (text: string): string[] => text.split(' ');

const at = (report: Report, place: number): Report => ({
  reject: (code, details) => report.reject(code, { ...details, path: String(place) }),
  hold: (code, details) => report.hold(code, { ...details, path: String(place) }),
  warn: (code) => report.warn(code),
});

function refuse(
  report: Report,
  code: 'VALUE_MALFORMED' | 'VALUE_MISSING' | 'TOO_MANY_ENTRIES' | 'DIGEST_REPEATED',
  expected: string,
): null {
  report.reject(code, { expected });
  return null;
}
