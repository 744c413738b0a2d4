import { sql } from 'kysely';
import { dataset } from '../../../ledger/submission/dataset.ts';
import { identifier } from '../../../ledger/submission/fields/identifier.ts';
import { required } from '../../../ledger/submission/fields/required.ts';
import { text } from '../../../ledger/submission/fields/text.ts';
import { Booking, Note } from '../support.ts';

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
  references: [
    {
      name: 'booking',
      path: 'booking',
      missing: 'CREW_UNKNOWN',
      asks: 'database',
      key: ({ booking }) => booking,
      async find(keys, _scene, db) {
        const rows = await db!.rows<{ booking_no: string }>(
          sql`select booking_no from provincial.booking where not withdrawn and booking_no = any(${keys as string[]}::text[])`,
        );
        return new Map(rows.map(({ booking_no }) => [booking_no, true]));
      },
    },
  ],
  write: ({ noteNo, text, secret }, _found, { sentAt }) => ({
    content: { noteNo, text, secret },
    occurredAt: sentAt,
  }),
  heldBy: ['noteNo'],
});
