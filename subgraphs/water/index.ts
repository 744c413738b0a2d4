import { fileURLToPath } from 'node:url';
import { sdlOf } from '../sdl-files.ts';
import type { Subgraph } from '../subgraph.ts';
import { facts } from './facts.ts';
import { waterResolvers } from './resolvers.ts';

/** The water sub-platform (水利通): the works, permits and reviews of water projects. */
export const water: Subgraph = {
  name: 'water',
  databaseSchema: 'water',
  port: 4104,
  sdl: sdlOf(new URL('./', import.meta.url)),
  resolvers: waterResolvers,
  facts,
  migrations: fileURLToPath(new URL('./migrations/', import.meta.url)),
};
