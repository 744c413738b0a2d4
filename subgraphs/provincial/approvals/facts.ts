import { column } from '../../../ledger/column-types.ts';
import { fact } from '../../../ledger/fact.ts';

const schema = 'provincial';

/** 立项审批. */
export const ProjectApproval = fact(
  { name: 'ProjectApproval', schema, table: 'project_approval', naturalKey: ['projectCode', 'approvalNo'] },
  {
    projectCode: column.code(),
    approvalNo: column.code(),
    level: column.code(),
    authority: column.text(),
    approvedOn: column.day(),
    investmentFen: column.fen().nullable(),
  },
);

/** 资金落实. */
export const FundingStatement = fact(
  {
    name: 'FundingStatement',
    schema,
    table: 'funding_statement',
    naturalKey: ['projectCode', 'statementNo'],
  },
  {
    projectCode: column.code(),
    statementNo: column.code(),
    fundSource: column.code(),
    isGovernmentInvested: column.flag(),
    neededFen: column.fen(),
    arrangedFen: column.fen(),
    statedOn: column.day(),
  },
);
