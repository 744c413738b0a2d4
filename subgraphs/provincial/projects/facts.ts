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
  /** What is rarely asked for; and, sealed, whom to ask for. */
  particulars: column.json().nullable(),
  contact: column.bytes().nullable(),
};

/** Columns that are sealed, in the fact and in each source's word. */
export const PROJECT_SEALED = ['contact'] as const;

/** One source's word on a project (工程项目的来源陈述); the content of the fact, and whose word it is. What is shown is `Project`. */
export const ProjectClaim = fact(
  {
    name: 'ProjectClaim',
    schema: 'provincial',
    table: 'project_claim',
    naturalKey: ['projectCode', 'claimedBy'],
    sealed: PROJECT_SEALED,
  },
  { ...projectColumns, claimedBy: column.text() },
);
