import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  creditCode,
  day,
  identifier,
  notInFuture,
  notReversed,
  projectCode,
  required,
  text,
} from '../../../ledger/submission/fields/index.ts';
import { Crew } from '../facts.ts';
import { unit } from '../references/parties.ts';
import { project } from '../references/project.ts';
import { crewsWithPeople } from './crew-on-record.ts';

/** The number of a crew (班组编号), as every record that names one states it. */
export const crewNo = () => identifier({ max: 32, takesNumbers: true });

/** 班组. */
export const crewSubmission = dataset({
  name: 'CREW',
  operation: 'submitCrews',
  scopes: ['project:submit'],
  fact: Crew,
  fields: {
    projectCode: required(projectCode()),
    unitCode: required(creditCode()),
    crewNo: required(crewNo()),
    name: required(text({ max: 100 })),
    enteredOn: day(),
    exitedOn: day(),
  },
  check({ enteredOn, exitedOn }, report, moment) {
    notInFuture(report, 'enteredOn', enteredOn, moment);
    notInFuture(report, 'exitedOn', exitedOn, moment);
    notReversed(report, 'exitedOn', enteredOn, exitedOn);
  },
  references: [project, unit],
  write: (values, _found, { sentAt }) => ({ content: { ...values }, occurredAt: sentAt }),
  heldBy: ['projectCode', 'unitCode', 'crewNo'],
  heldFast: crewsWithPeople,
  releases: ({ projectCode, crewNo }) => [{ name: 'crew', key: `${projectCode} ${crewNo}` }],
});
