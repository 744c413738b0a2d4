import { type RawBuilder, sql } from 'kysely';
import { monthEdges, type YearMonth } from '../../../kernel/calendar.ts';
import type { Querier } from '../../../ledger/query.ts';
import type { CountedProjects, Tally } from '../../../ledger/tallies/tally.ts';
import { type AttendanceMark, dayOfBits, lastDayOfBits, lookedAgain } from './attendance-marks.ts';

/** Some two thousand punches, as sites send them. */
const MARKS_A_STEP = 100;
/** Some ten thousand punches of a month, of sites as they are. */
const PROJECTS_A_STEP = 50;

/**
 * Attendance by project, month and day (考勤累计). Records add up by what marks say; whether a worker was there on a day is looked up
 * again in the facts, so that it does not matter in which order marks are taken, or that a fact is seen before its mark.
 */
export const attendanceTally: Tally = {
  name: 'attendance',
  async follow(db) {
    const taken = await db.rows<AttendanceMark>(sql`
      delete from provincial.attendance_mark
       where ctid = any(array(select ctid from provincial.attendance_mark limit ${MARKS_A_STEP}))
      returning project_code, day, records, worker_ids`);
    const marks = await ofCountedMonths(db, taken);
    if (marks.length > 0) await db.rows(followed(marks));
    return taken.length === MARKS_A_STEP;
  },
  async backfill(db, month, through): Promise<CountedProjects> {
    const projects = await projectsBeyond(db, month as YearMonth, through);
    if (projects.length > 0) await db.rows(counted(month as YearMonth, projects));
    return { through: projects.at(-1) ?? null, projects: projects.length };
  },
};

/** What is not brought along yet will be, with all that is recorded by then: its marks have nothing to say. */
async function ofCountedMonths(db: Querier, marks: readonly AttendanceMark[]): Promise<AttendanceMark[]> {
  if (marks.length === 0) return [];
  const pending = await db.rows<{ part: string; through: string }>(
    sql`select part, through from provincial.tally_backfill where tally = 'attendance' and not is_done`,
  );
  const through = new Map(pending.map((one) => [one.part, one.through]));
  return marks.filter(
    ({ project_code, day }) => project_code <= (through.get(day.slice(0, 7)) ?? project_code),
  );
}

/** Brings the tally up to date with marks that were taken away. */
const followed = (marks: readonly AttendanceMark[]): RawBuilder<unknown> => sql`
  with changed as materialized (select * from (${lookedAgain(marks)}) looked where was <> days),
  ${keptWorkers()},
  steps as (
    select n.project_code, date_trunc('month', n.day)::date as month, extract(day from n.day)::integer as at,
           n.records, 0 as workers, 0 as arrived
      from unnest(${marks.map((one) => one.project_code)}::text[], ${marks.map((one) => one.day)}::date[],
                  ${marks.map((one) => one.records)}::integer[]) as n (project_code, day, records)
    union all
    select project_code, month, at, 0, (days >> (at - 1) & 1) - (was >> (at - 1) & 1), 0
      from changed, generate_series(${dayOfBits(sql`days # was`)}, ${lastDayOfBits(sql`days # was`)}) as at
     where (days # was) >> (at - 1) & 1 = 1
    union all
    select project_code, month, ${dayOfBits(sql`days`)}, 0, 0, 1 from changed where days <> 0 and ${FIRST_IS_ANOTHER}
    union all
    select project_code, month, ${dayOfBits(sql`was`)}, 0, 0, -1 from changed where was <> 0 and ${FIRST_IS_ANOTHER})
  ${addedUp()}`;

// The lowest bit by itself.
const FIRST_IS_ANOTHER = sql`days & -days <> was & -was`;

/** Counts projects of a month of which nothing is counted yet; what their marks say is among it. */
function counted(month: YearMonth, projects: readonly string[]): RawBuilder<unknown> {
  const { from, to } = monthEdges(month);
  const codes = sql`any(${projects as string[]}::text[])`;
  const first = sql`${`${month}-01`}::date`;
  return sql`
    with spared as (
      delete from provincial.attendance_mark
       where day >= ${first} and day < ${first} + interval '1 month' and project_code = ${codes}),
    present as materialized (
      select t.project_code, ${first} as month, t.worker_id,
             extract(day from t.occurred_at at time zone interval '8 hours')::integer as at, count(*)::integer as records
        from provincial.attendance_record t
       where t.project_code = ${codes} and t.occurred_at >= ${from} and t.occurred_at < ${to} and not t.withdrawn
       group by 1, 2, 3, 4),
    changed as materialized (
      select project_code, month, worker_id, 0 as was, bit_or(1 << (at - 1)) as days from present group by 1, 2, 3),
    ${keptWorkers()},
    steps as (
      select project_code, month, at, records, 1 as workers, 0 as arrived from present
      union all
      select project_code, month, ${dayOfBits(sql`days`)}, 0, 0, 1 from changed)
    ${addedUp()}`;
}

/** Keeps the days of workers that have changed, and who is known in more than one project of a month now. */
const keptWorkers = (): RawBuilder<unknown> => sql`
  kept as (
    insert into provincial.attendance_worker (month, worker_id, project_code, days)
    select month, worker_id, project_code, days from changed
    on conflict (month, worker_id, project_code) do update set days = excluded.days),
  shared as (
    insert into provincial.attendance_shared (month, worker_id)
    select distinct month, worker_id
      from (select month, worker_id, project_code, was, count(*) over (partition by month, worker_id) as projects from changed) c
     where was = 0 and (projects > 1 or exists (
             select from provincial.attendance_worker w
              where w.month = c.month and w.worker_id = c.worker_id and w.project_code <> c.project_code))
    on conflict do nothing)`;

/** Adds steps to the months of their projects, to each day from theirs on. */
const addedUp = (): RawBuilder<unknown> => sql`
  insert into provincial.attendance_month as m (month, project_code, records, arrived, workers)
  select n.month, n.project_code, array_agg(n.records::integer order by n.at), array_agg(n.arrived::integer order by n.at),
         array_agg(n.workers::integer order by n.at)
    from (select p.month, p.project_code, d.at,
                 coalesce(p.records[d.at], 0) + sum(coalesce(s.records, 0)) over upto as records,
                 coalesce(p.arrived[d.at], 0) + sum(coalesce(s.arrived, 0)) over upto as arrived,
                 coalesce(p.workers[d.at], 0) + coalesce(s.workers, 0) as workers
            from (select t.month, t.project_code, o.records, o.arrived, o.workers
                    from (select distinct month, project_code from steps) t
                    left join lateral (select * from provincial.attendance_month m
                                        where m.month = t.month and m.project_code = t.project_code limit 1) o on true) p
           cross join generate_series(1, 31) as d (at)
            left join (select month, project_code, at, sum(records) as records, sum(workers) as workers, sum(arrived) as arrived
                         from steps group by 1, 2, 3) s on s.month = p.month and s.project_code = p.project_code and s.at = d.at
          window upto as (partition by p.month, p.project_code order by d.at)) n
   group by 1, 2
  on conflict (month, project_code) do update
    set records = excluded.records, arrived = excluded.arrived, workers = excluded.workers`;

/** The next projects with a record in the month, found in the index without reading what lies between. */
async function projectsBeyond(db: Querier, month: YearMonth, through: string): Promise<string[]> {
  const { from, to } = monthEdges(month);
  const least = (beyond: RawBuilder<unknown>) => sql`
    select t.project_code from provincial.attendance_record t
     where t.project_code > ${beyond} and t.occurred_at >= ${from} and t.occurred_at < ${to} order by 1 limit 1`;
  const rows = await db.rows<{ project_code: string }>(sql`
    with recursive next (project_code) as (
      (${least(sql`${through}`)})
      union all
      select (${least(sql`next.project_code`)}) from next where next.project_code is not null)
    select project_code from next where project_code is not null limit ${PROJECTS_A_STEP}`);
  return rows.map((one) => one.project_code);
}
