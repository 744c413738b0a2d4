import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  code,
  creditCode,
  day,
  documentNo,
  notInFuture,
  notReversed,
  oneOf,
  required,
  text,
} from '../../../ledger/submission/fields/index.ts';
import { checkOwnEnterprise } from '../references/own-enterprise.ts';
import { enterprise } from '../references/parties.ts';
import { warnEnded, warnLong } from '../references/terms.ts';
import { EnterpriseQualification } from './facts.ts';

const GRADES = ['COMPREHENSIVE', 'SPECIAL', 'FIRST', 'SECOND', 'THIRD', 'A', 'B', 'C', 'UNGRADED'] as const;

/** 企业资质: a certificate that lists several qualifications is stated once for each. */
export const qualificationSubmission = dataset({
  name: 'ENTERPRISE_QUALIFICATION',
  operation: 'submitEnterpriseQualifications',
  scopes: ['project:submit'],
  fact: EnterpriseQualification,
  fields: {
    enterpriseCode: required(creditCode()),
    certificateNo: required(documentNo({ max: 50 })),
    name: required(text({ max: 100 })),
    kind: required(code('qualification-kinds')),
    grade: oneOf(GRADES),
    validFrom: day(),
    validTo: day(),
    issuingOrganisation: text({ max: 200 }),
  },
  check({ enterpriseCode, validFrom, validTo }, report, moment, caller) {
    checkOwnEnterprise(enterpriseCode, report, caller, 'enterpriseCode');
    notInFuture(report, 'validFrom', validFrom, moment);
    notReversed(report, 'validTo', validFrom, validTo);
    warnEnded(report, validTo, moment);
    warnLong(report, validFrom, validTo, 'QUALIFICATION_USUAL_YEARS');
  },
  references: [enterprise],
  write: (values, _found, { sentAt }) => ({ content: { ...values }, occurredAt: sentAt }),
  heldBy: ['enterpriseCode', 'certificateNo', 'name'],
});
