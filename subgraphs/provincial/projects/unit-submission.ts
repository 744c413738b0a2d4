import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  creditCode,
  day,
  notInFuture,
  notReversed,
  oneOf,
  projectCode,
  required,
} from '../../../ledger/submission/fields/index.ts';
import { ParticipatingUnit } from '../facts.ts';
import { enterprise } from '../references/parties.ts';
import { project } from '../references/project.ts';

const ROLES = [
  'OWNER',
  'GENERAL_CONTRACTOR',
  'SUBCONTRACTOR',
  'SUPERVISOR',
  'SURVEYOR',
  'DESIGNER',
  'OTHER',
] as const;

/** 参建单位. */
export const unitSubmission = dataset({
  name: 'PARTICIPATING_UNIT',
  operation: 'submitParticipatingUnits',
  scopes: ['project:submit'],
  fact: ParticipatingUnit,
  fields: {
    projectCode: required(projectCode()),
    enterpriseCode: required(creditCode()),
    role: required(oneOf(ROLES)),
    enteredOn: day(),
    exitedOn: day(),
  },
  check({ enteredOn, exitedOn }, report, moment) {
    notInFuture(report, 'enteredOn', enteredOn, moment);
    notInFuture(report, 'exitedOn', exitedOn, moment);
    notReversed(report, 'exitedOn', enteredOn, exitedOn);
  },
  references: [project, enterprise],
  write: (values, _found, { sentAt }) => ({ content: { ...values }, occurredAt: sentAt }),
  heldBy: ['projectCode', 'enterpriseCode', 'role'],
  releases: ({ projectCode, enterpriseCode }) => [
    { name: 'unit', key: `${projectCode} ${enterpriseCode}` },
    // The project itself was out of its reach until now.
    { name: project.name, key: projectCode as string },
  ],
});
