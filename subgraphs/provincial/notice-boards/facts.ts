import { column } from '../../../ledger/column-types.ts';
import { fact } from '../../../ledger/fact.ts';

const schema = 'provincial';

/** 维权信息告示牌. */
export const NoticeBoard = fact(
  { name: 'NoticeBoard', schema, table: 'notice_board', naturalKey: ['projectCode', 'boardNo'] },
  {
    projectCode: column.code(),
    boardNo: column.code(),
    showsParties: column.flag(),
    showsWageTerms: column.flag(),
    showsComplaintChannels: column.flag(),
    /** Digests of the pictures, with a blank between them. */
    pictures: column.text(),
    postedOn: column.day(),
    removedOn: column.day().nullable(),
  },
);

/** 无欠薪承诺书. */
export const NoArrearsCommitment = fact(
  {
    name: 'NoArrearsCommitment',
    schema,
    table: 'no_arrears_commitment',
    naturalKey: ['projectCode', 'enterpriseCode', 'signedOn'],
  },
  {
    projectCode: column.code(),
    enterpriseCode: column.code(),
    fileDigest: column.code(),
    signedOn: column.day(),
    signerName: column.text(),
  },
);
