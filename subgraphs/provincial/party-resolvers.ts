import type { Resolvers } from '../subgraph.ts';
import { enterpriseCreditResolvers } from './enterprises/credit-resolvers.ts';
import { credentialResolvers } from './workers/credential-resolvers.ts';

/** What is answered of parties and people beyond their names. */
export const partyResolvers: readonly Resolvers[] = [enterpriseCreditResolvers, credentialResolvers];
