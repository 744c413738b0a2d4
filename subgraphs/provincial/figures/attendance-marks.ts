import { type RawBuilder, sql } from 'kysely';
import type { BusinessDate } from '../../../kernel/calendar.ts';
import type { Querier } from '../../../ledger/query.ts';

/** What a statement has changed of a project's day (待计标记); its workers have to be looked at again. */
export interface AttendanceMark {
  readonly project_code: string;
  readonly day: string;
  readonly records: number;
  readonly worker_ids: readonly string[];
}

/** The marks of these days, as far as the caller sees their projects. */
export const marksBetween = (db: Querier, from: BusinessDate, to: BusinessDate): Promise<AttendanceMark[]> =>
  db.rows<AttendanceMark>(sql`
    select project_code, day, records, worker_ids from provincial.attendance_mark where day between ${from} and ${to}`);

/**
 * The workers of marks by project and month, with the days on which the tally has them (`was`) and those on which they have a
 * record now (`days`), a bit a day.
 */
export function lookedAgain(marks: readonly AttendanceMark[]): RawBuilder<unknown> {
  const asked = marks.flatMap(({ project_code, day, worker_ids }) =>
    worker_ids.map((worker) => [project_code, day, worker] as const),
  );
  // Looked up one by one: a plan that reads the month instead would not end. By the worker's day, for which the project's code must
  // not be a column: of a project's day all the others' records would be read for each.
  return sql`
    select k.project_code, k.month, k.worker_id, coalesce(w.days, 0) as was, (coalesce(w.days, 0) & ~k.looked) | k.found as days
      from (select project_code, month, worker_id, bit_or(bit) as looked, bit_or(case when is_present then bit else 0 end) as found
              from (select n.project_code, date_trunc('month', n.day)::date as month, n.worker_id,
                           1 << (extract(day from n.day)::integer - 1) as bit,
                           exists (select from provincial.attendance_record t
                                    where t.worker_id = n.worker_id and t.project_code || '' = n.project_code and not t.withdrawn
                                      and t.occurred_at >= n.day::timestamp at time zone interval '8 hours'
                                      and t.occurred_at < (n.day + 1)::timestamp at time zone interval '8 hours') as is_present
                      from (select distinct * from unnest(
                              ${asked.map(([project]) => project)}::text[], ${asked.map(([, day]) => day)}::date[],
                              ${asked.map(([, , worker]) => worker)}::uuid[]) as u (project_code, day, worker_id)) n) each
             group by 1, 2, 3) k
      left join lateral (
        select s.days from provincial.attendance_worker s
         where s.month = k.month and s.worker_id = k.worker_id and s.project_code = k.project_code limit 1) w on true`;
}

/** The first day of a set of days that is not empty, from 1. */
export const dayOfBits = (days: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`strpos(reverse((${days})::bit(32)::text), '1')`;

/** The last one. */
export const lastDayOfBits = (days: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(33 - strpos((${days})::bit(32)::text, '1'))`;
