import { recordsAsked } from '../../records-asked.ts';
import type { Resolvers } from '../../subgraph.ts';
import { bankProjects } from './bank-projects.ts';

export const bankProjectResolvers: Resolvers = {
  Query: { bankProjects: recordsAsked(bankProjects) },
};
