import { type RawBuilder, sql } from 'kysely';
import type { Querier } from '../../../ledger/query.ts';
import { countAgain, type Kept } from '../../../ledger/tallies/count-again.ts';
import type { Tally } from '../../../ledger/tallies/tally.ts';
import { isWithdrawn } from '../withdrawn-projects/withdrawn-project.ts';

/**
 * Labour cost by division, sector and month, and projects with a special account by division and sector (人工费到账累计). A division
 * is counted again whole when a project of it is marked, in the month that changed, or in all of them when the project
 * or its account did.
 */
export const labourCostTally: Tally = {
  name: 'labour cost',
  async follow(db) {
    const taken = await db.rows<Mark>(sql`
      delete from banking.labour_cost_mark
       where ctid = any(array(select ctid from banking.labour_cost_mark limit ${MARKS_A_STEP}))
      returning project_code, division_code, for_month`);
    const divisions = await divisionsOf(db, taken);
    for (const [month, marked] of divisions) await countDivisions(db, marked, month);
    return taken.length === MARKS_A_STEP;
  },
  async backfill(db, _part, through) {
    const next = await db.rows<{ division: string; projects: number }>(sql`
      select s.division_code as division, count(*)::integer as projects from banking.project_scope s
       where s.division_code > ${through} group by 1 order by 1 limit ${DIVISIONS_A_STEP}`);
    const divisions = next.map(({ division }) => division);
    if (divisions.length > 0) await countDivisions(db, divisions, null);
    return {
      through: divisions.at(-1) ?? null,
      projects: next.reduce((sum, { projects }) => sum + projects, 0),
    };
  },
};

/** Of what is marked each division is counted once. */
const MARKS_A_STEP = 5_000;
const DIVISIONS_A_STEP = 10;

interface Mark {
  readonly project_code: string | null;
  readonly division_code: string | null;
  readonly for_month: string | null;
}

/** The divisions to be counted again, by month; under null those of which all months are, and whatever does not depend on one. */
async function divisionsOf(db: Querier, marks: readonly Mark[]): Promise<Map<string | null, string[]>> {
  const rows = await db.rows<{ month: string | null; divisions: string[] }>(sql`
    select for_month as month, array_agg(distinct division order by division) as divisions
      from (${divisionOfMarks(sql`unnest(
             ${marks.map((one) => one.project_code)}::text[], ${marks.map((one) => one.division_code)}::text[],
             ${marks.map((one) => one.for_month)}::text[]) as m (project_code, division_code, for_month)`)}) d
     where division is not null group by 1`);
  return new Map(rows.map(({ month, divisions }) => [month, divisions]));
}

/**
 * The division that each mark is about: the one it names, or the one in which its project stands now; null where that is none,
 * or none that the caller sees. Projects are looked up one by one.
 * @param marks a relation `m`
 */
export const divisionOfMarks = (marks: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select distinct coalesce(m.division_code, (
           select s.division_code from banking.project_scope s where s.project_code = m.project_code)) as division, m.for_month
    from (select distinct * from ${marks}) m`;

async function countDivisions(
  db: Querier,
  divisions: readonly string[],
  month: string | null,
): Promise<void> {
  const among = sql`t.division_code = any(${divisions as string[]}::text[])`;
  const ofMonth = month === null ? among : sql`${among} and t.for_month = ${month}`;
  await countAgain(db, LABOUR_COST, ofMonth, countedLabourCost(divisions, month));
  if (month === null) await countAgain(db, ACCOUNTS, among, countedAccounts(divisions));
}

const LABOUR_COST: Kept = {
  schema: 'banking',
  table: 'labour_cost_tally',
  key: ['division_code', 'sector', 'for_month'],
  counts: ['with_account'],
  steps: ['days', 'received', 'complete'],
};

const ACCOUNTS: Kept = {
  schema: 'banking',
  table: 'account_tally',
  key: ['division_code', 'sector'],
  counts: ['projects'],
};

/** What stands of the labour cost of these divisions, as the tally keeps it. @param month every month, where it is null */
export const countedLabourCost = (
  divisions: readonly string[],
  month: string | null,
): RawBuilder<unknown> => sql`
  with placed as materialized (${placedIn(divisions)}),
  days as (
    select p.division_code, p.sector, p.has_account, t.project_code, t.for_month, t.transferred_on as day, sum(t.amount_fen) as fen,
           t.transferred_on = max(t.transferred_on) over (partition by t.project_code, t.for_month) as is_last
      from placed p join banking.labour_cost_transfer t using (project_code)
     where not t.withdrawn and ${month === null ? sql`true` : sql`t.for_month = ${month}`}
     group by 1, 2, 3, 4, 5, 6),
  steps as (
    select division_code, sector, for_month, day, sum(sum(fen)) over upto as received,
           sum(count(*) filter (where is_last)) over upto as complete, count(*) filter (where is_last and has_account) as with_account
      from days group by 1, 2, 3, 4 window upto as (partition by division_code, sector, for_month order by day))
  select division_code, sector, for_month, sum(with_account)::integer as with_account, array_agg(day order by day) as days,
         array_agg(received::bigint order by day) as received, array_agg(complete::integer order by day) as complete
    from steps group by 1, 2, 3`;

/** How many projects of these divisions have a special account in use, as the tally keeps it. */
export const countedAccounts = (divisions: readonly string[]): RawBuilder<unknown> => sql`
  select division_code, sector, (count(*) filter (where has_account))::integer as projects
    from (${placedIn(divisions)}) p group by 1, 2`;

const placedIn = (divisions: readonly string[]): RawBuilder<unknown> => sql`
  select s.project_code, s.division_code, s.sector,
         exists (select from banking.special_wage_account a
                  where a.project_code = s.project_code and a.status = 'ACTIVE' and not a.withdrawn)
         or s.project_code in (select p ->> 'projectCode' from banking.special_wage_account a, jsonb_array_elements(a.shared_projects) p
                                where a.shared_projects is not null and a.status = 'ACTIVE' and not a.withdrawn) as has_account
    from banking.project_scope s where s.division_code = any(${divisions as string[]}::text[]) and not ${isWithdrawn('s.project_code')}`;
