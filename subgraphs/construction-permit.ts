import { type RawBuilder, sql } from 'kysely';
import { column } from '../ledger/column-types.ts';
import type { Fact, RowOf } from '../ledger/fact.ts';
import type { OrderBy } from '../ledger/reader.ts';
import { documentNoForm } from '../ledger/submission/fields/index.ts';
import type { SubgraphContext } from './context.ts';
import { codeName, recordFields } from './fields.ts';
import { projectsWithin } from './project-scope.ts';
import type { Resolver } from './subgraph.ts';

/** What every sector's construction permit (施工许可证) states; a sector adds its own columns. */
export const permitColumns = {
  permitNo: column.code(),
  projectCode: column.code(),
  issuedOn: column.day(),
  issuingAuthority: column.text(),
  worksKind: column.code(),
  costFen: column.fen().nullable(),
  ownerCode: column.code().nullable(),
  contractorCode: column.code().nullable(),
  startsOn: column.day().nullable(),
  endsOn: column.day().nullable(),
};

/** The permits of one project, the latest first. */
export const permitsOfProject =
  (permit: Fact): Resolver =>
  ({ code }: { code: string }, _args, context) =>
    permitsOf(permit, code, context);

/** The same as rows, for what is worked out from them. */
export function permitsOf<F extends Fact>(
  permit: F,
  code: string,
  context: SubgraphContext,
): Promise<RowOf<F>[]> {
  return context.many(permit, 'projectCode', code, LATEST_FIRST);
}

/** One permit by its number, in whatever way it is typed; what was kept before numbers had one form is found as it was kept. */
export function permitByNumber(permit: Fact): Resolver {
  return async (_root, { permitNo }: { permitNo: string }, context) =>
    (await context.one(permit, 'permitNo', documentNoForm(permitNo))) ??
    context.one(permit, 'permitNo', permitNo);
}

/** A page of a sector's permits, the latest first. */
export function permitPage(permit: Fact): Resolver {
  return (_root, { filter, ...page }, context) =>
    context.store.reader(permit).page(context.session, {
      ...page,
      where: conditions(permit.schema, filter),
      orderBy: LATEST_FIRST,
    });
}

/** The fields that a sector's permit type shares with the others'. */
export function permitFields(permit: Fact): Record<string, Resolver> {
  return {
    __resolveReference: ({ id }, context) => context.one(permit, 'id', id),
    project: (row: Row) => ({ code: row.projectCode }),
    worksKind: (row: Row) => codeName('project-categories', row.worksKind),
    cost: (row: Row) => row.costFen,
    ...recordFields(permit),
  };
}

interface Row {
  readonly projectCode: string;
  readonly worksKind: string;
  readonly costFen: bigint | null;
}

interface Filter {
  readonly division?: string | null;
  readonly projectCode?: string | null;
  readonly issuedFrom?: string | null;
  readonly issuedTo?: string | null;
}

const LATEST_FIRST: readonly OrderBy[] = [
  { property: 'issuedOn', descending: true },
  { property: 'permitNo' },
];

function conditions(schema: string, filter: Filter | null | undefined): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (filter?.division != null) where.push(projectsWithin(schema, filter.division));
  if (filter?.projectCode != null) where.push(sql`t.project_code = ${filter.projectCode}`);
  if (filter?.issuedFrom != null) where.push(sql`t.issued_on >= ${filter.issuedFrom}::date`);
  if (filter?.issuedTo != null) where.push(sql`t.issued_on <= ${filter.issuedTo}::date`);
  return where;
}
