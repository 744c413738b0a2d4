import { dataset, type Reference } from '../../../ledger/submission/dataset.ts';
import {
  creditCode,
  day,
  documentNo,
  namesNobody,
  notInFuture,
  projectCode,
  required,
  text,
} from '../../../ledger/submission/fields/index.ts';
import { digests } from '../../file-digests.ts';
import { constructionStatus } from '../projects/construction-status.ts';
import { type AtPlace, joined } from '../references/key-parts.ts';
import { checkOwnEnterprise } from '../references/own-enterprise.ts';
import { unit } from '../references/parties.ts';
import { project } from '../references/project.ts';
import { StatusChangeApplication } from './facts.ts';
import { decided, decidedOnes, standingStatus } from './standing.ts';

interface OfApplicant {
  readonly projectCode: string | null;
  readonly applicantCode: string | null;
}

/** The unit of the project that applies (申请单位). */
const applicant: Reference<OfApplicant, AtPlace> = {
  name: unit.name,
  path: 'applicantCode',
  missing: 'UNIT_UNKNOWN',
  asks: 'database',
  key: ({ projectCode, applicantCode }) => joined(projectCode, applicantCode),
  find: unit.find,
};

/**
 * 状态变更申请. What has been decided stays as it was decided on, and is taken back no more; another change is another application.
 * Source: Guangxi 管理细则 Art. 10 ¶2.
 */
export const statusChangeSubmission = dataset({
  name: 'STATUS_CHANGE_APPLICATION',
  operation: 'submitStatusChangeApplications',
  scopes: ['project:submit'],
  fact: StatusChangeApplication,
  fields: {
    projectCode: required(projectCode()),
    applicationNo: required(documentNo({ max: 50, takesNumbers: true })),
    fromStatus: required(constructionStatus),
    toStatus: required(constructionStatus),
    reason: required(text({ max: 500 })),
    proofs: required(digests({ max: 20 })),
    appliedOn: required(day()),
    applicantCode: required(creditCode()),
  },
  check({ fromStatus, toStatus, reason, appliedOn, applicantCode }, report, moment, caller) {
    namesNobody(report, { reason }, moment);
    if (fromStatus === toStatus) report.reject('STATUS_UNCHANGED', { path: 'toStatus' });
    notInFuture(report, 'appliedOn', appliedOn, moment);
    checkOwnEnterprise(applicantCode, report, caller, 'applicantCode');
  },
  references: [project, applicant, decided, standingStatus],
  checkFound(values, found, report) {
    const before = found(decided);
    if (before !== null) {
      if (!isTheSame(values, before)) report.reject('APPLICATION_DECIDED');
    } else if (found(standingStatus)?.status !== values.fromStatus)
      report.reject('STATUS_DIFFERS', { path: 'fromStatus' });
  },
  write: (values, _found, { sentAt }) => ({ content: { ...values }, occurredAt: sentAt }),
  heldBy: ['projectCode', 'applicationNo'],
  heldFast: decidedOnes,
});

type Stated = Readonly<Record<(typeof STATED)[number], string>>;

const STATED = ['fromStatus', 'toStatus', 'reason', 'proofs', 'appliedOn', 'applicantCode'] as const;

const isTheSame = (one: Stated, other: Stated): boolean => STATED.every((name) => one[name] === other[name]);
