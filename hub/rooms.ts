import { fileURLToPath } from 'node:url';
import { subgraphs } from '../subgraphs/registry.ts';
import type { Room } from './database/migrate.ts';

/** Every database schema with its migrations, in the order in which they are made: the departments build on the ledger. */
export function rooms(): Room[] {
  const ledger = {
    name: 'ledger',
    databaseSchema: 'hub',
    folder: fileURLToPath(new URL('../ledger/migrations', import.meta.url)),
  };
  return [
    ledger,
    ...subgraphs.flatMap(({ name, databaseSchema, migrations }) =>
      migrations === null ? [] : [{ name, databaseSchema, folder: migrations }],
    ),
  ];
}
