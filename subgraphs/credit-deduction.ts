import { type RawBuilder, sql } from 'kysely';
import { column } from '../ledger/column-types.ts';
import type { Fact } from '../ledger/fact.ts';
import type { OrderBy } from '../ledger/reader.ts';
import { recordFields } from './fields.ts';
import { projectsWithin } from './project-scope.ts';
import { enterpriseOf } from './sector-platform.ts';
import type { Resolver } from './subgraph.ts';

/** What every industry department's credit deduction (信用扣分) states. */
export const deductionColumns = {
  projectCode: column.code(),
  deductionNo: column.code(),
  inspectionNo: column.code().nullable(),
  decidedOn: column.day(),
  enterpriseCode: column.code().nullable(),
  post: column.code().nullable(),
  points: column.integer(),
  basis: column.text(),
};

/** The deductions of one project, the latest first. */
export const deductionsOfProject =
  (deduction: Fact): Resolver =>
  ({ code }: { code: string }, _args, context) =>
    context.many(deduction, 'projectCode', code, LATEST_FIRST);

/** A page of the deductions of one enterprise, the latest first. */
export const deductionsOfEnterprise =
  (deduction: Fact): Resolver =>
  ({ creditCode }: { creditCode: string }, page, context) =>
    context.pageBelow(deduction, 'enterpriseCode', creditCode, {
      ...page,
      question: 'all',
      orderBy: LATEST_FIRST,
    });

/** A page of a sector's deductions, the latest first. */
export const deductionPage =
  (deduction: Fact): Resolver =>
  (_root, { filter, ...page }, context) =>
    context.store.reader(deduction).page(context.session, {
      ...page,
      where: conditions(deduction.schema, filter),
      orderBy: LATEST_FIRST,
    });

/** The fields that a sector's deduction type shares with the others'. */
export function deductionFields(deduction: Fact, inspection: Fact): Record<string, Resolver> {
  return {
    __resolveReference: ({ id }, context) => context.one(deduction, 'id', id),
    project: (row: Row) => ({ code: row.projectCode }),
    enterprise: (row: Row) => enterpriseOf(row.enterpriseCode),
    inspection: async (row: Row, _args, context) => {
      if (row.inspectionNo === null) return null;
      const rows = await context.many(inspection, 'projectCode', row.projectCode);
      return rows.find((one) => (one as { inspectionNo?: string }).inspectionNo === row.inspectionNo) ?? null;
    },
    ...recordFields(deduction),
  };
}

interface Row {
  readonly projectCode: string;
  readonly inspectionNo: string | null;
  readonly enterpriseCode: string | null;
}

interface Filter {
  readonly division?: string | null;
  readonly projectCode?: string | null;
  readonly enterpriseCode?: string | null;
  readonly decidedFrom?: string | null;
  readonly decidedTo?: string | null;
}

const LATEST_FIRST: readonly OrderBy[] = [
  { property: 'decidedOn', descending: true },
  { property: 'deductionNo' },
];

function conditions(schema: string, filter: Filter | null | undefined): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (filter?.division != null) where.push(projectsWithin(schema, filter.division));
  if (filter?.projectCode != null) where.push(sql`t.project_code = ${filter.projectCode}`);
  if (filter?.enterpriseCode != null) where.push(sql`t.enterprise_code = ${filter.enterpriseCode}`);
  if (filter?.decidedFrom != null) where.push(sql`t.decided_on >= ${filter.decidedFrom}::date`);
  if (filter?.decidedTo != null) where.push(sql`t.decided_on <= ${filter.decidedTo}::date`);
  return where;
}
