import { codeName } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { MigrantWorker } from '../facts.ts';
import { type OfPermits, projectsOfPermits } from './permits.ts';
import { projectsFound } from './project-search.ts';
import { searchText } from './search-text.ts';
import { lookUpWorker } from './worker-lookup.ts';
import { type WorkerLookup, workerLookups } from './worker-lookups.ts';

/** A text, and what the sector departments know of it. */
interface SearchResult {
  readonly text: string;
  readonly permits: OfPermits;
}

export const searchResolvers: Resolvers = {
  Query: {
    search: async (_root, { text: stated }, context): Promise<SearchResult> => {
      const text = searchText(stated, context.now);
      return { text, permits: await projectsOfPermits(text, context) };
    },
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
    unansweredSectors: ({ permits }: SearchResult) => permits.unanswered,
    projects: ({ text, permits }: SearchResult, page, context) =>
      projectsFound({ text, ofPermits: permits.codes }, page, context),
  },
};
