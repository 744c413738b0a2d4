import { type RawBuilder, sql } from 'kysely';
import type { BusinessDate } from '../../../kernel/calendar.ts';
import { addDays } from '../../../kernel/calendar.ts';
import {
  markedProjects,
  type ProjectTallyOptions,
  projectTally,
} from '../../../ledger/tallies/project-tally.ts';
import type { SubgraphContext } from '../../context.ts';
import { firstOfMonth, type KeptFigures } from '../../division-figures.ts';
import { onFile } from './on-file.ts';

const OPTIONS: ProjectTallyOptions = {
  name: 'roster',
  schema: 'provincial',
  table: 'roster_tally',
  marks: 'roster_mark',
  key: ['project_code'],
  steps: ['days', 'registered', 'on_site'],
  sources: ['engagement', 'real_name_registration'],
  counted: (projects) => sql`
    with pairs as (${pairsOf(rows(sql`f.project_code = any(${projects as string[]}::text[])`))}),
    changes as (
      select project_code, day, 1 as registered, 0 as on_site from pairs
      union all
      select p.project_code, b.day, 0, b.change
        from pairs p, unnest(p.periods) r, lateral (values (lower(r), 1), (upper(r), -1)) b (day, change) where b.day is not null)
    select project_code, array_agg(day order by day) as days, array_agg(registered::integer order by day) as registered,
           array_agg(on_site::integer order by day) as on_site
      from (select project_code, day, sum(sum(registered)) over upto as registered, sum(sum(on_site)) over upto as on_site
              from changes group by 1, 2 window upto as (partition by project_code order by day)) s
     group by 1`,
  afterwards: (projects) => sql`
    insert into provincial.roster_shared (worker_id)
    select n.worker_id
      from (select distinct f.worker_id, f.project_code
              from (${rows(sql`f.project_code = any(${projects as string[]}::text[])`)}) f) n
     where exists (select from provincial.engagement e
                    where e.worker_id = n.worker_id and e.project_code <> n.project_code and not e.withdrawn)
        or exists (select from provincial.real_name_registration r
                    where r.worker_id = n.worker_id and r.project_code <> n.project_code and not r.withdrawn)
     order by 1
    on conflict do nothing`,
};

/** Workers registered and on site (在册在场累计), by project and day. */
export const rosterTally = projectTally(OPTIONS);

/** Both from the tally, with marked projects counted directly; who is known in several projects is counted once. */
export const keptRoster = (context: SubgraphContext): KeptFigures => ({
  tally: OPTIONS.name,
  part: () => '',
  async ask(on, { sums, fromAll }) {
    const marked = await markedProjects(context.session, OPTIONS);
    return sql`
      select f.division, sum(f.today)::bigint as today, sum(f.month)::bigint as month, sum(f.total)::bigint as total,
             sum(f.on_site)::bigint as "onSite"
        from ((${sums(['today', 'month', 'total', 'on_site'], onFile(sql`(${byProject(on, marked)}) as t`, context))})
               union all
              select d.division, (min(t.day) = ${on}::date)::integer - count(*) filter (where t.day = ${on}::date),
                     (min(t.day) between ${firstOfMonth(on)}::date and ${on}::date)::integer
                       - count(*) filter (where t.day between ${firstOfMonth(on)}::date and ${on}::date),
                     1 - greatest(1, count(*) filter (where t.day <= ${on}::date)),
                     1 - greatest(1, count(*) filter (where t.periods @> ${on}::date))
                from ${fromAll(onFile(sql`(${ofSeveralProjects(marked)}) as t`, context))}
               group by d.division, t.worker_id having count(*) > 1) f
       group by 1`;
  },
});

function byProject(on: BusinessDate, marked: readonly string[]): RawBuilder<unknown> {
  const upTo = (steps: string, day: string) =>
    sql`coalesce(${sql.ref(steps)}[width_bucket(${day}::date, days)], 0)`;
  const stands = sql`select project_code, days, registered, on_site from provincial.roster_tally`;
  const total = upTo('registered', on);
  return sql`
    select project_code, ${total} - ${upTo('registered', addDays(on, -1))} as today,
           ${total} - ${upTo('registered', addDays(firstOfMonth(on), -1))} as month, ${total} as total, ${upTo('on_site', on)} as on_site
      from (${
        marked.length === 0
          ? stands
          : sql`${stands} where project_code <> all(${marked as string[]}::text[]) union all (${OPTIONS.counted(marked)})`
      }) s`;
}

/** Workers who may be in several projects, by project; looked up one by one, of all that is recorded now. */
const ofSeveralProjects = (marked: readonly string[]): RawBuilder<unknown> =>
  pairsOf(sql`
    select f.* from (
      select worker_id from provincial.roster_shared
      ${marked.length > 0 ? sql`union select f.worker_id from (${rows(sql`f.project_code = any(${marked as string[]}::text[])`)}) f` : sql``}
    ) w cross join lateral (${rows(sql`f.worker_id = w.worker_id`)} offset 0) f`);

/** Each engagement and each registration: its day, and the period of an engagement. */
const rows = (where: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select f.project_code, f.worker_id, f.entered_on as day, daterange(f.entered_on, f.exited_on, '[]') as period
    from provincial.engagement f where not f.withdrawn and ${where}
  union all
  select f.project_code, f.worker_id,
         coalesce(f.registered_on, (f.first_stated_at at time zone 'Asia/Shanghai')::date), null::daterange
    from provincial.real_name_registration f where not f.withdrawn and ${where}`;

/** Each worker of a project: the first day, and the days on site, of all crews together. */
const pairsOf = (relation: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select g.project_code, g.worker_id, min(g.day) as day, range_agg(g.period) as periods
    from (${relation}) g group by 1, 2`;
