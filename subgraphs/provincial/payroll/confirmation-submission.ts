import { monthEdges, type YearMonth } from '../../../kernel/calendar.ts';
import { CLOCK_TOLERANCE_MS } from '../../../ledger/submission/envelope.ts';
import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  checkIdentity,
  identifier,
  identityFields,
  instant,
  integer,
  oneOf,
  projectCode,
  required,
  timely,
  yuan,
} from '../../../ledger/submission/fields/index.ts';
import { digest } from '../../file-digests.ts';
import { project } from '../references/project.ts';
import { samePerson, worker } from '../references/worker.ts';
import { confirmedEntry } from './confirmed-entry.ts';
import { PayrollConfirmation } from './facts.ts';

const CHANNELS = ['APP', 'SIGNATURE', 'SMS', 'ON_SITE_TERMINAL'] as const;

const fields = {
  projectCode: required(projectCode()),
  sheetNo: required(identifier({ max: 50, takesNumbers: true })),
  lineNo: required(integer({ min: 1, max: 1_000_000 })),
  ...identityFields,
  confirmedAt: required(instant()),
  channel: required(oneOf(CHANNELS)),
  confirmed: yuan(),
  proof: digest(),
};

/**
 * 工资确认. Only the worker of the line confirms it. An amount beside the sheet's is told and stays on record: it is the
 * worker's word.
 */
export const confirmationSubmission = dataset<typeof fields>({
  name: 'PAYROLL_CONFIRMATION',
  operation: 'submitPayrollConfirmations',
  scopes: ['payroll:submit'],
  fact: PayrollConfirmation,
  fields,
  check(values, report, moment) {
    checkIdentity(values, report);
    timely(report, 'confirmedAt', values.confirmedAt, moment, { ahead: CLOCK_TOLERANCE_MS });
    if (values.channel === 'SIGNATURE' && values.proof === null)
      report.reject('VALUE_MISSING', { path: 'proof', expected: 'the digest of what was signed' });
  },
  references: [project, samePerson, worker, confirmedEntry],
  checkFound({ confirmedAt, confirmed }, found, report) {
    const entry = found(confirmedEntry)!;
    if (entry.workerId !== found(worker)) {
      report.reject('CONFIRMED_BY_ANOTHER');
      return;
    }
    if (confirmedAt < monthEdges(entry.payMonth as YearMonth).from)
      report.reject('TIME_TOO_EARLY', {
        path: 'confirmedAt',
        expected: `a time in ${entry.payMonth} or later`,
      });
    if (confirmed !== null && confirmed !== entry.actualFen) report.warn('CONFIRMED_OTHER_AMOUNT');
  },
  write: (values, found) => ({
    content: {
      projectCode: values.projectCode,
      sheetNo: values.sheetNo,
      lineNo: values.lineNo,
      workerId: found(worker)!,
      channel: values.channel,
      confirmedFen: values.confirmed,
      proof: values.proof,
    },
    occurredAt: values.confirmedAt,
  }),
  heldBy: ['projectCode', 'sheetNo', 'lineNo'],
});
