import { column } from '../../../ledger/column-types.ts';
import { fact } from '../../../ledger/fact.ts';

const schema = 'provincial';

/** 状态变更申请. */
export const StatusChangeApplication = fact(
  {
    name: 'StatusChangeApplication',
    schema,
    table: 'status_change_application',
    naturalKey: ['projectCode', 'applicationNo'],
  },
  {
    projectCode: column.code(),
    applicationNo: column.code(),
    fromStatus: column.code(),
    toStatus: column.code(),
    reason: column.text(),
    /** Digests of the proof's files, with a blank between them. */
    proofs: column.text(),
    appliedOn: column.day(),
    applicantCode: column.code(),
  },
);

/** 状态变更审批: the department's decision, once for each application. */
export const StatusChangeDecision = fact(
  {
    name: 'StatusChangeDecision',
    schema,
    table: 'status_change_decision',
    naturalKey: ['projectCode', 'applicationNo'],
  },
  {
    projectCode: column.code(),
    applicationNo: column.code(),
    outcome: column.code(),
    fromStatus: column.code(),
    toStatus: column.code(),
    reason: column.text(),
    organisation: column.text(),
    person: column.text().nullable(),
    decidedOn: column.day(),
    projectVersion: column.integer().nullable(),
  },
);
