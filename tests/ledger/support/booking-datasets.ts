import { sql } from 'kysely';
import { dataset, type Reference } from '../../../ledger/submission/dataset.ts';
import { identifier } from '../../../ledger/submission/fields/identifier.ts';
import { required } from '../../../ledger/submission/fields/required.ts';
import { text } from '../../../ledger/submission/fields/text.ts';
import { Booking, Note } from '../support.ts';

const onRecord: Reference<never, boolean>['find'] = async (keys, _scene, db) => {
  const rows = await db!.rows<{ booking_no: string }>(
    sql`select booking_no from provincial.booking where not withdrawn and booking_no = any(${keys as string[]}::text[])`,
  );
  return new Map(rows.map(({ booking_no }) => [booking_no, true]));
};

const booking: Reference<{ readonly booking: string | null }, boolean> = {
  name: 'booking',
  path: 'booking',
  missing: 'CREW_UNKNOWN',
  asks: 'database',
  key: ({ booking }) => booking,
  find: onRecord,
};
const before: Reference<{ readonly after: string | null }, boolean> = {
  name: 'booking',
  path: 'after',
  missing: 'CREW_UNKNOWN',
  asks: 'database',
  key: ({ after }) => after,
  find: onRecord,
};

/** A thing that notes point to. */
export const bookings = dataset({
  name: 'BOOKING',
  operation: 'submitBookings',
  scopes: ['project:submit'],
  fact: Booking,
  fields: { bookingNo: required(identifier({ max: 20 })), text: text({ max: 20 }) },
  references: [],
  write: (values, _found, { sentAt }) => ({ content: { ...values }, occurredAt: sentAt }),
  heldBy: ['bookingNo'],
  releases: ({ bookingNo }) => [{ name: 'booking', key: bookingNo as string }],
});

/** Bookings each of which may name another; a text of more than three characters contradicts the one that it names. */
export const chained = dataset({
  name: 'CHAINED',
  operation: 'submitChained',
  scopes: ['project:submit'],
  fact: Booking,
  fields: {
    bookingNo: required(identifier({ max: 20 })),
    text: text({ max: 20 }),
    after: identifier({ max: 20 }),
  },
  references: [before],
  checkFound({ text, after }, _found, report) {
    if (after !== null && text !== null && text.length > 3) report.reject('VALUE_REFUSED', { path: 'text' });
  },
  write: ({ bookingNo, text }, _found, { sentAt }) => ({ content: { bookingNo, text }, occurredAt: sentAt }),
  heldBy: ['bookingNo'],
  releases: ({ bookingNo }) => [{ name: 'booking', key: bookingNo as string }],
});

/** Bookings of which one without a text is more than its author thought of: a mistake in a program. */
export const mistaken = dataset({
  name: 'MISTAKEN',
  operation: 'submitMistaken',
  scopes: ['project:submit'],
  fact: Booking,
  fields: { bookingNo: required(identifier({ max: 20 })), text: text({ max: 20 }) },
  references: [],
  checkFound(_values, _found, report) {
    report.reject('VALUE_REFUSED');
  },
  write: ({ bookingNo, text }, _found, { sentAt }) => ({
    content: { bookingNo, text: text!.trim() },
    occurredAt: sentAt,
  }),
  heldBy: ['bookingNo'],
});

/** Notes that are held until the booking they name is there. */
export const notes = dataset({
  name: 'NOTE',
  operation: 'submitNotes',
  scopes: ['project:submit'],
  fact: Note,
  fields: {
    noteNo: required(identifier({ max: 20 })),
    text: text({ max: 20 }),
    secret: text({ max: 40 }),
    booking: identifier({ max: 20 }),
  },
  references: [booking],
  write: ({ noteNo, text, secret }, _found, { sentAt }) => ({
    content: { noteNo, text, secret },
    occurredAt: sentAt,
  }),
  heldBy: ['noteNo'],
});
