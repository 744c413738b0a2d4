import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  day,
  documentNo,
  flag,
  notInFuture,
  oneOf,
  projectCode,
  required,
  yuan,
} from '../../../ledger/submission/fields/index.ts';
import { project } from '../references/project.ts';
import { FundingStatement } from './facts.ts';

const SOURCES = ['TREASURY', 'SPECIAL_BOND', 'OWN_FUNDS', 'LOAN', 'CONTRACTOR_ADVANCE', 'OTHER'] as const;

/**
 * 资金落实, of one source of funds. What Order 724 Art. 23 forbids, to start without the funds and to have the contractor of
 * a government's project advance them, is told and stays on record: it is what supervisors look for.
 */
export const fundingSubmission = dataset({
  name: 'FUNDING_STATEMENT',
  operation: 'submitFundingStatements',
  scopes: ['project:submit'],
  fact: FundingStatement,
  fields: {
    projectCode: required(projectCode()),
    statementNo: required(documentNo({ max: 50, takesNumbers: true })),
    fundSource: required(oneOf(SOURCES)),
    isGovernmentInvested: required(flag()),
    needed: required(yuan()),
    arranged: required(yuan()),
    statedOn: required(day()),
  },
  check({ fundSource, isGovernmentInvested, needed, arranged, statedOn }, report, moment) {
    notInFuture(report, 'statedOn', statedOn, moment);
    if (needed === 0n) report.reject('AMOUNT_ZERO', { path: 'needed' });
    if (arranged < needed) report.warn('FUNDS_NOT_IN_PLACE');
    if (isGovernmentInvested && fundSource === 'CONTRACTOR_ADVANCE') report.warn('CONTRACTOR_ADVANCES_FUNDS');
  },
  references: [project],
  write: ({ needed, arranged, ...values }, _found, { sentAt }) => ({
    content: { ...values, neededFen: needed, arrangedFen: arranged },
    occurredAt: sentAt,
  }),
  heldBy: ['projectCode', 'statementNo'],
});
