import type { Mapping } from '../../mapping/mapping.ts';
import { type Business, recordsOf } from '../business.ts';
import type { Desk } from '../desk.ts';
import { readFiles, type SentFile } from '../files.ts';
import type { Operation } from '../operations.ts';
import type { Plan } from '../plan.ts';
import { fieldAt, listPlace, translate } from '../translate.ts';

/** The plan of a call whose list becomes one submission, each record with the same outer fields. */
export function listed(
  operation: Operation,
  mapping: Mapping,
  list: string,
  business: Business,
  desk: Desk,
  outer: Record<string, unknown>,
  sent: readonly SentFile[] = [],
): Plan {
  const { taken, complaints } = translate(mapping, recordsOf(business, list), listPlace(list), desk.cipher);
  const files = readFiles(sent);
  const spoilt = new Set(
    files.complaints.map(({ place }) => place.replace(/\[\D[^\]]*\](\[\d+\]\[data\])?$/, '')),
  );
  const records = taken
    .filter(({ place }) => !spoilt.has(place))
    .map(({ fields, place }) => ({
      fields: { ...fields, ...outer },
      place,
      fieldAt: fieldAt(mapping, place),
    }));
  return {
    parts: [{ operation, records }],
    complaints: [...complaints, ...files.complaints],
    files: files.files,
  };
}
