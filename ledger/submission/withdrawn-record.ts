import type { NewRecord } from '../new-record.ts';
import type { Table } from '../table.ts';
import { CLOCK_TOLERANCE_MS, EARLIEST } from './envelope.ts';
import { plainContent } from './plain-content.ts';
import type { LedgerRoom } from './room.ts';

/** The record as it stands, taken back. */
export function withdrawnRecord(room: LedgerRoom, table: Table, row: Row, moment: Moment): NewRecord {
  return takenBack(room, table, row, versionAfter(row.sourceVersion as bigint, moment));
}

/** A line of a record that was taken back, with it and in its version. */
export function withdrawnLine(
  room: LedgerRoom,
  table: Table,
  line: Row,
  { sourceVersion, sourcePlace }: Pick<NewRecord, 'sourceVersion' | 'sourcePlace'>,
): NewRecord {
  return { ...takenBack(room, table, line, sourceVersion), sourcePlace: sourcePlace!, isLine: true };
}

/**
 * A record that was taken back before, taken back once more: what its source states between the two does not stand, whichever
 * comes first. Null where nothing is later than before; a number of the source's own counting is not raised by it.
 */
export function withdrawnAgain(room: LedgerRoom, table: Table, row: Row, moment: Moment): NewRecord | null {
  const standing = row.sourceVersion as bigint;
  const sent = BigInt(moment.sentAt.getTime());
  return isInstant(standing, moment) && sent > standing ? takenBack(room, table, row, sent) : null;
}

type Row = Readonly<Record<string, unknown>>;

const takenBack = (room: LedgerRoom, table: Table, row: Row, sourceVersion: bigint): NewRecord => ({
  content: plainContent(room, table, row),
  occurredAt: row.occurredAt as Date,
  sourceVersion,
  withdrawn: true,
});

/** When a withdrawal was sent, and when it is worked on. */
export interface Moment {
  readonly sentAt: Date;
  readonly now: Date;
}

/**
 * The version of a withdrawal: the instant of sending, as of any statement. What cannot be an instant of sending is a
 * number of the source's own counting, and there the withdrawal is the next; so it is after what was sent at that instant.
 */
function versionAfter(standing: bigint, moment: Moment): bigint {
  const sent = BigInt(moment.sentAt.getTime());
  return isInstant(standing, moment) && sent !== standing ? sent : standing + 1n;
}

const isInstant = (version: bigint, { now }: Moment): boolean =>
  version >= EARLIEST && version <= now.getTime() + CLOCK_TOLERANCE_MS;
