import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  day,
  namesNobody,
  notReversed,
  projectCode,
  required,
  text,
} from '../../../ledger/submission/fields/index.ts';
import { project } from '../references/project.ts';
import { KeySupervisionMark } from './facts.ts';

/** 重点监管标识, as the authority that supervises states it. Times of one project never overlap. */
export const keySupervisionSubmission = dataset({
  name: 'KEY_SUPERVISION',
  operation: 'submitKeySupervisionMarks',
  scopes: ['project:supervise'],
  fact: KeySupervisionMark,
  fields: {
    projectCode: required(projectCode()),
    startsOn: required(day()),
    endsOn: day(),
    reason: required(text({ max: 500 })),
    authority: required(text({ max: 100 })),
  },
  check({ startsOn, endsOn, reason }, report, moment) {
    namesNobody(report, { reason }, moment);
    notReversed(report, 'endsOn', startsOn, endsOn);
  },
  references: [project],
  write: (values, _found, { sentAt }) => ({ content: { ...values }, occurredAt: sentAt }),
  heldBy: ['projectCode', 'startsOn'],
});
