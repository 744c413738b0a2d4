import { Fault } from '../../kernel/faults.ts';

/** What can keep the hub from its database. Each message says what was expected, what came and what to do. */
export const databaseFaults = {
  DATABASE_IN_USE: fault('DATABASE_IN_USE'),
  DATABASE_FILES_UNUSABLE: fault('DATABASE_FILES_UNUSABLE'),
  DATABASE_SERVER_MISSING: fault('DATABASE_SERVER_MISSING'),
  DATABASE_SERVER_FAILED: fault('DATABASE_SERVER_FAILED'),
  DATABASE_OF_ANOTHER_KEYRING: fault('DATABASE_OF_ANOTHER_KEYRING'),
  DATABASE_ROLES_UNSAFE: fault('DATABASE_ROLES_UNSAFE'),
  DATABASE_ROLES_MISSING: fault('DATABASE_ROLES_MISSING'),
  DATABASE_URL_INVALID: fault('DATABASE_URL_INVALID'),
  DATABASE_TOO_OLD: fault('DATABASE_TOO_OLD'),
  MIGRATION_REFUSED: fault('MIGRATION_REFUSED'),
  MIGRATION_FAILED: fault('MIGRATION_FAILED'),
  MIGRATION_LOCKED: fault('MIGRATION_LOCKED'),
} as const;

function fault(code: string) {
  return (message: string): Fault => new Fault(code, 500, message);
}
