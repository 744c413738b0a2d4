import type { Resolvers } from '../subgraph.ts';
import { complaintResolvers } from './complaints/resolvers.ts';
import { enterpriseCreditResolvers } from './enterprises/credit-resolvers.ts';
import { organisationResolvers } from './organisations/resolvers.ts';
import { siteManagerResolvers } from './site-managers/resolvers.ts';
import { workerClaimResolvers } from './workers/claims.ts';
import { credentialResolvers } from './workers/credential-resolvers.ts';
import { rosterResolvers } from './workers/roster-resolvers.ts';

/** What is answered of parties and people beyond their names. */
export const partyResolvers: readonly Resolvers[] = [
  enterpriseCreditResolvers,
  credentialResolvers,
  workerClaimResolvers,
  rosterResolvers,
  siteManagerResolvers,
  organisationResolvers,
  complaintResolvers,
];
