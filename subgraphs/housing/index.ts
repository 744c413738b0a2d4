import { fileURLToPath } from 'node:url';
import { sdlOf } from '../sdl-files.ts';
import type { Subgraph } from '../subgraph.ts';
import { facts } from './facts.ts';
import { housingResolvers } from './resolvers.ts';

/** The housing sub-platform (桂建通): the permits and the reviews of housing and municipal projects. */
export const housing: Subgraph = {
  name: 'housing',
  databaseSchema: 'housing',
  port: 4102,
  sdl: sdlOf(new URL('./', import.meta.url)),
  resolvers: housingResolvers,
  facts,
  migrations: fileURLToPath(new URL('./migrations/', import.meta.url)),
};
