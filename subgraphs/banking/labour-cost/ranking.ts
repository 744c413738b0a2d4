import { type RawBuilder, sql } from 'kysely';
import type { BusinessDate, YearMonth } from '../../../kernel/calendar.ts';
import { divisionSpan, isWithin } from '../../../kernel/identifiers/division-code.ts';
import { wide } from '../../../ledger/query.ts';
import { versionsAt } from '../../../ledger/table.ts';
import { childrenOf, type Division, divisionOf } from '../../../schema/divisions.ts';
import { numberOn } from '../../../schema/province-profiles.ts';
import type { SubgraphContext } from '../../context.ts';
import { askedDivision } from '../../project-scope.ts';
import { LabourCostTransfer, SpecialWageAccount } from '../facts.ts';
import { labourCostDueOn } from '../rules/month-labour-cost.ts';
import { isWithdrawn } from '../withdrawn-projects/withdrawn-project.ts';
import { type KeptLabourCost, keptByDivision, keptLabourCost } from './kept-ranking.ts';

/** The labour cost of one month in one division (区划月度人工费到账情况). */
export interface DivisionLabourCost {
  /** The division whose parts were asked about: `division` is one of them, or what stands in it and in no part. */
  readonly askedDivision: string;
  readonly division: string;
  readonly divisionName: string | null;
  readonly month: YearMonth;
  readonly projects: number;
  readonly lateProjects: number;
  readonly projectsWithout: number;
  /** Fen. */
  readonly received: bigint;
  /** Fen. */
  readonly receivedLate: bigint;
}

/**
 * The divisions directly below one by their late labour cost, the worst first; asked of `project_scope` (architecture §8.3). When
 * it is due each province sets for itself: provinces with the same day are asked about together.
 */
export async function labourCostByDivision(
  division: string,
  month: YearMonth,
  context: SubgraphContext,
): Promise<DivisionLabourCost[]> {
  askedDivision(division);
  const asked = childrenOf(null).filter(({ code }) => isWithin(division, code) || isWithin(code, division));
  const byDue = Map.groupBy(asked, ({ code }) =>
    labourCostDueOn(month, numberOn(code, 'LABOUR_COST_DAY_OF_MONTH', `${month}-01`)),
  );
  const kept = await keptLabourCost(month, context);
  const counted = await Promise.all(
    [...byDue].map(([due, provinces]) => countedFor(division, month, due, provinces, kept, context)),
  );
  return counted.flat().sort(worstFirst);
}

async function countedFor(
  division: string,
  month: YearMonth,
  due: BusinessDate | null,
  provinces: readonly Division[],
  kept: KeptLabourCost | null,
  context: SubgraphContext,
): Promise<DivisionLabourCost[]> {
  const within = (column: string): RawBuilder<unknown> =>
    sql`${under(division, column)} and left(${sql.ref(column)}, 2) = any(${provinces.map(({ code }) => code.slice(0, 2))})`;
  const ranked = (column: string): RawBuilder<unknown> => partOf(division, column);
  const rows = await context.session.rows<Counted>(
    kept
      ? sql`
    select ${ranked('k.division_code')} as division, sum(projects)::integer as projects, sum(late)::integer as "lateProjects",
           sum(without)::integer as "projectsWithout", sum(received)::text as received, sum(received_late)::text as "receivedLate"
      from (${keptByDivision(month, due, kept)}) k where ${within('k.division_code')} group by 1 having sum(projects) > 0`
      : wide(sql`
    with ${byProject(month, due, context)}
    select ${ranked('s.division_code')} as division, count(*)::integer as projects,
           count(came.late_fen)::integer as "lateProjects", (count(*) - count(came.fen))::integer as "projectsWithout",
           coalesce(sum(came.fen), 0)::text as received, coalesce(sum(came.late_fen), 0)::text as "receivedLate"
      from came full join has_account using (project_code)
      join banking.project_scope s using (project_code)
     where ${within('s.division_code')} and not ${isWithdrawn('s.project_code', context.session.asOf)} group by 1`),
  );
  return rows.map((row) => ({
    ...row,
    askedDivision: division,
    divisionName: divisionOf(row.division)?.fullName ?? null,
    month,
    received: BigInt(row.received),
    receivedLate: BigInt(row.receivedLate),
  }));
}

/** To which projects labour cost came, and which have a special account in use. */
const byProject = (
  month: YearMonth,
  due: BusinessDate | null,
  { session, store }: SubgraphContext,
): RawBuilder<unknown> => sql`
    came as (
      select t.project_code, sum(t.amount_fen) as fen,
             sum(t.amount_fen) filter (where t.transferred_on > ${due}::date) as late_fen
        from ${versionsAt(store.table(LabourCostTransfer), session.asOf)}
       where t.for_month = ${month} and not t.withdrawn group by 1),
    has_account as (
      select t.project_code from ${versionsAt(store.table(SpecialWageAccount), session.asOf)}
       where t.status = 'ACTIVE' and not t.withdrawn
       union
      select p ->> 'projectCode' from ${versionsAt(store.table(SpecialWageAccount), session.asOf)}, jsonb_array_elements(t.shared_projects) p
       where t.status = 'ACTIVE' and t.shared_projects is not null and not t.withdrawn)`;

const worstFirst = (a: DivisionLabourCost, b: DivisionLabourCost): number =>
  b.lateProjects - a.lateProjects ||
  b.projectsWithout - a.projectsWithout ||
  (a.division < b.division ? -1 : 1);

type Counted = Omit<DivisionLabourCost, 'received' | 'receivedLate' | 'askedDivision'> & {
  /** A sum of bigints is numeric, which travels as text. */
  readonly received: string;
  readonly receivedLate: string;
};

/** Whether a column's division is the one asked about or below it. */
export const under = (division: string, column: string): RawBuilder<unknown> => {
  const { lo, hi } = divisionSpan(division);
  return sql`${sql.ref(column)} >= ${lo} and ${sql.ref(column)} < ${hi}`;
};

/** The part of the division asked about in which a column's division lies. */
export const partOf = (division: string, column: string): RawBuilder<unknown> =>
  sql`rpad(left(${sql.ref(column)}, ${digitsBelow(divisionSpan(division).lo)}), 6, '0')`;

/** How many digits tell the divisions directly below apart: two of a province, four of a city, six of a county. */
const digitsBelow = (prefix: string): number => Math.min(prefix.length + 2, 6);
