import type { Dataset } from '../../ledger/submission/dataset.ts';
import { complaintSubmission } from './complaints/dataset.ts';
import { blacklistingSubmission } from './enterprises/blacklisting-submission.ts';
import { qualificationSubmission } from './enterprises/qualification-submission.ts';
import { enterpriseRecordSubmission } from './enterprises/record-submission.ts';
import { organisationSubmission } from './organisations/dataset.ts';
import { siteManagerSubmission } from './site-managers/dataset.ts';
import { credentialSubmission } from './workers/credential-submission.ts';
import { workerRecordSubmission } from './workers/record-submission.ts';

/** What may be submitted of parties and people beyond their names. */
export const partyDatasets: readonly Dataset[] = [
  qualificationSubmission,
  enterpriseRecordSubmission,
  blacklistingSubmission,
  credentialSubmission,
  workerRecordSubmission,
  siteManagerSubmission,
  organisationSubmission,
  complaintSubmission,
];
