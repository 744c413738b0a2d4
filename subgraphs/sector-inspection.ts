import { type RawBuilder, sql } from 'kysely';
import { column } from '../ledger/column-types.ts';
import type { Fact } from '../ledger/fact.ts';
import type { OrderBy } from '../ledger/reader.ts';
import { recordFields } from './fields.ts';
import { projectsWithin } from './project-scope.ts';
import type { Resolver } from './subgraph.ts';

/** What every industry department's inspection (检查) of a project states. */
export const inspectionColumns = {
  projectCode: column.code(),
  inspectionNo: column.code(),
  inspectedOn: column.day(),
  inspector: column.text(),
  result: column.code(),
  findings: column.text().nullable(),
  rectifyBy: column.day().nullable(),
  rectifiedOn: column.day().nullable(),
};

/** The inspections of one project, the latest first. */
export const inspectionsOfProject =
  (inspection: Fact): Resolver =>
  ({ code }: { code: string }, _args, context) =>
    context.many(inspection, 'projectCode', code, LATEST_FIRST);

/** A page of a sector's inspections, the latest first. */
export const inspectionPage =
  (inspection: Fact): Resolver =>
  (_root, { filter, ...page }, context) =>
    context.store.reader(inspection).page(context.session, {
      ...page,
      where: conditions(inspection.schema, filter),
      orderBy: LATEST_FIRST,
    });

/** The fields that a sector's inspection type shares with the others'. */
export function inspectionFields(inspection: Fact, deduction: Fact): Record<string, Resolver> {
  return {
    __resolveReference: ({ id }, context) => context.one(inspection, 'id', id),
    project: (row: Row) => ({ code: row.projectCode }),
    // By project, since the number is unique in it alone; the list of one project is short.
    creditDeductions: async (row: Row, _args, context) => {
      const rows = await context.many(deduction, 'projectCode', row.projectCode, [
        { property: 'decidedOn', descending: true },
        { property: 'deductionNo' },
      ]);
      return rows.filter(
        (one) => (one as { inspectionNo?: string | null }).inspectionNo === row.inspectionNo,
      );
    },
    ...recordFields(inspection),
  };
}

interface Row {
  readonly projectCode: string;
  readonly inspectionNo: string;
}

interface Filter {
  readonly division?: string | null;
  readonly projectCode?: string | null;
  readonly results?: readonly string[] | null;
  readonly inspectedFrom?: string | null;
  readonly inspectedTo?: string | null;
  readonly isRectified?: boolean | null;
}

const LATEST_FIRST: readonly OrderBy[] = [
  { property: 'inspectedOn', descending: true },
  { property: 'inspectionNo' },
];

function conditions(schema: string, filter: Filter | null | undefined): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (filter?.division != null) where.push(projectsWithin(schema, filter.division));
  if (filter?.projectCode != null) where.push(sql`t.project_code = ${filter.projectCode}`);
  if (filter?.results != null) where.push(sql`t.result = any(${filter.results as string[]})`);
  if (filter?.inspectedFrom != null) where.push(sql`t.inspected_on >= ${filter.inspectedFrom}::date`);
  if (filter?.inspectedTo != null) where.push(sql`t.inspected_on <= ${filter.inspectedTo}::date`);
  if (filter?.isRectified === true) where.push(sql`t.result <> 'IN_ORDER' and t.rectified_on is not null`);
  if (filter?.isRectified === false) where.push(sql`t.result <> 'IN_ORDER' and t.rectified_on is null`);
  return where;
}
