import { EMPLOYER, person } from './open.ts';

/** A dataset of the department, as every one of them is tried (life-of-a-record.test.ts). */
export interface Tried {
  readonly dataset: string;
  readonly mutation: readonly [operation: string, input: string];
  /** A record in order; `no` makes it one of its own. */
  readonly record: (no: string) => Record<string, unknown>;
  /** What a correction changes. */
  readonly change: Readonly<Record<string, unknown>>;
  /** The roots that show it, and what they show of the change, before and after. */
  readonly one: string;
  readonly list: string;
  readonly shown: readonly [fields: string, before: object, after: object];
  readonly isOfProject: boolean;
}

export const training = (trainingNo: string | null, more: object = {}) => ({
  projectCode: 'A',
  trainingNo,
  heldOn: '2026-02-20',
  hours: 4,
  name: '入场安全教育',
  kind: '003001',
  trainer: '覃示例',
  organisation: '示例培训中心',
  place: '项目部会议室',
  participants: [person(1), person(2)],
  ...more,
});

export const officer = (officerNo: string, more: object = {}) => ({
  projectCode: 'A',
  officerNo,
  employerCode: EMPLOYER,
  name: '覃示例',
  phone: '13800000000',
  trainedOn: '2026-01-15',
  certificateNo: 'LZ-2026-1',
  isReviewer: true,
  appointedOn: '2026-02-01',
  ...more,
});

const authority = '示例区人力资源和社会保障局';

export const inspection = (caseNo: string, more: object = {}) => ({
  projectCode: 'A',
  caseNo,
  employerCode: EMPLOYER,
  authority,
  kind: 'WAGE_ARREARS',
  acceptedOn: '2026-01-10',
  owed: '120000.00',
  workersConcerned: 12,
  ...more,
});

export const interview = (interviewNo: string, more: object = {}) => ({
  projectCode: 'A',
  interviewNo,
  employerCode: EMPLOYER,
  authority,
  heldOn: '2026-01-15',
  cause: '拖欠工资预警未按期处理',
  commitment: '一月底前足额支付',
  promisedBy: '2026-01-31',
  ...more,
});

export const order = (orderNo: string, more: object = {}) => ({
  projectCode: 'A',
  orderNo,
  employerCode: EMPLOYER,
  authority,
  kind: 'PAY',
  issuedOn: '2026-01-20',
  dueOn: '2026-02-10',
  amount: '120000.00',
  ...more,
});

export const listing = (listingNo: string, more: object = {}) => ({
  listingNo,
  creditCode: EMPLOYER,
  responsiblePersonName: '韦示例',
  ground: 'GRAVE_INCIDENT',
  orderNo: `责令 ${listingNo}`,
  decidedOn: '2025-03-01',
  reason: '经责令限期支付逾期未支付',
  authority,
  ...more,
});

export const creditRecord = (recordNo: string, more: object = {}) => ({
  creditCode: EMPLOYER,
  recordNo,
  kind: 'BAD',
  category: 'POINT_DEDUCTION',
  authority,
  summary: '未按月足额支付工资',
  points: -5,
  validFrom: '2026-01-01',
  validTo: '2026-12-31',
  ...more,
});

export const TRIED: readonly Tried[] = [
  {
    dataset: 'TRAINING',
    mutation: ['submitTrainings', 'TrainingRecordInput'],
    record: training,
    change: { participants: [person(1), person(3), person(4)] },
    one: 'training',
    list: 'trainings',
    shown: [
      'participantsCount participants { totalCount }',
      { participantsCount: 2, participants: { totalCount: 2 } },
      { participantsCount: 3, participants: { totalCount: 3 } },
    ],
    isOfProject: true,
  },
  {
    dataset: 'WAGE_OFFICER',
    mutation: ['submitWageOfficers', 'WageOfficerRecordInput'],
    record: officer,
    change: { leftOn: '2026-02-28' },
    one: 'wageOfficer',
    list: 'wageOfficers',
    shown: ['leftOn', { leftOn: null }, { leftOn: '2026-02-28' }],
    isOfProject: true,
  },
  {
    dataset: 'INSPECTION_CASE',
    mutation: ['submitInspectionCases', 'InspectionCaseRecordInput'],
    record: inspection,
    change: { closedOn: '2026-02-20', outcome: 'PAID_IN_FULL', recovered: '120000' },
    one: 'inspectionCase',
    list: 'inspectionCases',
    shown: [
      'closedOn outcome owed recovered',
      { closedOn: null, outcome: null, owed: '120000.00', recovered: null },
      { closedOn: '2026-02-20', outcome: 'PAID_IN_FULL', owed: '120000.00', recovered: '120000.00' },
    ],
    isOfProject: true,
  },
  {
    dataset: 'INTERVIEW',
    mutation: ['submitInterviews', 'InterviewRecordInput'],
    record: interview,
    change: { promisedBy: '2026-02-15' },
    one: 'interview',
    list: 'interviews',
    shown: ['promisedBy', { promisedBy: '2026-01-31' }, { promisedBy: '2026-02-15' }],
    isOfProject: true,
  },
  {
    dataset: 'RECTIFICATION_ORDER',
    mutation: ['submitRectificationOrders', 'RectificationOrderRecordInput'],
    record: order,
    change: { isObeyed: false },
    one: 'rectificationOrder',
    list: 'rectificationOrders',
    shown: [
      'isObeyed isOverdue amount',
      { isObeyed: null, isOverdue: true, amount: '120000.00' },
      { isObeyed: false, isOverdue: true, amount: '120000.00' },
    ],
    isOfProject: true,
  },
  {
    dataset: 'DISCREDITED_LISTING',
    mutation: ['submitDiscreditedListings', 'DiscreditedListingRecordInput'],
    record: listing,
    change: { correctedOn: '2025-08-31', committedOn: '2025-09-01', removedOn: '2026-02-28' },
    one: 'discreditedListing',
    list: 'discreditedListings',
    shown: [
      'termEndsOn isActive removableFrom removedOn',
      { termEndsOn: '2028-03-01', isActive: true, removableFrom: null, removedOn: null },
      { termEndsOn: '2028-03-01', isActive: false, removableFrom: '2026-02-28', removedOn: '2026-02-28' },
    ],
    isOfProject: false,
  },
  {
    dataset: 'CREDIT_RECORD',
    mutation: ['submitCreditRecords', 'CreditRecordRecordInput'],
    record: creditRecord,
    change: { points: -3, validTo: '2026-02-28' },
    one: 'creditRecord',
    list: 'creditRecords',
    shown: [
      'points validTo isValid',
      { points: -5, validTo: '2026-12-31', isValid: true },
      { points: -3, validTo: '2026-02-28', isValid: false },
    ],
    isOfProject: false,
  },
];
