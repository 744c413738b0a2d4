import { identifier } from '../../../ledger/submission/fields/index.ts';
import type { Field } from '../../../ledger/submission/field.ts';

const expected = 'the bank’s number of the booking, 1 to 18 digits as text';

/**
 * The number a bank gives a booking (流水号). Digits only, since a bank numbers an account's bookings without a gap, and a
 * gap is looked for by counting. It is kept as it is written, and known again by the number that it is (serial-number.ts).
 */
export function bookingSerial(): Field<string | null> {
  const word = identifier({ max: 18, characters: 'WORD', expected, malformed: 'VALUE_MALFORMED' });
  return {
    expected,
    read(raw, report) {
      const serial = word.read(raw, report);
      if (serial === null || /^\d+$/.test(serial)) return serial;
      report.reject('VALUE_MALFORMED', { expected });
      return null;
    },
  };
}
