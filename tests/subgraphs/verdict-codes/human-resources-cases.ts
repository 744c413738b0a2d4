import {
  creditRecord,
  inspection,
  interview,
  listing,
  officer,
  order,
  training,
} from '../human-resources/support/datasets.ts';
import { enterpriseCode } from '../../../seeds/synthetic-numbers.ts';
import type { Case } from './cases.ts';
import { LATER } from './rooms.ts';

const WARNING = '0197a3c2-5f00-7000-8000-000000000001';

/** The inputs that give the codes of human resources beside those of contracts. */
export const humanResourcesCases = {
  NO_CONTRACT_HERE: { send: ['submitTrainings', training('no contract')], told: 'ACCEPTED' },
  OFFICER_UNTRAINED: {
    send: ['submitWageOfficers', officer('untrained', { trainedOn: null, certificateNo: null })],
    told: 'ACCEPTED',
  },
  CASE_OUTCOME_MISSING: {
    send: ['submitInspectionCases', inspection('1', { closedOn: '2026-02-20' })],
    told: 'REJECTED outcome',
  },
  CASE_NOT_CLOSED: {
    send: ['submitInspectionCases', inspection('1', { outcome: 'RECTIFIED' })],
    told: 'REJECTED closedOn',
  },
  RECOVERED_EXCEEDS_OWED: {
    send: ['submitInspectionCases', inspection('1', { recovered: '120000.01' })],
    told: 'REJECTED recovered',
  },
  OUTCOME_CONTRADICTS_AMOUNTS: {
    send: [
      'submitInspectionCases',
      inspection('1', { closedOn: '2026-02-20', outcome: 'PAID_IN_FULL', recovered: '1.00' }),
    ],
    told: 'REJECTED outcome',
  },
  WARNING_NOT_OF_PROJECT: {
    send: ['submitRectificationOrders', order('1', { warningIds: [WARNING] })],
    told: 'REJECTED warningIds.0',
  },
  EMPLOYER_NOT_A_UNIT: { send: ['submitInterviews', interview('no unit')], told: 'ACCEPTED' },
  WARNING_REPEATED: {
    send: ['submitInspectionCases', inspection('1', { warningIds: [WARNING, WARNING] })],
    told: 'REJECTED warningIds.1',
  },
  COMMITMENT_MISSING: {
    send: ['submitInterviews', interview('1', { commitment: null })],
    told: 'REJECTED commitment',
  },
  BEFORE_ITS_CASE: {
    before: [['submitInspectionCases', inspection('before')]],
    send: ['submitInterviews', interview('1', { caseNo: 'before', heldOn: '2026-01-09' })],
    told: 'REJECTED heldOn',
  },
  INSPECTION_CASE_UNKNOWN: {
    send: ['submitRectificationOrders', order('1', { caseNo: 'none' })],
    told: 'HELD caseNo',
  },
  ORDER_AMOUNT_MISSING: {
    send: ['submitRectificationOrders', order('1', { amount: null })],
    told: 'REJECTED amount',
  },
  ORDER_STILL_RUNNING: {
    send: ['submitRectificationOrders', order('1', { isObeyed: false, dueOn: '2026-03-01' })],
    told: 'REJECTED isObeyed',
  },
  OBEDIENCE_CONTRADICTS: {
    send: ['submitRectificationOrders', order('1', { isObeyed: false, obeyedOn: '2026-02-01' })],
    told: 'REJECTED isObeyed',
  },
  ORDER_OBEYED_LATE: {
    send: ['submitRectificationOrders', order('late', { obeyedOn: '2026-02-11' })],
    told: 'ACCEPTED',
  },
  RESPONSIBLE_PERSON_NOT_AMONG: {
    send: ['submitDiscreditedListings', listing('among', { responsiblePersons: [{ name: '李示例' }] })],
    told: 'ACCEPTED',
  },
  TERM_DIFFERS: {
    send: ['submitDiscreditedListings', listing('1', { termEndsOn: '2028-02-29' })],
    told: 'REJECTED termEndsOn',
  },
  REMOVED_TOO_EARLY: {
    send: [
      'submitDiscreditedListings',
      listing('1', { correctedOn: '2025-08-31', committedOn: '2025-09-01', removedOn: '2026-02-27' }),
    ],
    told: 'REJECTED removedOn',
  },
  ORDER_WAS_OBEYED: {
    before: [['submitRectificationOrders', order('责令 obeyed', { obeyedOn: '2026-02-10' })]],
    send: ['submitDiscreditedListings', listing('obeyed', { decidedOn: '2026-02-20' })],
    told: 'REJECTED orderNo',
  },
  LISTED_BEFORE_DEADLINE: {
    before: [['submitRectificationOrders', order('责令 early')]],
    send: ['submitDiscreditedListings', listing('early', { decidedOn: '2026-02-10' })],
    told: 'REJECTED decidedOn',
  },
  ORDER_NOT_TO_PAY: {
    before: [['submitRectificationOrders', order('责令 put right', { kind: 'RECTIFY', amount: null })]],
    send: ['submitDiscreditedListings', listing('put right', { decidedOn: '2026-02-20' })],
    told: 'REJECTED orderNo',
  },
  ORDER_OF_ANOTHER: {
    before: [
      ['submitRectificationOrders', order('责令 theirs', { employerCode: enterpriseCode('450100', 9) })],
    ],
    send: ['submitDiscreditedListings', listing('theirs', { decidedOn: '2026-02-20' })],
    told: 'REJECTED orderNo',
  },
  ORDER_NOT_ON_RECORD: { send: ['submitDiscreditedListings', listing('of none')], told: 'ACCEPTED' },
  LISTING_UNFOUNDED: {
    before: [
      ['submitRectificationOrders', order('责令 bears')],
      ['submitDiscreditedListings', listing('bears', { decidedOn: '2026-02-20' })],
    ],
    send: ['submitRectificationOrders', order('责令 bears', { obeyedOn: '2026-02-10' }), { sentAt: LATER }],
    told: 'CORRECTED',
  },
  STILL_NAMED: {
    before: [
      ['submitInspectionCases', inspection('named')],
      ['submitInterviews', interview('named', { caseNo: 'named' })],
      ['submitInspectionCases', inspection('named', { workersConcerned: 13 }), { sentAt: LATER }],
    ],
    send: (recordId: string) => [
      'withdrawHumanResourcesRecords',
      { dataset: 'INSPECTION_CASE', recordId },
      { sentAt: '2026-03-01T07:40:00+08:00' },
    ],
    told: 'CORRECTED',
    code: 'WITHDRAWN',
  },
  LATER_THAN_WHAT_FOLLOWS: {
    before: [
      ['submitInspectionCases', inspection('moved')],
      ['submitInterviews', interview('moved', { caseNo: 'moved' })],
    ],
    send: ['submitInspectionCases', inspection('moved', { acceptedOn: '2026-01-20' }), { sentAt: LATER }],
    told: 'CORRECTED',
  },
  CREDIT_KIND_CONTRADICTS: {
    send: ['submitCreditRecords', creditRecord('1', { category: 'COMMENDATION' })],
    told: 'REJECTED category',
  },
  POINTS_CONTRADICT_KIND: {
    send: ['submitCreditRecords', creditRecord('1', { points: 5 })],
    told: 'REJECTED points',
  },
} as const satisfies Record<string, Case>;

/** A record in order of each of its datasets. */
export const humanResourcesRecords = [
  ['submitTrainings', training('good')],
  ['submitWageOfficers', officer('good')],
  ['submitInspectionCases', inspection('good', { warningIds: [] })],
  ['submitInterviews', interview('good')],
  ['submitRectificationOrders', order('good')],
  ['submitDiscreditedListings', listing('good')],
  ['submitCreditRecords', creditRecord('good')],
] as const;
