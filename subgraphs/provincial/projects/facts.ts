import { column } from '../../../ledger/column-types.ts';
import { fact } from '../../../ledger/fact.ts';

/** What is stated of a project (工程项目): the content of the fact, and of each source’s word on it. */
export const projectColumns = {
  projectCode: column.code(),
  kind: column.code(),
  sector: column.code(),
  name: column.text(),
  abbreviation: column.text().nullable(),
  divisionCode: column.code(),
  address: column.text().nullable(),
  category: column.code().nullable(),
  contractPriceFen: column.fen().nullable(),
  agreedMonthlyLabourCostFen: column.fen().nullable(),
  contractSignedOn: column.day().nullable(),
  contractStartsOn: column.day().nullable(),
  contractEndsOn: column.day().nullable(),
  startedOn: column.day().nullable(),
  completedOn: column.day().nullable(),
  constructionStatus: column.code(),
  filedOn: column.day().nullable(),
  ownerCode: column.code().nullable(),
  generalContractorCode: column.code().nullable(),
  isUnderKeySupervision: column.flag(),
  thirdPartyCode: column.text().nullable(),
};

/** One source's word on a project (工程项目的来源陈述); the content of the fact, and whose word it is. What is shown is `Project`. */
export const ProjectClaim = fact(
  {
    name: 'ProjectClaim',
    schema: 'provincial',
    table: 'project_claim',
    naturalKey: ['projectCode', 'claimedBy'],
  },
  { ...projectColumns, claimedBy: column.text() },
);
