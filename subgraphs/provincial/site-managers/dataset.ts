import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  checkIdentity,
  code,
  creditCode,
  day,
  documentNo,
  identityFields,
  mobilePhone,
  notInFuture,
  notReversed,
  oneOf,
  personName,
  projectCode,
  required,
} from '../../../ledger/submission/fields/index.ts';
import { ROLES } from '../projects/unit-submission.ts';
import { project } from '../references/project.ts';
import { identity } from '../references/worker.ts';
import { SiteManager } from './facts.ts';
import { managed, managesElsewhere, PROJECT_MANAGER, unitInRole } from './references.ts';

/** Dictionary management-posts: who works with the hands (务工人员) manages nothing; the list has the code all the same. */
const LABOURER = '01';

const { documentType, documentNumber } = identityFields;

const fields = {
  projectCode: required(projectCode()),
  unitCode: required(creditCode()),
  role: required(oneOf(ROLES)),
  documentType,
  documentNumber,
  name: required(personName({ max: 50 })),
  phone: mobilePhone(),
  post: required(code('management-posts')),
  registrationNo: documentNo({ max: 50 }),
  enteredOn: required(day()),
  exitedOn: day(),
};

/**
 * 项目管理人员. The document is registered with the identity registry in the same transaction, as a worker's is; whoever
 * manages need not be on record as a migrant worker.
 */
export const siteManagerSubmission = dataset<typeof fields>({
  name: 'SITE_MANAGER',
  operation: 'submitSiteManagers',
  scopes: ['project:submit'],
  fact: SiteManager,
  fields,
  check(values, report, moment) {
    const { post, registrationNo, enteredOn, exitedOn } = values;
    checkIdentity({ ...values, workerId: null }, report);
    if (post === LABOURER) report.reject('NOT_A_MANAGEMENT_POST', { path: 'post' });
    notInFuture(report, 'enteredOn', enteredOn, moment);
    notInFuture(report, 'exitedOn', exitedOn, moment);
    notReversed(report, 'exitedOn', enteredOn, exitedOn);
    if (post === PROJECT_MANAGER && registrationNo === null) report.warn('REGISTRATION_NUMBER_MISSING');
  },
  references: [project, unitInRole, identity, managed],
  checkFound(values, found, report) {
    const known = found(managed);
    if (known !== null && managesElsewhere(values, known)) report.warn('MANAGER_OF_TWO_PROJECTS');
  },
  write({ documentType, documentNumber, ...values }, found, { sentAt }) {
    return { content: { ...values, workerId: found(identity)!.workerId }, occurredAt: sentAt };
  },
  heldBy: ['projectCode', 'unitCode', 'documentType', 'documentNumber', 'post', 'enteredOn'],
});
