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
  },
);

/** 拖欠农民工工资失信联合惩戒对象名单 entry; `termEndsOn` as the authority states it (discredited-term.ts). */
export const DiscreditedListing = fact(
  {
    name: 'DiscreditedListing',
    schema,
    table: 'discredited_listing',
    naturalKey: ['listingNo'],
  },
  {
    listingNo: column.code(),
    creditCode: column.code(),
    responsiblePersonName: column.text().nullable(),
    decidedOn: column.day(),
    termEndsOn: column.day(),
    removedOn: column.day().nullable(),
    reason: column.text(),
    authority: column.text(),
  },
);

export const facts = [LabourContract, WageOfficer, DiscreditedListing];
