import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  checkIdentity,
  code,
  creditCode,
  day,
  identityFields,
  notInFuture,
  notReversed,
  projectCode,
  required,
  text,
  yuan,
} from '../../../ledger/submission/fields/index.ts';
import { knownWorker } from '../../../ledger/submission/references/known-worker.ts';
import { project } from '../../../ledger/submission/references/project.ts';
import { LabourContract } from '../facts.ts';
import { onePerson, overTheGraph } from '../../../ledger/submission/references/one-person.ts';

/** Dictionary contract-period-types: for a fixed term (固定期限合同). */
const FIXED_TERM = '0';

const fields = {
  projectCode: required(projectCode()),
  ...identityFields,
  contractNo: text({ max: 50 }),
  employerCode: required(creditCode()),
  periodKind: required(code('contract-period-types')),
  startsOn: required(day()),
  endsOn: day(),
  unit: code('contract-units'),
  unitPrice: yuan(),
  signedOn: day(),
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
    },
    occurredAt: sentAt,
  }),
  heldBy: ['projectCode', 'workerId', 'documentType', 'documentNumber', 'contractNo', 'startsOn'],
});
