import { fileURLToPath } from 'node:url';
import { sdlOf } from '../sdl-files.ts';
import type { Subgraph } from '../subgraph.ts';
import { mergeResolvers } from '../resolvers.ts';
import { referenceResolvers } from './reference-data.ts';
import { exchangeResolvers } from './resolvers.ts';
import { workerMonthResolvers } from './worker-months/resolvers.ts';

/**
 * The exchange itself (交换枢纽): what the hub knows of its callers and of the calls at its doors, and what follows from several
 * departments' facts together. It has no fact of its own; it shares the database schema that the ledger's migrations make, and it runs only in the gateway's process.
 */
export const exchange: Subgraph = {
  name: 'exchange',
  databaseSchema: 'hub',
  port: 4107,
  sdl: sdlOf(new URL('./', import.meta.url)),
  resolvers: mergeResolvers([exchangeResolvers, referenceResolvers, workerMonthResolvers]),
  facts: [],
  migrations: fileURLToPath(new URL('./migrations/', import.meta.url)),
};
