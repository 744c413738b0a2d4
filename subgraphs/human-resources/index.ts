import { fileURLToPath } from 'node:url';
import { mergeResolvers } from '../resolvers.ts';
import { sdlOf } from '../sdl-files.ts';
import type { Subgraph } from '../subgraph.ts';
import { labourContracts } from './contracts/dataset.ts';
import { contractResolvers } from './contracts/resolvers.ts';
import { discreditedListingResolvers } from './discredited-listings/resolvers.ts';
import { facts } from './facts.ts';

/** The human-resources and social-security department: contracts, wage officers, discredited employers. */
export const humanResources: Subgraph = {
  name: 'human-resources',
  databaseSchema: 'human_resources',
  port: 4106,
  sdl: sdlOf(new URL('./', import.meta.url)),
  resolvers: mergeResolvers([contractResolvers, discreditedListingResolvers]),
  facts,
  datasets: [labourContracts],
  migrations: fileURLToPath(new URL('./migrations/', import.meta.url)),
};
