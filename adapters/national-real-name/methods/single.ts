import type { Mapping } from '../../mapping/mapping.ts';
import type { Business } from '../business.ts';
import type { Desk } from '../desk.ts';
import type { Operation } from '../operations.ts';
import type { Plan, PlannedRecord } from '../plan.ts';
import { fieldAt, translate } from '../translate.ts';

/** The plan of a call that is one record: what it says, over what stood there before. */
export function single(
  operation: Operation,
  mapping: Mapping,
  { raw }: Business,
  { cipher }: Desk,
  more: {
    /** Fields as they stand, for a call that changes some of them. */
    readonly before?: Record<string, unknown>;
    readonly after?: (fields: Record<string, unknown>) => Record<string, unknown>;
  } & Pick<PlannedRecord, 'known' | 'words'> = {},
): Plan {
  const { before, after = (fields) => fields, ...told } = more;
  const { taken, complaints } = translate(mapping, [raw], () => '', cipher);
  const records = taken.map(({ fields, place }) => ({
    fields: after({ ...before, ...fields }),
    place,
    fieldAt: fieldAt(mapping, place),
    ...told,
  }));
  return { parts: [{ operation, records }], complaints, files: [] };
}
