import { type RawBuilder, sql } from 'kysely';
import { addDays, type BusinessDate, yearMonthOf } from '../../../kernel/calendar.ts';
import type { Fact } from '../../../ledger/fact.ts';
import { versionsAt } from '../../../ledger/table.ts';
import type { SubgraphContext } from '../../context.ts';
import { type FiguresQuestion, firstOfMonth } from '../../division-figures.ts';
import {
  AttendanceRecord,
  Engagement,
  ParticipatingUnit,
  PayrollSheet,
  Project,
  RealNameRegistration,
} from '../facts.ts';
import { statusCode } from '../projects/construction-status.ts';
import { keptAttendance } from './kept-attendance.ts';
import { onFile } from './on-file.ts';
import { keptRoster } from './roster-tally.ts';

interface Projects {
  readonly division: string;
  readonly today: bigint;
  readonly month: bigint;
  readonly total: bigint;
  readonly building: bigint;
}

/** Projects by the day of their filing, and those under construction as their filing says now. */
export const projectsOnFile = (context: SubgraphContext): FiguresQuestion<Projects> => ({
  name: 'projects',
  none: { today: 0n, month: 0n, total: 0n, building: 0n },
  ask: (on, { sums }) =>
    sums(
      ['today', 'month', 'total', 'building'],
      sql`(
        select t.project_code, (t.filed_on = ${on}::date)::integer as today,
               (t.filed_on between ${firstOfMonth(on)}::date and ${on}::date)::integer as month,
               (t.filed_on is null or t.filed_on <= ${on}::date)::integer as total,
               (t.construction_status = ${statusCode('UNDER_CONSTRUCTION')}
                 and (t.filed_on is null or t.filed_on <= ${on}::date))::integer as building
          from ${current(Project, context)} where not t.withdrawn) as t`,
    ),
});

interface Counted {
  readonly division: string;
  readonly counted: bigint;
}

/** Owners, general contractors and the units stated as taking part, each once. */
export const enterprisesTakingPart = (context: SubgraphContext): FiguresQuestion<Counted> => ({
  name: 'enterprises',
  none: { counted: 0n },
  ask: (on, { distinct }) =>
    distinct(
      'enterprise_code',
      onFile(
        sql`(
        select t.project_code, t.enterprise_code from ${current(ParticipatingUnit, context)}
         where not t.withdrawn and (t.entered_on is null or t.entered_on <= ${on}::date)
           and (t.exited_on is null or t.exited_on >= ${on}::date)
        union all
        select t.project_code, party.code
          from ${current(Project, context)}, lateral (values (t.owner_code), (t.general_contractor_code)) party(code)
         where not t.withdrawn and party.code is not null and (t.filed_on is null or t.filed_on <= ${on}::date)
      ) as t`,
        context,
      ),
    ),
});

interface Roster {
  readonly division: string;
  readonly today: bigint;
  readonly month: bigint;
  readonly total: bigint;
  readonly onSite: bigint;
}

/**
 * Workers registered, by the first day on which a project of the division had them on a roster or engaged them; and on site, whose
 * engagement is open on the day, its last day counted.
 */
export const roster = (context: SubgraphContext): FiguresQuestion<Roster> => ({
  name: 'roster',
  none: { today: 0n, month: 0n, total: 0n, onSite: 0n },
  kept: keptRoster(context),
  ask: (on, { from }) => sql`
    select f.division, ${countsBy(sql`f.day`, on)}, count(*) filter (where f.is_on_site) as "onSite"
      from (select d.division, t.worker_id, min(t.day) as day,
                   bool_or(t.is_engaged and t.day <= ${on}::date and (t.exited_on is null or t.exited_on >= ${on}::date)) as is_on_site
              from ${from(
                onFile(
                  sql`(
                select t.project_code, t.worker_id, t.entered_on as day, true as is_engaged, t.exited_on
                  from ${current(Engagement, context)} where not t.withdrawn
                union all
                select t.project_code, t.worker_id,
                       coalesce(t.registered_on, (t.first_stated_at at time zone 'Asia/Shanghai')::date), false, null
                  from ${current(RealNameRegistration, context)} where not t.withdrawn
              ) as t`,
                  context,
                ),
              )}
             group by 1, 2) f
     group by 1`,
});

interface Attendance {
  readonly division: string;
  readonly recordsToday: bigint;
  readonly recordsMonth: bigint;
  readonly workersToday: bigint;
  readonly workersMonth: bigint;
}

/**
 * Records of the month up to the end of the day in Asia/Shanghai; one reading for day and month. By worker first: counting
 * distinct workers over all records would sort them.
 */
export const attendance = (context: SubgraphContext): FiguresQuestion<Attendance> => ({
  name: 'attendance',
  none: { recordsToday: 0n, recordsMonth: 0n, workersToday: 0n, workersMonth: 0n },
  kept: keptAttendance(context),
  ask: (on, { from }) => sql`
    select w.division, sum(w.today)::bigint as "recordsToday", sum(w.month)::bigint as "recordsMonth",
           count(*) filter (where w.today > 0) as "workersToday", count(*) as "workersMonth"
      from (select d.division, t.worker_id, count(*) as month,
                   count(*) filter (where t.occurred_at >= ${startOf(on)}) as today
              from ${from(onFile(current(AttendanceRecord, context), context))}
             where not t.withdrawn and t.occurred_at >= ${startOf(firstOfMonth(on))}
               and t.occurred_at < ${startOf(addDays(on, 1))}
             group by 1, 2) w
     group by 1`,
});

interface Payroll {
  readonly division: string;
  readonly sheets: bigint;
  /** A sum of bigints is numeric, which travels as text. */
  readonly payable: string;
  readonly actual: string;
}

/** The sheets for the day's month, whenever they came. */
export const payroll = (context: SubgraphContext): FiguresQuestion<Payroll> => ({
  name: 'payroll',
  none: { sheets: 0n, payable: '0', actual: '0' },
  ask: (on, { sums }) =>
    sums(
      ['sheets', 'payable', 'actual'],
      onFile(
        sql`(
        select t.project_code, 1 as sheets, t.total_payable_fen as payable, t.total_actual_fen as actual
          from ${current(PayrollSheet, context)} where not t.withdrawn and t.pay_month = ${yearMonthOf(on)}) as t`,
        context,
      ),
    ),
});

const current = (fact: Fact, { store, session }: SubgraphContext): RawBuilder<unknown> =>
  versionsAt(store.table(fact), session.asOf);

/** On the day, in its month up to it, and in all up to it; what states no day counts as earlier than all. */
const countsBy = (day: RawBuilder<unknown>, on: BusinessDate): RawBuilder<unknown> => sql`
  count(*) filter (where ${day} = ${on}::date) as today,
  count(*) filter (where ${day} between ${firstOfMonth(on)}::date and ${on}::date) as month,
  count(*) filter (where ${day} is null or ${day} <= ${on}::date) as total`;

const startOf = (day: string): Date => new Date(`${day}T00:00:00+08:00`);
