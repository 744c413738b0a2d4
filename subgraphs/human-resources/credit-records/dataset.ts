import { dataset, type ValuesOf } from '../../../ledger/submission/dataset.ts';
import {
  creditCode,
  day,
  documentNo,
  integer,
  namesNobody,
  notReversed,
  oneOf,
  required,
  text,
} from '../../../ledger/submission/fields/index.ts';
import type { Report } from '../../../ledger/submission/report.ts';
import { CreditRecord } from '../facts.ts';

/** What each category says of an enterprise; OTHER may say either. Modelled. */
const CATEGORIES = {
  COMMENDATION: 'GOOD',
  SAFE_WAGE_SITE: 'GOOD',
  PENALTY: 'BAD',
  POINT_DEDUCTION: 'BAD',
  MAJOR_VIOLATION: 'BAD',
  OTHER: null,
} as const;

const fields = {
  creditCode: required(creditCode()),
  recordNo: required(documentNo({ max: 50, isFree: true })),
  kind: required(oneOf(['GOOD', 'BAD'])),
  category: required(oneOf(Object.keys(CATEGORIES) as (keyof typeof CATEGORIES)[])),
  authority: required(text({ max: 100 })),
  summary: required(text({ max: 500 })),
  points: integer({ min: -1_000, max: 1_000 }),
  validFrom: required(day()),
  validTo: day(),
};

/** 信用记录 of enterprises, good and bad, as the authority that made them states them. */
export const creditRecords = dataset<typeof fields>({
  name: 'CREDIT_RECORD',
  operation: 'submitCreditRecords',
  scopes: ['credit:submit'],
  fact: CreditRecord,
  fields,
  check(values, report, moment) {
    const { today } = moment;
    namesNobody(report, { summary: values.summary }, moment);
    const { category, points, validFrom, validTo } = values;
    notReversed(report, 'validTo', validFrom, validTo);
    if (validTo !== null && validTo < today) report.warn('VALIDITY_ENDED');
    checkKind(values, report);
    if (category === 'POINT_DEDUCTION' && points === null)
      report.reject('VALUE_MISSING', { path: 'points', expected: 'the points taken off, such as -5' });
  },
  references: [],
  write: (values, _found, { sentAt }) => ({ content: { ...values }, occurredAt: sentAt }),
  heldBy: ['creditCode', 'recordNo'],
});

/** A good record is of a good category and takes no points off, a bad one gives none. */
function checkKind({ kind, category, points }: ValuesOf<typeof fields>, report: Report): void {
  if (kind === null || category === null) return;
  const of = CATEGORIES[category];
  if (of !== null && of !== kind) report.reject('CREDIT_KIND_CONTRADICTS', { path: 'category' });
  if (points !== null && (kind === 'GOOD' ? points < 0 : points > 0))
    report.reject('POINTS_CONTRADICT_KIND', {
      path: 'points',
      expected: kind === 'GOOD' ? 'points of zero or more' : 'points of zero or less',
    });
}
