import type { Fact } from '../../ledger/fact.ts';
import {
  EnterpriseBlacklisting,
  EnterpriseClaim,
  EnterpriseConductRecord,
  EnterpriseQualification,
} from './enterprises/facts.ts';
import { ArrearsComplaint } from './complaints/facts.ts';
import { Organisation } from './organisations/facts.ts';
import { SiteManager } from './site-managers/facts.ts';
import { MigrantWorkerClaim, WorkerConductRecord, WorkerCredential } from './workers/facts.ts';

/** What is known of parties and people beyond their names. */
export const partyFacts: readonly Fact[] = [
  EnterpriseClaim,
  EnterpriseQualification,
  EnterpriseConductRecord,
  EnterpriseBlacklisting,
  MigrantWorkerClaim,
  WorkerCredential,
  WorkerConductRecord,
  SiteManager,
  ArrearsComplaint,
  Organisation,
];
