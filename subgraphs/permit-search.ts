import type { Fact } from '../ledger/fact.ts';
import type { SectorPlatform } from './sector-platform.ts';
import type { Resolvers } from './subgraph.ts';

/** What a sector adds to a search (检索): its projects with a construction permit of that number. */
export const permitSearchSdl = ({ type, field, noun }: SectorPlatform): string => `
"What a text was found to stand for (检索结果), within the caller's scope."
type SearchResult @key(fields: "text") @classified(level: GENERAL) @requiresScopes(scopes: [["project:read"]]) {
  "The text as it is searched by (检索内容)."
  text: String!
  """
  The ${noun} projects with a construction permit of this number (按施工许可证号检索); null for a caller who may not ask for permits,
  since a search by a number tells whose it is.
  """
  ${field}PermitProjects: [${type}Project!]
}
`;

export const permitSearchResolvers = ({ type, field }: SectorPlatform, permit: Fact): Resolvers => ({
  SearchResult: {
    __resolveReference: (reference: object) => reference,
    [`${field}PermitProjects`]: async ({ text }: { readonly text: string }, _args, context) => {
      if (!context.caller.scopes.includes('sector:read')) return null;
      const numbers = [...new Set([text, text.toUpperCase(), text.toLowerCase()])];
      const permits = await Promise.all(numbers.map((one) => context.one(permit, 'permitNo', one)));
      const codes = permits.flatMap((one) => (one ? [(one as { projectCode: string }).projectCode] : []));
      return [...new Set(codes)].map((code) => ({ __typename: `${type}Project`, code }));
    },
  },
});
