import type { Fact } from '../../ledger/fact.ts';
import {
  EnterpriseBlacklisting,
  EnterpriseConductRecord,
  EnterpriseQualification,
} from './enterprises/facts.ts';
import { WorkerConductRecord, WorkerCredential } from './workers/facts.ts';

/** What is known of parties and people beyond their names. */
export const partyFacts: readonly Fact[] = [
  EnterpriseQualification,
  EnterpriseConductRecord,
  EnterpriseBlacklisting,
  WorkerCredential,
  WorkerConductRecord,
];
