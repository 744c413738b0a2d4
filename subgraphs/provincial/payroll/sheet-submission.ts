import { formatYuan, type Yuan } from '../../../kernel/yuan.ts';
import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  creditCode,
  day,
  flag,
  identifier,
  list,
  monthNotInFuture,
  notInFuture,
  personName,
  projectCode,
  required,
  text,
  yearMonth,
  yuan,
} from '../../../ledger/submission/fields/index.ts';
import type { Report } from '../../../ledger/submission/report.ts';
import { PayrollEntry, PayrollSheet } from '../facts.ts';
import { crewOfUnit } from '../projects/crew-on-record.ts';
import { attachments, filesNameNobody } from '../../attachments.ts';
import { withoutThemes } from '../fields/particulars.ts';
import { itemsOf, themeOf, themeText } from '../fields/theme.ts';
import { crewNo } from '../projects/crew-submission.ts';
import { crew, unit } from '../references/parties.ts';
import { project, workStart } from '../references/project.ts';
import { checkEntries, type Entry, entryFields, lineNoOf, lineText, MOST_ENTRIES } from './entries.ts';
import { storedParticulars } from './line-particulars.ts';
import { sheetStatus, statusOf } from './sheet-status.ts';
import { missingOnRoster, missingWorker, samePersons, sheetWorkers } from './sheet-workers.ts';

/** Files of a sheet, who reviewed it, the word of finance, and its number elsewhere (附件、审核、财务确认), stored as one. */
const paperFields = {
  attachments: attachments(5),
  reviewedBy: personName({ max: 50 }),
  reviewedOn: day(),
  financeConfirmed: flag(),
  financeConfirmedOn: day(),
  thirdPartyCode: text({ max: 200 }),
};

const PAPERS = Object.keys(paperFields) as (keyof typeof paperFields)[];

/**
 * 工资支付表, with all its lines. Everybody named must be on record; who is on no roster of the project is told and not
 * refused, because wages paid without registration are what the three-way match looks for; a source whose interface refuses them
 * says so (`mustBeOnRoster`), and its sheet waits. More may be paid than is due:
 * arrears of other months are paid with it.
 */
export const sheetSubmission = dataset({
  name: 'PAYROLL_SHEET',
  operation: 'submitPayrollSheets',
  scopes: ['payroll:submit'],
  fact: PayrollSheet,
  lines: { fact: PayrollEntry, within: ['projectCode', 'sheetNo'] },
  fields: {
    projectCode: required(projectCode()),
    sheetNo: required(identifier({ max: 50, takesNumbers: true })),
    unitCode: required(creditCode()),
    crewNo: crewNo(),
    payMonth: required(yearMonth()),
    status: sheetStatus,
    paidOn: day(),
    totalPayable: yuan(),
    totalActual: yuan(),
    mustBeOnRoster: flag(),
    ...paperFields,
    entries: list(entryFields, { max: MOST_ENTRIES }),
  },
  check(values, report, moment) {
    monthNotInFuture(report, 'payMonth', values.payMonth, moment);
    notInFuture(report, 'paidOn', values.paidOn, moment);
    notInFuture(report, 'reviewedOn', values.reviewedOn, moment);
    notInFuture(report, 'financeConfirmedOn', values.financeConfirmedOn, moment);
    if (statusOf(values) === null) report.reject('VALUE_MISSING', { path: 'status' });
    filesNameNobody(report, 'attachments', values.attachments, moment);
    checkEntries(values, report, moment);
    const { payable, actual } = totalsOf(values.entries);
    checkTotal(report, 'totalPayable', values.totalPayable, payable);
    checkTotal(report, 'totalActual', values.totalActual, actual);
  },
  references: [
    project,
    unit,
    crew,
    crewOfUnit,
    workStart,
    ...samePersons,
    sheetWorkers,
    missingWorker,
    missingOnRoster,
  ],
  checkFound({ entries, crewNo, payMonth }, found, report) {
    if (crewNo !== null && found(crewOfUnit) === null) report.warn('CREW_OF_ANOTHER_UNIT');
    // Modelled: preparation is paid for as well, so that it is told and not refused.
    if (payMonth < (found(workStart)?.slice(0, 7) ?? payMonth)) report.warn('SHEET_BEFORE_START');
    if (entries.some(({ payable, actual }) => actual > payable)) report.warn('ACTUAL_EXCEEDS_PAYABLE');
    const workers = found(sheetWorkers);
    if (!workers) return;
    refuseRepeated(entries, workers.workerIds, report);
    if (workers.firstElsewhere >= 0) report.warn('NOT_ENGAGED_HERE');
  },
  write({ entries, totalPayable, totalActual, mustBeOnRoster, ...stated }, found, { sentAt }) {
    const { attachments } = stated;
    const papers = itemsOf(stated, paperFields);
    const values = withoutThemes(stated, PAPERS);
    const { projectCode, sheetNo, payMonth } = values;
    const { payable, actual } = totalsOf(entries);
    const workers = found(sheetWorkers)!;
    const lines = entries
      .map(({ days, payable, actual, isBackPay, backPayMonth, lineNo, ...more }, place) => ({
        projectCode,
        sheetNo,
        lineNo: lineNoOf(lineNo, place),
        workerId: workers.workerIds[place]!,
        payMonth,
        days,
        payableFen: payable,
        actualFen: actual,
        isBackPay: isBackPay ?? backPayMonth !== null,
        backPayMonth,
        particulars: themeText(storedParticulars({ payable, ...more })),
      }))
      .sort((a, b) => a.lineNo - b.lineNo);
    return {
      content: {
        ...values,
        status: statusOf(values),
        totalPayableFen: payable,
        totalActualFen: actual,
        papers: themeOf({ ...papers, attachments: attachments.length === 0 ? null : attachments }),
        linesDigest: workers.digest(lines.map(lineText).join('\n')),
      },
      occurredAt: sentAt,
      lines: lines.map((content) => ({ content, occurredAt: sentAt })),
    };
  },
  heldBy: ['projectCode', 'sheetNo'],
  releases: ({ projectCode, sheetNo }) => [{ name: 'payroll-sheet', key: `${projectCode} ${sheetNo}` }],
});

function totalsOf(entries: readonly Entry[]): { readonly payable: Yuan; readonly actual: Yuan } {
  let [payable, actual] = [0n, 0n];
  for (const one of entries) {
    payable += one.payable ?? 0n;
    actual += one.actual ?? 0n;
  }
  return { payable: payable as Yuan, actual: actual as Yuan };
}

function checkTotal(report: Report, path: string, stated: Yuan | null, sum: Yuan): void {
  if (stated !== null && stated !== sum)
    report.reject('TOTAL_DIFFERS', {
      path,
      expected: `the exact sum of the entries, ${formatYuan(sum)}`,
    });
}

/** One person has one line for one month; arrears of another month are a line of their own. */
function refuseRepeated(
  entries: readonly Entry[],
  workerIds: readonly (string | null)[],
  report: Report,
): void {
  const seen = new Set<string>();
  for (const [place, { backPayMonth }] of entries.entries()) {
    const key = `${workerIds[place]} ${backPayMonth}`;
    if (seen.has(key)) report.reject('LINE_REPEATED', { path: `entries.${place}` });
    seen.add(key);
  }
}
