import { type RawBuilder, sql } from 'kysely';
import type { Caller } from '../../../kernel/caller.ts';
import { faults } from '../../../kernel/faults.ts';
import { divisionSpan } from '../../../kernel/identifiers/division-code.ts';
import { BadInput } from '../../../kernel/refusals.ts';
import type { OrderBy } from '../../../ledger/reader.ts';
import { statusCode } from './construction-status.ts';

export interface ProjectFilter {
  readonly codes?: readonly string[] | null;
  readonly division?: string | null;
  readonly sectors?: readonly string[] | null;
  readonly kinds?: readonly string[] | null;
  readonly constructionStatuses?: readonly string[] | null;
  readonly nameContains?: string | null;
  readonly generalContractorCode?: string | null;
  readonly hasOpenWarnings?: boolean | null;
}

/** The filter as conditions on the project table `t`; an empty list of values finds nothing, a missing one all. */
export function projectConditions(
  filter: ProjectFilter | null | undefined,
  caller: Caller,
): RawBuilder<unknown>[] {
  if (!filter) return [];
  const where: RawBuilder<unknown>[] = [];
  if (filter.codes) where.push(sql`t.project_code = any(${checkedCodes(filter.codes)}::text[])`);
  if (filter.division) where.push(within('t.division_code', filter.division));
  if (filter.sectors) where.push(sql`t.sector = any(${filter.sectors as string[]})`);
  if (filter.kinds) where.push(sql`t.kind = any(${filter.kinds as string[]})`);
  if (filter.constructionStatuses) {
    where.push(sql`t.construction_status = any(${filter.constructionStatuses.map(statusCode)})`);
  }
  if (filter.generalContractorCode)
    where.push(sql`t.general_contractor_code = ${filter.generalContractorCode}`);
  if (filter.nameContains != null) where.push(nameContains(filter.nameContains));
  if (filter.hasOpenWarnings != null) {
    // A filter is a read: whether a warning is open must not be learnt without the right to read warnings.
    if (!caller.scopes.includes('warning:read'))
      throw faults.FORBIDDEN('filter.hasOpenWarnings (needs warning:read)');
    const open = sql`exists (select 1 from provincial.early_warning w
      where w.project_code = t.project_code and w.state <> 'CLEARED' and not w.withdrawn)`;
    where.push(filter.hasOpenWarnings ? open : sql`not ${open}`);
  }
  return where;
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
  const { lo, hi } = divisionSpan(division);
  return sql`${sql.ref(column)} >= ${lo} and ${sql.ref(column)} < ${hi}`;
}

const SHORTEST_FRAGMENT = 2;

/** A fragment of a name; `%` and `_` stand for themselves. */
export function nameContains(fragment: string): RawBuilder<unknown> {
  const text = fragment.trim();
  if ([...text].length < SHORTEST_FRAGMENT) {
    throw new BadInput('NAME_FRAGMENT_TOO_SHORT', '"nameContains" is too short', {
      path: ['filter', 'nameContains'],
      expected: `at least ${SHORTEST_FRAGMENT} characters`,
      came: `${[...text].length}`,
      remedy: 'give more of the name',
    });
  }
  return sql`t.name like ${`%${text.replace(/[\\%_]/g, '\\$&')}%`}`;
}

const ORDERS: Record<string, readonly string[]> = {
  DIVISION: ['divisionCode', 'projectCode'],
  CODE: ['projectCode'],
  RECORDED: ['recordedAt', 'projectCode'],
};

export const projectOrder = (orderBy: string, direction: string): OrderBy[] =>
  ORDERS[orderBy]!.map((property) => ({ property, descending: direction === 'DESC' }));
