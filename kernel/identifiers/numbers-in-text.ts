import { birthDateOf, parseResidentNumber } from './resident-number.ts';

/**
 * Whether a text holds the number of somebody (文字中的个人号码): of an identity card, or a mobile phone's, with blanks or hyphens in it
 * or without. Names cannot be told; and 15 digits of the old form look like the codes of projects, so that they are not looked for.
 * @param today YYYY-MM-DD
 */
export function hasNumberOfPerson(text: string, today: string): boolean {
  const plain = text.normalize('NFKC');
  if (PHONE.test(plain)) return true;
  return (plain.match(IDENTITY) ?? []).some((number) => isNumberOfPerson(number, today));
}

/**
 * Whether a text is the number of an identity card (是否身份证号码), of 18 characters or the old 15, of somebody who may work. A number
 * of a permit or a project may look like one, with a day of this century where that has the day of birth; but nobody looks for those
 * of sixteen years ago, and whoever holds 15 digits was born before 2000.
 * @param today YYYY-MM-DD
 */
export function isNumberOfPerson(text: string, today: string): boolean {
  const parsed = parseResidentNumber(text.replace(/[\s-]/g, ''));
  if (!parsed.ok) return false;
  const age = Number(today.slice(0, 4)) - Number(birthDateOf(parsed.value).slice(0, 4));
  return age >= WORKING_AGE && age <= OLDEST;
}

const WORKING_AGE = 16;
const OLDEST = 90;

const PHONE = /(?<![\dA-Za-z])(?:(?:\+|00)?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?![\dA-Za-z])/;
const IDENTITY = /(?<![\dA-Za-z])\d{6}[\s-]?(?:18|19|20)\d{2}[\s-]?\d{4}[\s-]?\d{3}[\dXx](?![\dA-Za-z])/g;
