import { type RawBuilder, sql } from 'kysely';
import { businessDateOf, listedHolidays, yearMonthOf } from '../../../kernel/calendar.ts';
import { fits } from '../../../ledger/fits.ts';
import { reads, shows } from '../../asked-fields.ts';
import { codeName, recordFields } from '../../fields.ts';
import { projectFigureFreshness } from '../../figure-freshness.ts';
import { filesOf } from '../../attachments.ts';
import { digestsOf } from '../../file-digests.ts';
import { inReachWithin } from '../../project-scope.ts';
import type { Resolvers } from '../../subgraph.ts';
import { submits } from '../../submission.ts';
import { ofWholeProjects } from '../../whole-projects.ts';
import { LabourContract } from '../facts.ts';
import { equal } from '../filters.ts';
import { asReferred, enterpriseOf, projectOf } from '../references.ts';
import { payDueOn } from '../rules/pay-due.ts';
import { type ContractCoverage, contractCoverage } from './contract-coverage.ts';
import { labourContracts } from './dataset.ts';
import { inForceOn } from './in-force.ts';


interface Filter {
  readonly projectCode?: string | null;
  readonly workerId?: string | null;
  readonly contractNo?: string | null;
  readonly employer?: string | null;
  readonly division?: string | null;
  readonly inForceOn?: string | null;
}

const LATEST_START = [{ property: 'startsOn', descending: true }];

export const contractResolvers: Resolvers = {
  Query: {
    labourContract: (_root, { id }, context) => context.showOne(LabourContract, 'id', id),
    labourContracts: async (_root, { filter, ...page }, context) =>
      context.showPage(LabourContract, {
        ...page,
        where: [
          ...(await inReachWithin(context, filter?.division, { worker: true })),
          ...conditions(filter ?? {}),
        ],
        orderBy: LATEST_START,
      }),
  },
  Mutation: { submitLabourContracts: submits(labourContracts) },
  Project: {
    __resolveReference: asReferred,
    labourContracts: ({ code }, page, context) =>
      context.showPageBelow(LabourContract, 'projectCode', code, {
        ...page,
        question: 'all',
        orderBy: LATEST_START,
      }),
    contractCoverage: ofWholeProjects(({ code }, { inForceOn }, context) =>
      contractCoverage(code, inForceOn, context),
    ),
  },
  MigrantWorker: {
    __resolveReference: asReferred,
    labourContracts: ({ id }, _args, context) =>
      context.showMany(LabourContract, 'workerId', id, LATEST_START),
  },
  ContractCoverage: {
    freshness: ({ projectCode }: ContractCoverage, _args, context) =>
      projectFigureFreshness(projectCode, { datasets: ['LABOUR_CONTRACT'] }, context),
  },
  LabourContract: {
    __resolveReference: ({ id }, context) => context.showOne(LabourContract, 'id', id),
    project: projectOf,
    worker: reads(LabourContract, ['workerId'], (row) => ({ id: row.workerId })),
    employer: reads(LabourContract, ['employerCode'], (row) => enterpriseOf(row.employerCode)),
    periodKind: reads(LabourContract, ['periodKind'], (row) =>
      codeName('contract-period-types', row.periodKind),
    ),
    unit: reads(LabourContract, ['unit'], (row) => codeName('contract-units', row.unit)),
    unitPrice: shows(LabourContract, 'unitPriceFen'),
    fileDigests: reads(LabourContract, ['fileDigests'], ({ fileDigests }) =>
      fileDigests ? digestsOf(fileDigests) : null,
    ),
    attachments: reads(LabourContract, ['fileDigests', 'attachments'], (row) =>
      filesOf(row.fileDigests, row.attachments),
    ),
    isUploaded: reads(
      LabourContract,
      ['fileDigests', 'electronicContractNo'],
      (row) => row.fileDigests !== null || row.electronicContractNo !== null,
    ),
    agreedWage: shows(LabourContract, 'agreedWageFen'),
    payDueOn: reads(
      LabourContract,
      ['payDay', 'isPaidInNextMonth'],
      ({ payDay, isPaidInNextMonth }, { month }, context) =>
        payDay == null || isPaidInNextMonth == null
          ? null
          : payDueOn(
              month ?? yearMonthOf(businessDateOf(context.now)),
              { payDay, isPaidInNextMonth },
              listedHolidays,
            ),
    ),
    ...recordFields(LabourContract),
  },
};

const conditions = ({ workerId, inForceOn: day, ...filter }: Filter): RawBuilder<unknown>[] => [
  ...equal('project_code', filter.projectCode),
  // An id of another form is nobody's.
  ...(workerId == null ? [] : [fits(workerId, 'uuid') ? sql`t.worker_id = ${workerId}::uuid` : sql`false`]),
  ...equal('contract_no', filter.contractNo),
  ...equal('employer_code', filter.employer),
  ...(day == null ? [] : [inForceOn(day)]),
];
