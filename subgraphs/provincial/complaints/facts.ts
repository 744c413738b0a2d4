import { column } from '../../../ledger/column-types.ts';
import { fact } from '../../../ledger/fact.ts';

/** 欠薪投诉. */
export const ArrearsComplaint = fact(
  {
    name: 'ArrearsComplaint',
    schema: 'provincial',
    table: 'arrears_complaint',
    naturalKey: ['receivingBody', 'complaintNo'],
  },
  {
    receivingBody: column.code(),
    complaintNo: column.code(),
    projectCode: column.code(),
    enterpriseCode: column.code().nullable(),
    workerId: column.uuid().nullable(),
    amountFen: column.fen().nullable(),
    workers: column.integer(),
    receivedOn: column.day(),
    answerDueOn: column.day(),
    acceptedOn: column.day().nullable(),
    closedOn: column.day().nullable(),
    outcome: column.code().nullable(),
    /** Of one that its own worker lodged: LODGED, then TAKEN_UP by the body. */
    lodging: column.code().nullable(),
  },
);
