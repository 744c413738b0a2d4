import { Fault } from '../../kernel/faults.ts';

/** Why a month is not archived or restored. Each message says what came, what was expected and what to do. */
export const archiveFaults = {
  ARCHIVE_LOCKED: fault('ARCHIVE_LOCKED'),
  ARCHIVE_MONTH_MISSING: fault('ARCHIVE_MONTH_MISSING'),
  ARCHIVE_MONTH_RUNNING: fault('ARCHIVE_MONTH_RUNNING'),
  ARCHIVE_MONTH_TOO_YOUNG: fault('ARCHIVE_MONTH_TOO_YOUNG'),
  ARCHIVE_DEFAULT_PARTITION: fault('ARCHIVE_DEFAULT_PARTITION'),
  ARCHIVE_REFERENCED: fault('ARCHIVE_REFERENCED'),
  ARCHIVE_FOLDER_UNUSABLE: fault('ARCHIVE_FOLDER_UNUSABLE'),
  ARCHIVE_FILE_BROKEN: fault('ARCHIVE_FILE_BROKEN'),
  ARCHIVE_MANIFEST_BROKEN: fault('ARCHIVE_MANIFEST_BROKEN'),
  ARCHIVE_OF_ANOTHER_DATABASE: fault('ARCHIVE_OF_ANOTHER_DATABASE'),
  ARCHIVE_UNFINISHED: fault('ARCHIVE_UNFINISHED'),
  ARCHIVE_COLUMNS_DIFFER: fault('ARCHIVE_COLUMNS_DIFFER'),
} as const;

// The command line prints messages only, and operators' scripts look for the code.
function fault(code: string) {
  return (message: string): Fault => new Fault(code, 500, `${code}: ${message}`);
}
