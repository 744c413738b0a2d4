import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  accountNumber,
  code,
  creditCode,
  day,
  list,
  notInFuture,
  notReversed,
  oneOf,
  projectCode,
  required,
  text,
  bankLinkNo,
} from '../../../ledger/submission/fields/index.ts';
import { ParticipatingUnit } from '../facts.ts';
import { optional, sealedParticularsOf } from '../fields/particulars.ts';
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

/** Dictionary project-corp-types: what each type is in the words of the graph; the six kinds of subcontractors are one role. */
export const ROLE_OF_TYPE: Readonly<Record<string, (typeof ROLES)[number]>> = {
  '001': 'SUBCONTRACTOR',
  '002': 'SUBCONTRACTOR',
  '003': 'SUBCONTRACTOR',
  '004': 'SUBCONTRACTOR',
  '005': 'SUBCONTRACTOR',
  '006': 'SUBCONTRACTOR',
  '007': 'SUPERVISOR',
  '008': 'OWNER',
  '009': 'GENERAL_CONTRACTOR',
  '010': 'SURVEYOR',
  '011': 'DESIGNER',
  '012': 'OTHER',
};

const bank = {
  bankCode: code('bank-codes'),
  bankName: text({ max: 50 }),
  accountNumber: accountNumber(),
  bankLinkNo: bankLinkNo(),
};

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
    unitType: code('project-corp-types'),
    payingBanks: optional(list(bank, { max: 20 })),
  },
  check({ enteredOn, exitedOn, role, unitType }, report, moment) {
    if (unitType !== null && ROLE_OF_TYPE[unitType] !== role)
      report.reject('CODE_UNKNOWN', { path: 'unitType', expected: expectedOf(role) });
    notInFuture(report, 'enteredOn', enteredOn, moment);
    notInFuture(report, 'exitedOn', exitedOn, moment);
    notReversed(report, 'exitedOn', enteredOn, exitedOn);
  },
  references: [project, enterprise],
  write: ({ payingBanks, ...values }, _found, { sentAt }) => ({
    content: { ...values, payingBanks: sealedParticularsOf({ payingBanks }, ['payingBanks']) },
    occurredAt: sentAt,
  }),
  heldBy: ['projectCode', 'enterpriseCode', 'role'],
  releases: ({ projectCode, enterpriseCode }) => [
    { name: 'unit', key: `${projectCode} ${enterpriseCode}` },
    // The project itself was out of its reach until now.
    { name: project.name, key: projectCode as string },
  ],
});

const expectedOf = (role: string | null): string =>
  `a code of project-corp-types that is ${role}: ${Object.keys(ROLE_OF_TYPE)
    .filter((type) => ROLE_OF_TYPE[type] === role)
    .join(', ')}`;
