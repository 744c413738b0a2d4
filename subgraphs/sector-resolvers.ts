import type { Fact } from '../ledger/fact.ts';
import type { Dataset } from '../ledger/submission/dataset.ts';
import {
  deductionFields,
  deductionPage,
  deductionsOfEnterprise,
  deductionsOfProject,
} from './credit-deduction.ts';
import { inspectionFields, inspectionPage, inspectionsOfProject } from './sector-inspection.ts';
import { enterpriseOf, type SectorPlatform } from './sector-platform.ts';
import { submits } from './submission.ts';
import type { Resolvers } from './subgraph.ts';

export interface SectorFacts {
  readonly review: Fact;
  readonly inspection: Fact;
  readonly deduction: Fact;
}

/** How the fields of `sectorSdl` are answered, and the mutations of all that is submitted to the sub-platform. */
export function sectorResolvers(
  { type, field }: SectorPlatform,
  { review, inspection, deduction }: SectorFacts,
  datasets: readonly Dataset[],
): Resolvers {
  return {
    Query: {
      [`${field}Review`]: (_root, { id }, context) => context.one(review, 'id', id),
      [`${field}Inspection`]: (_root, { id }, context) => context.one(inspection, 'id', id),
      [`${field}Inspections`]: inspectionPage(inspection),
      [`${field}CreditDeduction`]: (_root, { id }, context) => context.one(deduction, 'id', id),
      [`${field}CreditDeductions`]: deductionPage(deduction),
    },
    Mutation: Object.fromEntries(datasets.map((one) => [one.operation, submits(one)])),
    [`${type}Project`]: {
      inspections: inspectionsOfProject(inspection),
      creditDeductions: deductionsOfProject(deduction),
    },
    [`${type}Permit`]: {
      owner: (row: { ownerCode: string | null }) => enterpriseOf(row.ownerCode),
      contractor: (row: { contractorCode: string | null }) => enterpriseOf(row.contractorCode),
    },
    [`${type}Inspection`]: inspectionFields(inspection, deduction),
    [`${type}CreditDeduction`]: deductionFields(deduction, inspection),
    Enterprise: {
      __resolveReference: (reference: object) => reference,
      [`${field}CreditDeductions`]: deductionsOfEnterprise(deduction),
    },
  };
}
