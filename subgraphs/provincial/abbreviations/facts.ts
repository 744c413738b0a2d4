import { column } from '../../../ledger/column-types.ts';
import { fact } from '../../../ledger/fact.ts';

/** 规范简称核准: an abbreviation that a department has approved for the account names of one project. */
export const AbbreviationApproval = fact(
  {
    name: 'AbbreviationApproval',
    schema: 'provincial',
    table: 'abbreviation_approval',
    naturalKey: ['projectCode', 'subject', 'abbreviation'],
  },
  {
    projectCode: column.code(),
    /** Whose name it shortens: PROJECT, or GENERAL_CONTRACTOR. */
    subject: column.code(),
    abbreviation: column.text(),
    /** The contractor; null where the project's own name is shortened. */
    contractorCode: column.code().nullable(),
    approvedOn: column.day(),
    authority: column.text(),
  },
);
