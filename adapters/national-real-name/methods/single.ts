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
    readonly after?: (
      fields: Record<string, unknown>,
      stated: Record<string, unknown>,
    ) => Record<string, unknown>;
    /** Where the client stated what is no field of the map. */
    readonly placeOf?: (path: string) => string | undefined;
  } & Pick<PlannedRecord, 'known' | 'words'> = {},
): Plan {
  const { before, after = (fields) => fields, placeOf, ...told } = more;
  const { taken, complaints } = translate(mapping, [raw], () => '', cipher);
  const records = taken.map(({ fields, place }) => ({
    fields: after({ ...before, ...fields }, fields),
    place,
    fieldAt: (path: string) => placeOf?.(path) ?? fieldAt(mapping, place)(path),
    ...told,
  }));
  return { parts: [{ operation, records }], complaints, files: [] };
}
