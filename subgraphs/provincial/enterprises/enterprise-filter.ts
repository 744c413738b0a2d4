import { type RawBuilder, sql } from 'kysely';
import { businessDateOf } from '../../../kernel/calendar.ts';
import { BadInput } from '../../../kernel/refusals.ts';
import type { SubgraphContext } from '../../context.ts';
import { rowsOf } from '../asked-rows.ts';
import { nameContains, within } from '../projects/project-filter.ts';
import { enterpriseHasConflicts } from './claims.ts';
import { listingConditions, qualificationConditions } from './credit-filters.ts';
import { EnterpriseBlacklisting, EnterpriseConductRecord, EnterpriseQualification } from './facts.ts';

export interface EnterpriseFilter {
  readonly creditCodes?: readonly string[] | null;
  readonly division?: string | null;
  readonly nameContains?: string | null;
  readonly hasConflicts?: boolean | null;
  readonly isBlacklisted?: boolean | null;
  readonly conductKinds?: readonly string[] | null;
  readonly qualificationKind?: string | null;
}

/** The filter as conditions on the enterprise table `t`; an empty list of values finds nothing, a missing one all. */
export function enterpriseConditions(
  filter: EnterpriseFilter,
  context: SubgraphContext,
): RawBuilder<unknown>[] {
  const { creditCodes, division, isBlacklisted, conductKinds, qualificationKind } = filter;
  const where: RawBuilder<unknown>[] = [];
  if (creditCodes != null) where.push(sql`t.credit_code = any(${checkedCodes(creditCodes)}::text[])`);
  if (division != null) where.push(within('t.division_code', division));
  if (filter.nameContains != null) where.push(nameContains(filter.nameContains));
  if (filter.hasConflicts != null)
    where.push(sql`${enterpriseHasConflicts(context)} = ${filter.hasConflicts}::boolean`);
  const day = businessDateOf(context.now);
  if (isBlacklisted != null) {
    const listed = sql`select t.enterprise_code from ${rowsOf(EnterpriseBlacklisting, 't', context)}
      where ${allOf(listingConditions({ activeOn: day }, context))}`;
    where.push(isBlacklisted ? sql`t.credit_code in (${listed})` : sql`t.credit_code not in (${listed})`);
  }
  if (conductKinds)
    where.push(sql`t.credit_code in (select t.enterprise_code from ${rowsOf(EnterpriseConductRecord, 't', context)}
      where ${allOf([sql`t.kind = any(${conductKinds as string[]}::text[])`])})`);
  if (qualificationKind != null)
    where.push(sql`t.credit_code in (select t.enterprise_code from ${rowsOf(EnterpriseQualification, 't', context)}
      where ${allOf(qualificationConditions({ kind: qualificationKind, validOn: day }, context))})`);
  return where;
}

/** Of rows that stand. */
const allOf = (terms: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  sql.join([sql`not t.withdrawn`, ...terms], sql` and `);

const MOST_CODES = 1_000;

function checkedCodes(codes: readonly string[]): string[] {
  if (codes.length <= MOST_CODES) return [...codes];
  throw new BadInput('TOO_MANY_RECORDS', 'too many credit codes in one question', {
    path: ['filter', 'creditCodes'],
    expected: `at most ${MOST_CODES}`,
    came: String(codes.length),
    remedy: 'ask for them in several questions',
  });
}
