import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  checkIdentity,
  code,
  creditCode,
  day,
  flag,
  identifier,
  identityFields,
  integer,
  notInFuture,
  notReversed,
  oneOf,
  openCode,
  projectCode,
  required,
  text,
  yuan,
} from '../../../ledger/submission/fields/index.ts';
import { knownWorker } from '../../../ledger/submission/references/known-worker.ts';
import { project } from '../../../ledger/submission/references/project.ts';
import { allDigests, attachments, filesNameNobody, namedAttachments } from '../../attachments.ts';
import { digests } from '../../file-digests.ts';
import { LabourContract } from '../facts.ts';
import { onePerson, overTheGraph } from '../../../ledger/submission/references/one-person.ts';

/** Dictionary contract-period-types: for a fixed term (固定期限合同). */
const FIXED_TERM = '0';

/** Of one contract: modelled. */
const MOST_FILES = 20;

/** Order 724 Art. 12, 13: by month, week, day or hour, or by the piece; a fixed monthly wage as Bengbu's interface tells apart. */
const WAGE_FORMS = ['FIXED_MONTHLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'PIECEWORK'] as const;

const fields = {
  projectCode: required(projectCode()),
  ...identityFields,
  contractNo: text({ max: 50 }),
  employerCode: required(creditCode()),
  periodKind: required(code('contract-period-types')),
  startsOn: required(day()),
  endsOn: day(),
  unit: openCode('contract-units'),
  unitPrice: yuan(),
  signedOn: day(),
  fileDigests: digests({ max: MOST_FILES }),
  attachments: attachments(MOST_FILES),
  electronicContractNo: identifier({ max: 64 }),
  wageForm: oneOf(WAGE_FORMS),
  agreedWage: yuan(),
  payDay: integer({ min: 1, max: 31 }),
  isPaidInNextMonth: flag(),
};

/** 劳动合同, as employers and their platforms state it. */
export const labourContracts = dataset<typeof fields>({
  name: 'LABOUR_CONTRACT',
  operation: 'submitLabourContracts',
  scopes: ['contract:submit'],
  fact: LabourContract,
  fields,
  check(values, report, moment) {
    const { periodKind, startsOn, endsOn, signedOn } = values;
    checkIdentity(values, report);
    filesNameNobody(report, 'attachments', values.attachments, moment);
    if (periodKind === FIXED_TERM && endsOn === null)
      report.reject('VALUE_MISSING', { path: 'endsOn', expected: 'the last day of a fixed-term contract' });
    notReversed(report, 'endsOn', startsOn, endsOn);
    notInFuture(report, 'signedOn', signedOn, moment);
  },
  references: [project, onePerson(overTheGraph), knownWorker],
  write: (values, found, { sentAt }) => ({
    content: {
      projectCode: values.projectCode,
      workerId: found(knownWorker),
      contractNo: values.contractNo ?? `START-${values.startsOn}`,
      employerCode: values.employerCode,
      periodKind: values.periodKind,
      startsOn: values.startsOn,
      endsOn: values.endsOn,
      unit: values.unit,
      unitPriceFen: values.unitPrice,
      signedOn: values.signedOn,
      fileDigests: allDigests(values.fileDigests, values.attachments),
      attachments: namedAttachments(values.attachments),
      electronicContractNo: values.electronicContractNo,
      wageForm: values.wageForm,
      agreedWageFen: values.agreedWage,
      payDay: values.payDay,
      isPaidInNextMonth: values.isPaidInNextMonth,
    },
    occurredAt: sentAt,
  }),
  heldBy: ['projectCode', 'workerId', 'documentType', 'documentNumber', 'contractNo', 'startsOn'],
});
