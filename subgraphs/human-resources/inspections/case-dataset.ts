import { formatYuan, type Yuan } from '../../../kernel/yuan.ts';
import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  creditCode,
  day,
  documentNo,
  integer,
  notInFuture,
  notReversed,
  oneOf,
  projectCode,
  required,
  text,
  yuan,
} from '../../../ledger/submission/fields/index.ts';
import type { Report } from '../../../ledger/submission/report.ts';
import { project } from '../../../ledger/submission/references/project.ts';
import { checkDepartment } from '../../department-only.ts';
import { InspectionCase } from '../facts.ts';
import { pairKey } from '../pairs.ts';
import { casesStillNamed, firstOfCase } from './case-dependants.ts';
import { noteWarnings, sorted, warningIds } from './linked-warnings.ts';
import { checkAgainstProject, projectUnits, projectWarnings } from './project-on-record.ts';
import { CASE_KINDS, CASE_OUTCOMES } from './words.ts';

const fields = {
  projectCode: required(projectCode()),
  caseNo: required(documentNo({ max: 50, isFree: true })),
  employerCode: required(creditCode()),
  authority: required(text({ max: 100 })),
  kind: required(oneOf(CASE_KINDS)),
  acceptedOn: required(day()),
  closedOn: day(),
  outcome: oneOf(CASE_OUTCOMES),
  owed: yuan(),
  recovered: yuan(),
  workersConcerned: integer({ min: 1, max: 1_000_000 }),
  warningIds,
};

/** 劳动保障监察案件, as the authority that handles it states it. */
export const inspectionCases = dataset<typeof fields>({
  name: 'INSPECTION_CASE',
  operation: 'submitInspectionCases',
  scopes: ['inspection:submit'],
  fact: InspectionCase,
  fields,
  check(values, report, moment, caller) {
    checkDepartment(report, caller);
    const { kind, acceptedOn, closedOn, outcome, owed } = values;
    notInFuture(report, 'acceptedOn', acceptedOn, moment);
    notInFuture(report, 'closedOn', closedOn, moment);
    notReversed(report, 'closedOn', acceptedOn, closedOn);
    if (closedOn !== null && outcome === null) report.reject('CASE_OUTCOME_MISSING', { path: 'outcome' });
    if (closedOn === null && outcome !== null) report.reject('CASE_NOT_CLOSED', { path: 'closedOn' });
    if (kind === 'WAGE_ARREARS' && owed === null)
      report.reject('VALUE_MISSING', { path: 'owed', expected: 'the wages owed, in a case of arrears' });
    // Whoever looked into it may have found that nothing was owed.
    if (kind === 'WAGE_ARREARS' && owed === 0n && outcome !== 'NOT_ESTABLISHED')
      report.reject('AMOUNT_ZERO', { path: 'owed', expected: 'the wages owed, in a case of arrears' });
    checkAmounts(values, report);
  },
  references: [project, projectWarnings, projectUnits, firstOfCase],
  checkFound(values, found, report) {
    checkAgainstProject(values, found, report);
    const first = found(firstOfCase);
    if (first !== null && first < values.acceptedOn) report.warn('LATER_THAN_WHAT_FOLLOWS');
  },
  write: ({ owed, recovered, warningIds, ...values }, _found, { sentAt }) => ({
    content: { ...values, warningIds: sorted(warningIds), owedFen: owed, recoveredFen: recovered },
    occurredAt: sentAt,
  }),
  conclude: noteWarnings(InspectionCase, 'caseNo'),
  heldBy: ['projectCode', 'caseNo'],
  stillNamed: casesStillNamed,
  releases: ({ projectCode, caseNo }) => [
    { name: 'inspection-case', key: pairKey(projectCode as string, caseNo as string) },
  ],
});

interface Amounts {
  readonly outcome: string | null;
  readonly owed: Yuan | null;
  readonly recovered: Yuan | null;
}

/** What was recovered is part of what was owed, and all of it where the case says so. */
function checkAmounts({ outcome, owed, recovered }: Amounts, report: Report): void {
  if (recovered === null) {
    if (outcome === 'PAID_IN_FULL' && owed !== null)
      report.reject('VALUE_MISSING', {
        path: 'recovered',
        expected: `what was recovered of a case paid in full, ${formatYuan(owed)}`,
      });
    return;
  }
  const most = owed ?? (0n as Yuan);
  if (recovered > most)
    report.reject('RECOVERED_EXCEEDS_OWED', {
      path: 'recovered',
      expected: `at most what is owed, ${formatYuan(most)}`,
    });
  if (outcome === 'PAID_IN_FULL' && owed !== null && recovered < owed)
    report.reject('OUTCOME_CONTRADICTS_AMOUNTS', { path: 'outcome' });
}
