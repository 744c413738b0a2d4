import type { BusinessDate } from '../../../kernel/calendar.ts';
import { dataset, type ValuesOf } from '../../../ledger/submission/dataset.ts';
import type { Field } from '../../../ledger/submission/field.ts';
import {
  creditCode,
  day,
  documentNo,
  list,
  namesNobody,
  notInFuture,
  notReversed,
  oneOf,
  personName,
  required,
  text,
} from '../../../ledger/submission/fields/index.ts';
import type { Report } from '../../../ledger/submission/report.ts';
import { DiscreditedListing } from '../facts.ts';
import { removableFrom, termEndsOn } from '../rules/discredited-term.ts';
import { orderDisobeyed, orderOfAnother } from './order-reference.ts';
import { IN_FORCE_FROM, listingYearsOn, monthsToRemovalOn } from './terms.ts';

/** 人社部令第45号: wages withheld up to the criminal amount, or a grave incident through arrears. */
const GROUNDS = ['CRIMINAL_AMOUNT', 'GRAVE_INCIDENT'] as const;

const persons = list({ name: required(personName({ max: 50 })) }, { max: 50 });

/** 失信责任人: as many as are listed; none where they are left out. */
const responsiblePersons: Field<readonly { readonly name: string }[] | null> = {
  expected: persons.expected,
  read: (raw, report) => (raw == null ? null : persons.read(raw, report)),
};

const fields = {
  listingNo: required(documentNo({ max: 50, isFree: true })),
  creditCode: required(creditCode()),
  responsiblePersonName: personName({ max: 50 }),
  responsiblePersons,
  ground: required(oneOf(GROUNDS)),
  orderNo: required(documentNo({ max: 50, isFree: true })),
  decidedOn: required(day({ notBefore: IN_FORCE_FROM })),
  termEndsOn: day(),
  correctedOn: day(),
  committedOn: day(),
  removedOn: day(),
  reason: required(text({ max: 500 })),
  authority: required(text({ max: 100 })),
  sharedOn: day(),
};

/** 失信联合惩戒名单 entries, as the authority that decides on them states them. */
export const discreditedListings = dataset<typeof fields>({
  name: 'DISCREDITED_LISTING',
  operation: 'submitDiscreditedListings',
  scopes: ['credit:submit'],
  fact: DiscreditedListing,
  fields,
  check(values, report, moment) {
    namesNobody(report, { reason: values.reason }, moment);
    for (const path of ['decidedOn', 'correctedOn', 'committedOn', 'removedOn', 'sharedOn'] as const)
      notInFuture(report, path, values[path], moment);
    checkPersons(values, report);
    const { decidedOn, sharedOn, termEndsOn: stated } = values;
    if (decidedOn === null) return;
    notReversed(report, 'sharedOn', decidedOn, sharedOn);
    const ends = endOf(decidedOn);
    if (stated !== null && stated !== ends)
      report.reject('TERM_DIFFERS', {
        path: 'termEndsOn',
        expected: `${listingYearsOn(decidedOn)} years after the decision, ${ends}`,
      });
    checkRemoval(values, ends, report);
  },
  references: [orderDisobeyed, orderOfAnother],
  checkFound({ decidedOn }, found, report) {
    const order = found(orderDisobeyed);
    if (found(orderOfAnother)) report.reject('ORDER_OF_ANOTHER', { path: 'orderNo' });
    else if (!order) report.warn('ORDER_NOT_ON_RECORD');
    else if (order.kind !== 'PAY') report.reject('ORDER_NOT_TO_PAY', { path: 'orderNo' });
    else if (order.obeyedOn !== null && order.obeyedOn <= order.dueOn)
      report.reject('ORDER_WAS_OBEYED', { path: 'orderNo' });
    else if (decidedOn <= order.dueOn)
      report.reject('LISTED_BEFORE_DEADLINE', { path: 'decidedOn', expected: `a day after ${order.dueOn}` });
  },
  write: ({ responsiblePersons: all, ...values }, _found, { sentAt }) => ({
    content: {
      ...values,
      responsiblePersonNames: all?.map(({ name }) => name) ?? null,
      termEndsOn: endOf(values.decidedOn),
    },
    occurredAt: sentAt,
  }),
  heldBy: ['creditCode', 'listingNo'],
});

const endOf = (decidedOn: BusinessDate): BusinessDate => termEndsOn(decidedOn, listingYearsOn(decidedOn));

/** Whoever is named alone is one of all that are named. */
function checkPersons(
  { responsiblePersonName: one, responsiblePersons: all }: ValuesOf<typeof fields>,
  report: Report,
): void {
  if (one !== null && all !== null && !all.some(({ name }) => name === one))
    report.warn('RESPONSIBLE_PERSON_NOT_AMONG');
}

/** An early removal: after repayment, some months since correction, with a commitment; and within the term at all. */
function checkRemoval(
  { decidedOn, correctedOn, committedOn, removedOn }: ValuesOf<typeof fields>,
  ends: BusinessDate,
  report: Report,
): void {
  if (removedOn === null) return;
  notReversed(report, 'removedOn', decidedOn, removedOn);
  if (removedOn > ends)
    report.reject('REMOVED_AFTER_TERM', { path: 'removedOn', expected: `a day not after ${ends}` });
  if (correctedOn === null)
    report.reject('VALUE_MISSING', { path: 'correctedOn', expected: 'the day on which all was put right' });
  else checkCorrected(correctedOn, removedOn, report);
  if (committedOn === null || committedOn > removedOn)
    report.reject('COMMITMENT_MISSING', { path: 'committedOn', expected: 'a day not after the removal' });
}

function checkCorrected(correctedOn: BusinessDate, removedOn: string, report: Report): void {
  const months = monthsToRemovalOn(correctedOn);
  const earliest = removableFrom(correctedOn, months);
  if (removedOn < earliest)
    report.reject('REMOVED_TOO_EARLY', {
      path: 'removedOn',
      expected: `${months} months since the correction, ${earliest} at the earliest`,
    });
}
