import { column } from '../../ledger/column-types.ts';
import { fact } from '../../ledger/fact.ts';

const schema = 'human_resources';

/** 劳动合同 or written agreement on labour, of one worker for one project. */
export const LabourContract = fact(
  {
    name: 'LabourContract',
    schema,
    table: 'labour_contract',
    naturalKey: ['projectCode', 'workerId', 'contractNo'],
  },
  {
    projectCode: column.code(),
    workerId: column.uuid(),
    contractNo: column.code(),
    employerCode: column.code(),
    periodKind: column.code(),
    startsOn: column.day(),
    endsOn: column.day().nullable(),
    unit: column.code().nullable(),
    unitPriceFen: column.fen().nullable(),
    signedOn: column.day().nullable(),
    /** Digests of its files, with a blank between them. */
    fileDigests: column.code().nullable(),
    electronicContractNo: column.code().nullable(),
    wageForm: column.code().nullable(),
    agreedWageFen: column.fen().nullable(),
    payDay: column.integer().nullable(),
    isPaidInNextMonth: column.flag().nullable(),
    /** Those of its files that were named: a list of `Attachment`. */
    attachments: column.json().nullable(),
  },
);

/** 劳资专管员 of a project. */
export const WageOfficer = fact(
  {
    name: 'WageOfficer',
    schema,
    table: 'wage_officer',
    naturalKey: ['projectCode', 'officerNo'],
    sealed: ['phone'],
  },
  {
    projectCode: column.code(),
    officerNo: column.code(),
    employerCode: column.code().nullable(),
    name: column.text(),
    phone: column.bytes().nullable(),
    trainedOn: column.day().nullable(),
    appointedOn: column.day(),
    certificateNo: column.text().nullable(),
    isReviewer: column.flag().nullable(),
    leftOn: column.day().nullable(),
  },
);

/** 培训 held for a project on one day. */
export const Training = fact(
  { name: 'Training', schema, table: 'training', naturalKey: ['projectCode', 'trainingNo'] },
  {
    projectCode: column.code(),
    trainingNo: column.code(),
    heldOn: column.day(),
    hours: column.double(),
    name: column.text(),
    kind: column.code(),
    trainer: column.text().nullable(),
    organisation: column.text().nullable(),
    place: column.text().nullable(),
    description: column.text().nullable(),
    participantsCount: column.integer(),
    participantsDigest: column.bytes().nullable(),
    /** A list of `Attachment`. */
    attachments: column.json().nullable(),
  },
);

/** 培训人员: one worker who took part. */
export const TrainingParticipant = fact(
  {
    name: 'TrainingParticipant',
    schema,
    table: 'training_participant',
    naturalKey: ['projectCode', 'trainingNo', 'workerId'],
  },
  { projectCode: column.code(), trainingNo: column.code(), workerId: column.uuid() },
);

/** 劳动保障监察案件. */
export const InspectionCase = fact(
  { name: 'InspectionCase', schema, table: 'inspection_case', naturalKey: ['projectCode', 'caseNo'] },
  {
    projectCode: column.code(),
    caseNo: column.code(),
    employerCode: column.code(),
    authority: column.text(),
    kind: column.code(),
    acceptedOn: column.day(),
    closedOn: column.day().nullable(),
    outcome: column.code().nullable(),
    owedFen: column.fen().nullable(),
    recoveredFen: column.fen().nullable(),
    workersConcerned: column.integer().nullable(),
    warningIds: column.texts(),
  },
);

/** 约谈 with an employer. */
export const Interview = fact(
  { name: 'Interview', schema, table: 'interview', naturalKey: ['projectCode', 'interviewNo'] },
  {
    projectCode: column.code(),
    interviewNo: column.code(),
    employerCode: column.code(),
    authority: column.text(),
    heldOn: column.day(),
    cause: column.text(),
    commitment: column.text().nullable(),
    promisedBy: column.day().nullable(),
    caseNo: column.code().nullable(),
    warningIds: column.texts(),
  },
);

/** 责令改正 or 责令限期支付. */
export const RectificationOrder = fact(
  {
    name: 'RectificationOrder',
    schema,
    table: 'rectification_order',
    naturalKey: ['projectCode', 'orderNo'],
  },
  {
    projectCode: column.code(),
    orderNo: column.code(),
    employerCode: column.code(),
    authority: column.text(),
    kind: column.code(),
    issuedOn: column.day(),
    dueOn: column.day(),
    amountFen: column.fen().nullable(),
    isObeyed: column.flag().nullable(),
    obeyedOn: column.day().nullable(),
    caseNo: column.code().nullable(),
    warningIds: column.texts(),
  },
);

/** 拖欠农民工工资失信联合惩戒对象名单 entry; `termEndsOn` as the authority states it (discredited-term.ts). */
export const DiscreditedListing = fact(
  {
    name: 'DiscreditedListing',
    schema,
    table: 'discredited_listing',
    naturalKey: ['creditCode', 'listingNo'],
  },
  {
    listingNo: column.code(),
    creditCode: column.code(),
    responsiblePersonName: column.text().nullable(),
    responsiblePersonNames: column.texts().nullable(),
    decidedOn: column.day(),
    termEndsOn: column.day(),
    removedOn: column.day().nullable(),
    reason: column.text(),
    authority: column.text(),
    ground: column.code().nullable(),
    orderNo: column.code().nullable(),
    correctedOn: column.day().nullable(),
    committedOn: column.day().nullable(),
    sharedOn: column.day().nullable(),
  },
);

/** 信用记录 of an enterprise, good or bad. */
export const CreditRecord = fact(
  { name: 'CreditRecord', schema, table: 'credit_record', naturalKey: ['creditCode', 'recordNo'] },
  {
    recordNo: column.code(),
    creditCode: column.code(),
    kind: column.code(),
    category: column.code(),
    authority: column.text(),
    summary: column.text(),
    points: column.integer().nullable(),
    validFrom: column.day(),
    validTo: column.day().nullable(),
  },
);

export const facts = [
  LabourContract,
  WageOfficer,
  Training,
  TrainingParticipant,
  InspectionCase,
  Interview,
  RectificationOrder,
  DiscreditedListing,
  CreditRecord,
];
