import { type RawBuilder, sql } from 'kysely';
import { type Listed, type Page, type PageRequest, pageOf, walkOf } from '../../../ledger/page.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import { versionsAt } from '../../../ledger/table.ts';
import { totalOf } from '../../../ledger/total.ts';
import type { SubgraphContext } from '../../context.ts';
import { Enterprise, ParticipatingUnit, Project } from '../facts.ts';
import { placeIn } from './search-text.ts';

/** What projects are searched by. */
export interface Sought {
  /** As `searchText` made it. */
  readonly text: string;
  /** Codes of projects whose construction permit has this number, as the sector departments told. */
  readonly ofPermits: readonly string[];
}

/**
 * Projects that a text stands for (检索), in three ranks: those that it is a number of, those whose name or code begins with
 * it, those with it elsewhere in their name or in their general contractor's; within a rank by division and code.
 */
export async function projectsFound(
  sought: Sought,
  page: Omit<PageRequest, 'orderBy' | 'where'>,
  context: SubgraphContext,
): Promise<Page<RowOf<typeof Project> & { readonly rank: number }>> {
  const orderBy = [{ property: 'rank' }, { property: 'divisionCode' }, { property: 'projectCode' }];
  const walk = walkOf(LISTED, { ...page, orderBy });
  const place = sql`(f.rank, f.division_code, f.project_code, f.id)`;
  const [rank, division, code, id] = walk.from ?? [];
  const beyond = walk.from
    ? sql`where ${place} ${sql.raw(walk.backwards ? '<' : '>')} (${rank}::integer, ${division}::text, ${code}::text, ${id}::uuid)`
    : sql``;
  const way = sql.raw(walk.backwards ? 'desc' : 'asc');
  // Narrow rows are put in order, and counted on the way; what a project has besides is read for the page alone.
  const found = await context.session.rows<Found>(sql`
    with found as (select h.*, count(*) over ()::integer as of from (${hits(sought, context)}) h)
    select f.project_code as code, f.rank, f.of from found f ${beyond}
     order by f.rank ${way}, f.division_code ${way}, f.project_code ${way}, f.id ${way} limit ${walk.size + 1}`);
  const rows = await Promise.all(
    found.map(async ({ code, rank }) => ({ ...(await context.one(Project, 'projectCode', code))!, rank })),
  );
  const [first] = found;
  return pageOf(rows, walk, async () =>
    first ? { count: first.of, isEstimate: false } : totalOf(context.session, hits(sought, context)),
  );
}

interface Found {
  readonly code: string;
  readonly rank: number;
  /** How many there are in all. */
  readonly of: number;
}

const LISTED: Listed = {
  fact: { name: 'ProjectFound' },
  column: (property) => ({ property, name: property, type: TYPES[property] ?? 'text', sealed: false }),
};

const TYPES: Readonly<Record<string, string>> = { rank: 'integer', id: 'uuid' };

function hits({ text, ofPermits }: Sought, { store, session }: SubgraphContext): RawBuilder<unknown> {
  const at = (fact: typeof Project | typeof Enterprise | typeof ParticipatingUnit) =>
    versionsAt(store.table(fact), session.asOf);
  const codes = [...new Set([text, text.toUpperCase(), text.toLowerCase()])];
  const creditCode = text.toUpperCase();
  const isNumber = sql`(
    p.project_code = any(${codes}::text[]) or p.third_party_code = any(${codes}::text[])
    or p.project_code = any(${ofPermits}::text[])
    or p.owner_code = ${creditCode} or p.general_contractor_code = ${creditCode}
    or p.project_code in (select t.project_code from ${at(ParticipatingUnit)}
                           where t.enterprise_code = ${creditCode} and not t.withdrawn))`;
  const isBegun = CODE_PREFIX.test(text)
    ? sql`(p.name_at = 1 or p.abbreviation_at = 1 or starts_with(p.project_code, ${text}))`
    : sql`(p.name_at = 1 or p.abbreviation_at = 1)`;
  const isContained = sql`(
    p.name_at > 1 or p.abbreviation_at > 1
    or p.general_contractor_code in (select t.credit_code from ${at(Enterprise)}
                                      where (${placeIn(sql`t.name`, text)} > 0 or ${placeIn(sql`t.abbreviation`, text)} > 0)
                                        and not t.withdrawn))`;
  // "offset 0": the places are worked out once a row, and not once a comparison.
  return sql`
    select h.* from (
      select p.id, p.project_code, p.division_code,
             case when ${isNumber} then 0 when ${isBegun} then 1 when ${isContained} then 2 end as rank
        from (select t.id, t.project_code, t.division_code, t.third_party_code, t.owner_code, t.general_contractor_code,
                     ${placeIn(sql`t.name`, text)} as name_at, ${placeIn(sql`t.abbreviation`, text)} as abbreviation_at
                from ${at(Project)} where not t.withdrawn offset 0) p) h
     where h.rank is not null`;
}

/** Fewer characters than a county's code begin too many projects to be of use. */
const CODE_PREFIX = /^[0-9A-Za-z_-]{6,}$/;
