import { BadInput } from '../refusals.ts';
import { lengthOf, misunderstood, type Parsed, understood } from './parsed.ts';

declare const divisionCode: unique symbol;
/** A division code (行政区划代码, GB/T 2260 and the statistical extension): 6 digits to county, 9 to township, 12 to village. */
export type DivisionCode = string & { readonly [divisionCode]: true };

/** `000000`: the whole country. Its span holds every code. */
export const EVERYWHERE = '000000' as DivisionCode;

/** Reads a division code by its form. Whether the division exists is a question for the code tables. */
export function parseDivisionCode(text: string): Parsed<DivisionCode> {
  const given = text.trim();
  if (![6, 9, 12].includes(given.length))
    return misunderstood('DIVISION_CODE_LENGTH', '6, 9 or 12 digits', lengthOf(given));
  if (!/^\d+$/.test(given)) return misunderstood('DIVISION_CODE_CHARACTERS', 'digits', 'other characters');
  if (/^0+$/.test(given) ? given !== EVERYWHERE : given.startsWith('0'))
    return misunderstood('DIVISION_CODE_PROVINCE', 'a province of two digits, from 11', 'a leading 0');
  return understood(given as DivisionCode);
}

/**
 * The stretch of codes a division holds, itself included, for text compared byte by byte (collation C):
 * `code >= lo and code < hi`. `450000` gives 45 to 46, `450103` gives 450103 to 450104. Only such a range reaches
 * an index under row-level security.
 * @throws BadInput with the parser's code: text that is no division must never turn into a wider span
 */
export function divisionSpan(code: string): { lo: string; hi: string } {
  const parsed = parseDivisionCode(code);
  if (!parsed.ok) throw new BadInput(parsed.code, `expected a division code of ${parsed.expected}`, parsed);
  const lo = prefixOf(parsed.value);
  return { lo, hi: after(lo) };
}

/** Whether `inner` lies in `outer`, or is it. */
export function isWithin(inner: string, outer: string): boolean {
  const { lo, hi } = divisionSpan(outer);
  return inner >= lo && inner < hi;
}

/** Whether a code begins with a province that there is (GB/T 2260); its counties come, merge and go. */
export const isOfAProvince = (code: DivisionCode): boolean => PROVINCES.has(code.slice(0, 2));

// Provinces, autonomous regions, municipalities and special administrative regions.
const PROVINCES: ReadonlySet<string> = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'.split(
    ' ',
  ),
);

// Zeros fill the levels that are not meant: pairs up to the county, threes below it.
function prefixOf(code: string): string {
  const county = code.slice(0, 6);
  if (code.length > 6 && /[1-9]/.test(code.slice(6))) return code.replace(/^(\d{9})000$/, '$1');
  return county.replace(/(00){1,3}$/, '');
}

// Byte order: ':' follows '9', so it ends a stretch of digits that has no next number, such as everything or 99.
function after(prefix: string): string {
  if (/^9*$/.test(prefix)) return ':';
  return String(BigInt(prefix) + 1n).padStart(prefix.length, '0');
}
