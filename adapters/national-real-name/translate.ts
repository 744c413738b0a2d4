import { applyMapping } from '../mapping/apply-mapping.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Row } from './business.ts';
import type { FieldCipher } from './cipher.ts';
import { type Complaint, complaintOf } from './complaint.ts';

/** A record of a call in the words of the standard (译文). */
export interface Translated {
  readonly fields: Record<string, unknown>;
  /** `[workerList][3]`, or empty for the call itself. */
  readonly place: string;
  readonly row: Row;
}

export interface Translation {
  readonly taken: readonly Translated[];
  readonly complaints: readonly Complaint[];
}

/** Runs a field map over records; one that has a field which cannot be read is left out, and the complaint says why. */
export function translate(
  mapping: Mapping,
  rows: readonly Row[],
  placeOf: (index: number) => string,
  cipher: FieldCipher,
): Translation {
  const taken: Translated[] = [];
  const complaints: Complaint[] = [];
  const encrypted = new Set(mapping.rules.filter(({ decrypt }) => decrypt).map(({ to }) => to));
  for (const [index, row] of rows.entries()) {
    const place = placeOf(index);
    const { fields, findings } = applyMapping(mapping, row, { decrypt: (text) => opened(cipher, text) });
    if (findings.length === 0) taken.push({ fields, place, row });
    for (const { field, to, code, expected } of findings) {
      const at = `${place}[${field}]`;
      complaints.push(
        encrypted.has(to) && code === 'VALUE_MALFORMED' ? notOpened(at) : complaintOf(at, code, expected),
      );
    }
  }
  return { taken, complaints };
}

/** Places of a list: `[dataList][0]`, `[dataList][1]`. */
export const listPlace =
  (name: string) =>
  (index: number): string =>
    `[${name}][${index}]`;

/** The client's name of a standard field, in brackets behind its place; a path of no field is the place alone. */
export function fieldAt(mapping: Mapping, place: string): (path: string) => string {
  return (path) => {
    const name = mapping.backwards.get(path);
    return name === undefined ? place : `${place}[${name}]`;
  };
}

/** Where the entries of a list of a record were stated: `payingBanks.0.bankCode` is `[bankInfos][0][bankCode]`. */
export function placeInList(
  list: string,
  entries: readonly Translated[],
  mapping: Mapping,
): (path: string) => string | undefined {
  return (path) => {
    const [name, index, ...field] = path.split('.');
    const entry = name === list ? entries[Number(index)] : undefined;
    return entry && fieldAt(mapping, entry.place)(field.join('.'));
  };
}

function opened(cipher: FieldCipher, text: string): string {
  const plain = cipher.decrypt(text);
  if (plain === undefined) throw new Error('not encrypted as agreed');
  return plain;
}

const notOpened = (place: string): Complaint => ({
  place,
  chinese: '未按约定用 appsecret 加密,无法解密',
  english: 'not encrypted with the appsecret as agreed',
});
