import type { Dataset } from '../../ledger/submission/dataset.ts';
import { submits } from '../submission.ts';
import type { Resolvers } from '../subgraph.ts';
import { attendanceSubmission } from './attendance/attendance-submission.ts';
import { enterpriseSubmission } from './enterprises/enterprise-submission.ts';
import { sheetSubmission } from './payroll/sheet-submission.ts';
import { crewSubmission } from './projects/crew-submission.ts';
import { projectSubmission } from './projects/project-submission.ts';
import { unitSubmission } from './projects/unit-submission.ts';
import { engagementSubmission } from './workers/engagement-submission.ts';
import { partyDatasets } from './party-datasets.ts';
import { projectDatasets } from './project-datasets.ts';
import { registrationSubmission } from './workers/registration-submission.ts';
import { workerSubmission } from './workers/worker-submission.ts';

/** What may be submitted to the provincial hub, in the order in which one points to another. */
export const datasets: readonly Dataset[] = [
  enterpriseSubmission,
  projectSubmission,
  unitSubmission,
  crewSubmission,
  workerSubmission,
  registrationSubmission,
  engagementSubmission,
  attendanceSubmission,
  sheetSubmission,
  ...partyDatasets,
  ...projectDatasets,
];

export const submissionResolvers: Resolvers = {
  Mutation: Object.fromEntries(datasets.map((one) => [one.operation, submits(one)])),
};
