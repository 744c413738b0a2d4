import { dataset, type Reference } from '../../../ledger/submission/dataset.ts';
import {
  creditCode,
  day,
  notInFuture,
  personName,
  projectCode,
  required,
} from '../../../ledger/submission/fields/index.ts';
import { digest } from '../../file-digests.ts';
import { type AtPlace, joined } from '../references/key-parts.ts';
import { unit } from '../references/parties.ts';
import { checkOwnEnterprise } from '../references/own-enterprise.ts';
import { project } from '../references/project.ts';
import { NoArrearsCommitment } from './facts.ts';

/** The unit of the project that commits itself (承诺单位). */
const committed: Reference<
  { readonly projectCode: string | null; readonly enterpriseCode: string | null },
  AtPlace
> = {
  name: unit.name,
  path: 'enterpriseCode',
  missing: 'UNIT_UNKNOWN',
  asks: 'database',
  key: ({ projectCode, enterpriseCode }) => joined(projectCode, enterpriseCode),
  find: unit.find,
};

/** 无欠薪承诺书, by the unit that signed it; an enterprise commits nobody but itself. */
export const commitmentSubmission = dataset({
  name: 'NO_ARREARS_COMMITMENT',
  operation: 'submitNoArrearsCommitments',
  scopes: ['project:submit'],
  fact: NoArrearsCommitment,
  fields: {
    projectCode: required(projectCode()),
    enterpriseCode: required(creditCode()),
    fileDigest: required(digest()),
    signedOn: required(day()),
    signerName: required(personName({ max: 50 })),
  },
  check({ signedOn, enterpriseCode }, report, moment, caller) {
    notInFuture(report, 'signedOn', signedOn, moment);
    checkOwnEnterprise(enterpriseCode, report, caller, 'enterpriseCode');
  },
  references: [project, committed],
  write: (values, _found, { sentAt }) => ({ content: { ...values }, occurredAt: sentAt }),
  heldBy: ['projectCode', 'enterpriseCode', 'signedOn'],
});
