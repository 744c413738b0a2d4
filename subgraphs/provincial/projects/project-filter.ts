import { type RawBuilder, sql } from 'kysely';
import { BadInput } from '../../../kernel/refusals.ts';
import type { OrderBy } from '../../../ledger/reader.ts';
import { askedDivision } from '../../project-scope.ts';
import { fragment, placeIn } from '../search/search-text.ts';
import { projectHasConflicts } from './claims.ts';
import type { SubgraphContext } from '../../context.ts';
import { statusCode } from './construction-status.ts';
import { type TroubleFilter, troubleConditions } from './project-trouble.ts';

export interface ProjectFilter extends TroubleFilter {
  readonly codes?: readonly string[] | null;
  readonly division?: string | null;
  readonly sectors?: readonly string[] | null;
  readonly kinds?: readonly string[] | null;
  readonly constructionStatuses?: readonly string[] | null;
  readonly nameContains?: string | null;
  readonly generalContractorCode?: string | null;
  readonly hasConflicts?: boolean | null;
  readonly sourceSystem?: string | null;
}

/** The filter as conditions on the project table `t`; an empty list of values finds nothing, a missing one all. */
export function projectConditions(
  filter: ProjectFilter | null | undefined,
  context: SubgraphContext,
): RawBuilder<unknown>[] {
  if (!filter) return [];
  const where: RawBuilder<unknown>[] = [];
  if (filter.codes != null) where.push(sql`t.project_code = any(${checkedCodes(filter.codes)}::text[])`);
  if (filter.division != null) where.push(within('t.division_code', filter.division));
  if (filter.sectors != null) where.push(sql`t.sector = any(${filter.sectors as string[]})`);
  if (filter.kinds != null) where.push(sql`t.kind = any(${filter.kinds as string[]})`);
  if (filter.constructionStatuses != null) {
    where.push(sql`t.construction_status = any(${filter.constructionStatuses.map(statusCode)})`);
  }
  if (filter.generalContractorCode != null)
    where.push(sql`t.general_contractor_code = ${filter.generalContractorCode}`);
  if (filter.nameContains != null) where.push(nameContains(filter.nameContains));
  if (filter.hasConflicts != null)
    where.push(sql`${projectHasConflicts(context)} = ${filter.hasConflicts}::boolean`);
  if (filter.sourceSystem != null) where.push(sql`t.source_system = ${filter.sourceSystem}`);
  return [...where, ...troubleConditions(filter, context)];
}

const MOST_CODES = 1_000;

function checkedCodes(codes: readonly string[]): string[] {
  if (codes.length <= MOST_CODES) return [...codes];
  throw new BadInput('TOO_MANY_RECORDS', 'too many project codes in one question', {
    path: ['filter', 'codes'],
    expected: `at most ${MOST_CODES}`,
    came: String(codes.length),
    remedy: 'ask for them in several questions',
  });
}

/** Within a division and below, as a range that an index can answer under row-level security. */
export function within(column: string, division: string): RawBuilder<unknown> {
  const { lo, hi } = askedDivision(division);
  return sql`${sql.ref(column)} >= ${lo} and ${sql.ref(column)} < ${hi}`;
}

/** A fragment of a name, capital or small, full-width or half-width. */
export function nameContains(stated: string): RawBuilder<unknown> {
  return sql`${placeIn(sql`t.name`, fragment(stated, ['filter', 'nameContains']))} > 0`;
}

const ORDERS: Record<string, readonly string[]> = {
  DIVISION: ['divisionCode', 'projectCode'],
  CODE: ['projectCode'],
  NAME: ['name', 'projectCode'],
  RECORDED: ['recordedAt', 'projectCode'],
};

export const projectOrder = (orderBy: string, direction: string): OrderBy[] =>
  ORDERS[orderBy]!.map((property) => ({ property, descending: direction === 'DESC' }));
