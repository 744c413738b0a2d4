import { recordsAsked } from '../../records-asked.ts';
import type { Resolvers } from '../../subgraph.ts';
import { workerProjects } from './worker-projects.ts';

export const workerProjectResolvers: Resolvers = {
  Query: { workerProjects: recordsAsked(workerProjects) },
};
