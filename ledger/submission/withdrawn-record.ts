import type { NewRecord } from '../new-record.ts';
import type { Table } from '../table.ts';
import { CLOCK_TOLERANCE_MS, EARLIEST } from './envelope.ts';
import { plainContent } from './plain-content.ts';
import type { LedgerRoom } from './room.ts';

/** The record as it stands, taken back. */
export function withdrawnRecord(
  room: LedgerRoom,
  table: Table,
  row: Readonly<Record<string, unknown>>,
  moment: Moment,
): NewRecord {
  return {
    content: plainContent(room, table, row),
    occurredAt: row.occurredAt as Date,
    sourceVersion: versionAfter(row.sourceVersion as bigint, moment),
    withdrawn: true,
  };
}

/** When a withdrawal was sent, and when it is worked on. */
export interface Moment {
  readonly sentAt: Date;
  readonly now: Date;
}

/**
 * The version of a withdrawal: the instant of sending, as of any statement. What cannot be an instant of sending is a
 * number of the source's own counting, and there the withdrawal is the next; so it is after what was sent at that instant.
 */
function versionAfter(standing: bigint, { sentAt, now }: Moment): bigint {
  const isInstant = standing >= EARLIEST && standing <= now.getTime() + CLOCK_TOLERANCE_MS;
  const sent = BigInt(sentAt.getTime());
  return isInstant && sent !== standing ? sent : standing + 1n;
}
