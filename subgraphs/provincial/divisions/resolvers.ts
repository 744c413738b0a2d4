import type { Resolvers } from '../../subgraph.ts';
import { childrenOf, type Division, divisionOf, localAreasOf, parentOf } from '../../../schema/divisions.ts';

/** The tree of divisions (行政区划树), from the code tables; the same for every caller. */
export const divisionResolvers: Resolvers = {
  Query: {
    division: (_root, { code }) => divisionOf(code),
    provinces: () => childrenOf(null),
  },
  Division: {
    parent: parentOf,
    children: ({ code }: Division) => childrenOf(code),
    localAreas: localAreasOf,
  },
};
