import { codeName } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { MigrantWorker } from '../facts.ts';
import { projectsFound } from './project-search.ts';
import { searchText } from './search-text.ts';
import { lookUpWorker } from './worker-lookup.ts';
import { type WorkerLookup, workerLookups } from './worker-lookups.ts';

/** A result as it is kept on its way: the text, and what the sector departments found of it. */
interface SearchResult {
  readonly text: string;
  readonly housingPermitProjects?: readonly Reference[] | null;
  readonly transportPermitProjects?: readonly Reference[] | null;
  readonly waterPermitProjects?: readonly Reference[] | null;
}

interface Reference {
  readonly code: string;
}

export const searchResolvers: Resolvers = {
  Query: {
    search: (_root, { text }, context) => ({ text: searchText(text, context.now) }),
    workerByDocument: async (_root, document, context) => {
      const workerId = await lookUpWorker(document, context);
      return workerId === null ? null : context.one(MigrantWorker, 'workerId', workerId);
    },
    workerLookups: (_root, { filter, ...page }, { session }) => workerLookups(session, filter ?? {}, page),
  },
  WorkerLookup: {
    at: (row: WorkerLookup) => row.lookedUpAt,
    documentType: (row: WorkerLookup) => codeName('id-cert-types', row.documentType),
    isFound: (row: WorkerLookup) => row.workerId !== null,
  },
  SearchResult: {
    __resolveReference: (result: SearchResult, context) => ({
      ...result,
      text: searchText(result.text, context.now),
    }),
    projects: (result: SearchResult, page, context) => {
      const { text, housingPermitProjects, transportPermitProjects, waterPermitProjects } = result;
      const ofPermits = [housingPermitProjects, transportPermitProjects, waterPermitProjects].flatMap(
        (list) => (list ?? []).map(({ code }) => code),
      );
      return projectsFound({ text, ofPermits }, page, context);
    },
  },
};
