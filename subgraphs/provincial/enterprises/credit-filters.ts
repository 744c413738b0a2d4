import { type RawBuilder, sql } from 'kysely';
import type { SubgraphContext } from '../../context.ts';
import { rowsOf } from '../asked-rows.ts';
import { Enterprise } from '../facts.ts';
import { within } from '../projects/project-filter.ts';

// What lists of qualifications, records and listings are cut down to, as conditions on their tables `t`.

interface OfEnterprises {
  readonly enterpriseCode?: string | null;
  readonly division?: string | null;
}

interface QualificationFilter extends OfEnterprises {
  readonly kind?: string | null;
  readonly validOn?: string | null;
  readonly endsBy?: string | null;
}

export function qualificationConditions(
  filter: QualificationFilter,
  context: SubgraphContext,
): RawBuilder<unknown>[] {
  const where = ofEnterprises(filter, context);
  if (filter.kind != null) where.push(sql`t.kind = ${filter.kind}`);
  if (filter.endsBy != null) where.push(sql`t.valid_to <= ${filter.endsBy}::date`);
  if (filter.validOn != null)
    where.push(
      sql`coalesce(t.valid_from <= ${filter.validOn}::date, true) and coalesce(t.valid_to >= ${filter.validOn}::date, true)`,
    );
  return where;
}

interface RecordFilter extends OfEnterprises {
  readonly kind?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
}

export function recordConditions(
  { kind, from, to, ...filter }: RecordFilter,
  context: SubgraphContext,
): RawBuilder<unknown>[] {
  const where = ofEnterprises(filter, context);
  if (kind != null) where.push(sql`t.kind = ${kind}`);
  if (from != null) where.push(sql`t.decided_on >= ${from}::date`);
  if (to != null) where.push(sql`t.decided_on <= ${to}::date`);
  return where;
}

interface ListingFilter extends OfEnterprises {
  readonly activeOn?: string | null;
}

export function listingConditions(
  { activeOn, ...filter }: ListingFilter,
  context: SubgraphContext,
): RawBuilder<unknown>[] {
  const where = ofEnterprises(filter, context);
  if (activeOn)
    where.push(sql`t.starts_on <= ${activeOn}::date and t.ends_on >= ${activeOn}::date
      and (t.removed_on is null or t.removed_on > ${activeOn}::date)`);
  return where;
}

function ofEnterprises(
  { enterpriseCode, division }: OfEnterprises,
  context: SubgraphContext,
): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (enterpriseCode != null) where.push(sql`t.enterprise_code = ${enterpriseCode}`);
  if (division)
    where.push(sql`exists (select 1 from ${rowsOf(Enterprise, 'e', context)}
      where e.credit_code = t.enterprise_code and not e.withdrawn and ${within('e.division_code', division)})`);
  return where;
}
