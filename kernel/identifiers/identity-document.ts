import { misunderstood, type Parsed, understood } from './parsed.ts';
import { parseResidentNumber } from './resident-number.ts';

/** Dictionary id-cert-types: the resident identity card (居民身份证). */
export const RESIDENT_CARD = '01';

/**
 * The one form of a document's number (证件号码) by which a person is found: ASCII forms of full-width characters, no
 * blanks, capitals; a resident number with its 18 characters, so that both forms of one person meet.
 */
export function parseDocumentNumber(documentType: string, text: string): Parsed<string> {
  const given = foldDocumentNumber(text);
  if (documentType === RESIDENT_CARD) return parseResidentNumber(given);
  return given === '' ? misunderstood('DOCUMENT_NUMBER_EMPTY', 'a number', 'none') : understood(given);
}

/** A document's number in the characters it is compared by, whatever kind of document it is. */
export function foldDocumentNumber(text: string): string {
  return PLAIN.test(text) ? text : text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
}

const PLAIN = /^[0-9A-Z]{1,32}$/;
