import { Fault } from '../../kernel/faults.ts';
import { BadInput } from '../../kernel/refusals.ts';

/**
 * Whether an error says nothing of the record that was worked on (一时之故): a neighbour or the database is away, gave
 * way, or is short of something. The work is done again later. Every other error comes back with its record, for ever.
 */
export function isOfTheMoment(error: unknown): boolean {
  if (error instanceof Fault) return true;
  if (error instanceof BadInput) return error.code === 'SUBMISSION_IN_FLIGHT';
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string') return SQLSTATES.test(code) || SYSTEM_ERRORS.test(code);
  return CONNECTION_LOST.test(String(message));
}

// SQLSTATE classes: connection, transaction rolled back, resources, locks, the operator's doing, the system's.
const SQLSTATES = /^(08|40|53|55|57|58)...$/;
/** As Node names what the system says of a connection or a file. */
const SYSTEM_ERRORS = /^E[A-Z]+$/;
/** What the driver says when a connection ends under a question; it has no code. */
const CONNECTION_LOST = /^Connection terminated|is not queryable$|^Query read timeout$/;
