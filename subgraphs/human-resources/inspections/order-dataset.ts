import { dataset } from '../../../ledger/submission/dataset.ts';
import {
  creditCode,
  day,
  documentNo,
  flag,
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
import { RectificationOrder } from '../facts.ts';
import { inspectionCase } from './case-reference.ts';
import { noteWarnings, sorted, warningIds } from './linked-warnings.ts';
import { checkAgainstProject, projectUnits, projectWarnings } from './project-on-record.ts';
import { bearsAll, listingsOnOrder, ordersOfListings } from './listings-on-order.ts';
import { ORDER_KINDS } from './words.ts';

const fields = {
  projectCode: required(projectCode()),
  orderNo: required(documentNo({ max: 50, isFree: true })),
  employerCode: required(creditCode()),
  authority: required(text({ max: 100 })),
  kind: required(oneOf(ORDER_KINDS)),
  issuedOn: required(day()),
  dueOn: required(day()),
  amount: yuan(),
  isObeyed: flag(),
  obeyedOn: day(),
  caseNo: documentNo({ max: 50, isFree: true }),
  warningIds,
};

/** 责令改正 and 责令限期支付, as the authority that gave the order states it. */
export const rectificationOrders = dataset<typeof fields>({
  name: 'RECTIFICATION_ORDER',
  operation: 'submitRectificationOrders',
  scopes: ['inspection:submit'],
  fact: RectificationOrder,
  fields,
  check(values, report, moment, caller) {
    checkDepartment(report, caller);
    const { kind, issuedOn, dueOn, amount, obeyedOn } = values;
    notInFuture(report, 'issuedOn', issuedOn, moment);
    notReversed(report, 'dueOn', issuedOn, dueOn);
    notInFuture(report, 'obeyedOn', obeyedOn, moment);
    notReversed(report, 'obeyedOn', issuedOn, obeyedOn);
    if (kind === 'PAY' && (amount === null || amount === 0n))
      report.reject('ORDER_AMOUNT_MISSING', { path: 'amount' });
    if (amount === 0n && kind !== 'PAY')
      report.reject('NUMBER_OUT_OF_RANGE', { path: 'amount', expected: 'an amount above zero, or none' });
    checkObedience(values, report, moment.today);
  },
  references: [project, projectWarnings, projectUnits, inspectionCase, listingsOnOrder],
  checkFound(values, found, report) {
    checkAgainstProject(values, found, report);
    const { issuedOn } = values;
    const of = found(inspectionCase);
    if (of && issuedOn < of.acceptedOn)
      report.reject('BEFORE_ITS_CASE', { path: 'issuedOn', expected: `a day not before ${of.acceptedOn}` });
    if (!bearsAll(values, found(listingsOnOrder))) report.warn('LISTING_UNFOUNDED');
  },
  write: ({ amount, isObeyed, warningIds, ...values }, _found, { sentAt }) => ({
    content: {
      ...values,
      warningIds: sorted(warningIds),
      amountFen: amount,
      // Whoever states the day has said that it was obeyed.
      isObeyed: isObeyed ?? (values.obeyedOn === null ? null : true),
    },
    occurredAt: sentAt,
  }),
  conclude: noteWarnings(RectificationOrder, 'orderNo'),
  heldBy: ['projectCode', 'orderNo'],
  stillNamed: ordersOfListings,
});

interface Obedience {
  readonly dueOn: string;
  readonly isObeyed: boolean | null;
  readonly obeyedOn: string | null;
}

/** An order is disobeyed only once its day is over, and obeyed on a day. */
function checkObedience({ dueOn, isObeyed, obeyedOn }: Obedience, report: Report, today: string): void {
  if (isObeyed === false && dueOn !== null && dueOn >= today)
    report.reject('ORDER_STILL_RUNNING', { path: 'isObeyed' });
  if (isObeyed === true && obeyedOn === null)
    report.reject('VALUE_MISSING', { path: 'obeyedOn', expected: 'the day on which the order was obeyed' });
  if (isObeyed === false && obeyedOn !== null) report.reject('OBEDIENCE_CONTRADICTS', { path: 'isObeyed' });
  if (obeyedOn !== null && obeyedOn > dueOn) report.warn('ORDER_OBEYED_LATE');
}
