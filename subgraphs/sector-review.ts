import { type RawBuilder, sql } from 'kysely';
import { businessDateOf } from '../kernel/calendar.ts';
import { column } from '../ledger/column-types.ts';
import type { Fact } from '../ledger/fact.ts';
import type { OrderBy } from '../ledger/reader.ts';
import type { SubgraphContext } from './context.ts';
import { recordFields } from './fields.ts';
import { projectsWithin } from './project-scope.ts';
import type { Resolver } from './subgraph.ts';

/** What every industry department's review (校核) of a project states. `occurredAt` is when it was asked for or decided. */
export const reviewColumns = {
  projectCode: column.code(),
  reviewNo: column.code(),
  aspect: column.code(),
  result: column.code(),
  reviewedOn: column.day().nullable(),
  reviewer: column.text(),
  opinion: column.text().nullable(),
  actedOn: column.day(),
};

/** The day that counts of a review (办理日期): when it was decided, or when it was asked for while it is pending. */
export const reviewDerived = {
  actedOn: ({ reviewedOn }: Readonly<Record<string, unknown>>, occurredAt: Date) =>
    reviewedOn ?? businessDateOf(occurredAt),
};

/** The reviews of one project, the latest first. */
export function reviewsOfProject(review: Fact): Resolver {
  return ({ code }: { code: string }, _args, context) => reviewsOf(review, code, context);
}

/** The latest review of one project, decided or not; null when there is none. */
export function latestReviewOfProject(review: Fact): Resolver {
  return async ({ code }: { code: string }, _args, context) =>
    (await reviewsOf(review, code, context))[0] ?? null;
}

/** A page of a sector's reviews, the latest first. */
export function reviewPage(review: Fact): Resolver {
  return (_root, { filter, ...page }, context) =>
    context.store.reader(review).page(context.session, {
      ...page,
      where: conditions(review.schema, filter),
      orderBy: LATEST_FIRST,
    });
}

/** The fields that a sector's review type shares with the others'. */
export function reviewFields(review: Fact): Record<string, Resolver> {
  return {
    __resolveReference: ({ id }, context) => context.one(review, 'id', id),
    project: (row: { projectCode: string }) => ({ code: row.projectCode }),
    ...recordFields(review),
  };
}

interface Filter {
  readonly division?: string | null;
  readonly projectCode?: string | null;
  readonly aspects?: readonly string[] | null;
  readonly results?: readonly string[] | null;
}

// A decision may be stated with the instant it was asked for, so that its own day goes before that.
const LATEST_FIRST: readonly OrderBy[] = [
  { property: 'actedOn', descending: true },
  { property: 'occurredAt', descending: true },
  { property: 'reviewNo', descending: true },
];

const reviewsOf = (review: Fact, code: string, context: SubgraphContext) =>
  context.many(review, 'projectCode', code, LATEST_FIRST);

function conditions(schema: string, filter: Filter | null | undefined): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (filter?.division != null) where.push(projectsWithin(schema, filter.division));
  if (filter?.projectCode != null) where.push(sql`t.project_code = ${filter.projectCode}`);
  if (filter?.aspects != null) where.push(sql`t.aspect = any(${filter.aspects as string[]})`);
  if (filter?.results != null) where.push(sql`t.result = any(${filter.results as string[]})`);
  return where;
}
