import type { Resolvers } from '../../subgraph.ts';
import { Project } from '../facts.ts';
import { projectSearch } from './project-search.ts';

export const searchResolvers: Resolvers = {
  Query: { search: (_root, { text }) => ({ text }) },
  SearchResult: {
    projects: ({ text }: { readonly text: string }, page, context) =>
      context.store.reader(Project).page(context.session, {
        ...page,
        where: [projectSearch(text)],
        orderBy: [{ property: 'divisionCode' }, { property: 'projectCode' }],
      }),
  },
};
