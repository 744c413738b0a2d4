import { fileURLToPath } from 'node:url';
import { sdlOf } from '../sdl-files.ts';
import type { Subgraph } from '../subgraph.ts';
import { facts } from './facts.ts';
import { transportResolvers } from './resolvers.ts';

/** The transport sub-platform (交建通): the contract sections, permits and reviews of transport projects. */
export const transport: Subgraph = {
  name: 'transport',
  databaseSchema: 'transport',
  port: 4103,
  sdl: sdlOf(new URL('./', import.meta.url)),
  resolvers: transportResolvers,
  facts,
  migrations: fileURLToPath(new URL('./migrations/', import.meta.url)),
};
