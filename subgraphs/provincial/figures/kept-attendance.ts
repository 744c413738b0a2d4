import { type RawBuilder, sql } from 'kysely';
import type { BusinessDate } from '../../../kernel/calendar.ts';
import type { SubgraphContext } from '../../context.ts';
import { firstOfMonth, type KeptFigures } from '../../division-figures.ts';
import { type AttendanceMark, lookedAgain, marksBetween } from './attendance-marks.ts';
import { onFile } from './on-file.ts';

/**
 * Attendance from its tally, with what is marked looked at directly. Projects add up; who has records in several of them counts in
 * each, and is taken off again as often as that is too much for the division.
 */
export const keptAttendance = (context: SubgraphContext): KeptFigures => ({
  tally: 'attendance',
  part: (on) => on.slice(0, 7),
  // As the server last counted the month; the past is a little more.
  factsToCount: (on) => sql`
    select coalesce((select greatest(c.reltuples, 0) from pg_class c
                      where c.oid = to_regclass(${`provincial.attendance_record_${on.slice(0, 7).replace('-', '')}`})), 0)::float8 as facts`,
  async ask(on, { sums, fromAll }) {
    const marks = await context
      .loader<BusinessDate, readonly AttendanceMark[]>('attendance marks', (days) =>
        Promise.all(days.map((day) => marksBetween(context.session, firstOfMonth(day), day))),
      )
      .load(on);
    const at = Number(on.slice(8));
    const [today, month] = [
      sql`t.days & ${1 << (at - 1)}::integer <> 0`,
      sql`t.days & ${2 ** at - 1}::integer <> 0`,
    ];
    return sql`
      ${marks.length > 0 ? sql`with looked as materialized (${lookedAgain(marks)})` : sql``}
      select f.division, sum(f.records_today)::bigint as "recordsToday", sum(f.records_month)::bigint as "recordsMonth",
             sum(f.workers_today)::bigint as "workersToday", sum(f.workers_month)::bigint as "workersMonth"
        from ((${sums(COLUMNS, onFile(sql`(${byProject(on, at, marks)}) as t`, context))})
               union all
              select w.division, 0, 0, 1 - greatest(w.today, 1), 1 - greatest(w.month, 1)
                from (select d.division, t.worker_id, count(*) filter (where ${today}) as today, count(*) filter (where ${month}) as month
                        from ${fromAll(onFile(sql`(${ofSeveralProjects(on, marks)}) as t`, context))}
                       group by 1, 2 having count(*) > 1) w) f
       group by 1`;
  },
});

const COLUMNS = ['records_today', 'records_month', 'workers_today', 'workers_month'];

function byProject(on: BusinessDate, at: number, marks: readonly AttendanceMark[]): RawBuilder<unknown> {
  const kept = sql`
    select project_code, records[${at}::integer] - coalesce(records[${at - 1}::integer], 0) as records_today,
           records[${at}::integer] as records_month, workers[${at}::integer] as workers_today, arrived[${at}::integer] as workers_month
      from provincial.attendance_month where month = ${firstOfMonth(on)}::date`;
  if (marks.length === 0) return kept;
  const [today, month] = [sql`${1 << (at - 1)}::integer`, sql`${2 ** at - 1}::integer`];
  return sql`
    ${kept}
    union all
    select n.project_code, case when n.day = ${on}::date then n.records else 0 end, n.records, 0, 0
      from unnest(${marks.map((one) => one.project_code)}::text[], ${marks.map((one) => one.day)}::date[],
                  ${marks.map((one) => one.records)}::integer[]) as n (project_code, day, records)
    union all
    select project_code, 0, 0, (days & ${today} <> 0)::integer - (was & ${today} <> 0)::integer,
           (days & ${month} <> 0)::integer - (was & ${month} <> 0)::integer from looked`;
}

/** The days of workers by project, of all who may be in several. */
function ofSeveralProjects(on: BusinessDate, marks: readonly AttendanceMark[]): RawBuilder<unknown> {
  const month = sql`${firstOfMonth(on)}::date`;
  const shared = sql`
    select w.project_code, w.worker_id, w.days
      from provincial.attendance_shared s join provincial.attendance_worker w on w.month = s.month and w.worker_id = s.worker_id
     where s.month = ${month} and w.month = ${month}`;
  if (marks.length === 0) return shared;
  // What was looked at stands in place of what the tally says; grouped, since an anti-join is planned as one search for each.
  return sql`
    select k.project_code, k.worker_id, coalesce(max(k.days) filter (where k.is_looked), max(k.days)) as days
      from (select o.*, false as is_looked from (${shared}) o
             union all
            select w.project_code, w.worker_id, w.days, false
              from (select distinct worker_id from looked) l cross join lateral (
                select * from provincial.attendance_worker w where w.month = ${month} and w.worker_id = l.worker_id offset 0) w
             union all
            select project_code, worker_id, days, true from looked) k
     group by 1, 2`;
}
