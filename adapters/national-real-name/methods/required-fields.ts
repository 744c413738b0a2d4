import { type Row, fieldOf, isNoText, textOf } from '../business.ts';
import { type Complaint, complaintOf } from '../complaint.ts';

/** A complaint for each field of these records that the interface wants (必填) and that is not there, or empty. */
export const missingFields = (
  rows: readonly Row[],
  placeOf: (index: number) => string,
  names: readonly string[],
): Complaint[] =>
  rows.flatMap((row, index) =>
    names
      .filter((name) => !isNoText(fieldOf(row, name)) && textOf(fieldOf(row, name)) === '')
      .map((name) => complaintOf(`${placeOf(index)}[${name}]`, 'VALUE_MISSING')),
  );
