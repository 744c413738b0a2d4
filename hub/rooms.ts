import { fileURLToPath } from 'node:url';
import { subgraphs } from '../subgraphs/registry.ts';
import type { Room } from './database/migrate.ts';
import { makeJobTables } from './jobs/job-tables.ts';

/** Every database schema with its migrations, in the order in which they are made: the departments build on the ledger. */
export function rooms(): Room[] {
  const ledger = {
    name: 'ledger',
    databaseSchema: 'hub',
    folder: fileURLToPath(new URL('../ledger/migrations', import.meta.url)),
  };
  const jobs = {
    name: 'jobs',
    databaseSchema: 'jobs',
    folder: fileURLToPath(new URL('./jobs/migrations', import.meta.url)),
    afterwards: makeJobTables,
  };
  return [
    ledger,
    ...subgraphs.flatMap(({ name, databaseSchema, migrations }) => {
      if (migrations === null) return [];
      // The exchange has its tables where the ledger has its own.
      const shared = databaseSchema === ledger.databaseSchema && { appliedIn: `${name}_migration` };
      return [{ name, databaseSchema, folder: migrations, ...shared }];
    }),
    jobs,
  ];
}
