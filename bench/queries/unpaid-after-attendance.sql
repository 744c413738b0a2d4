-- The facts of examples/questions/12-unpaid-after-attendance.graphql as one hand-written statement, for bench/queries.ts.
-- $1 the project code, $2 and $3 the edges of the month, $4 the month as YYYY-MM, $5 how many workers
with present as (
  select worker_id, count(distinct (occurred_at at time zone 'Asia/Shanghai')::date) as days
    from provincial.attendance_record
   where project_code = $1 and occurred_at >= $2 and occurred_at < $3 and direction = 'IN' and not withdrawn group by 1
),
sheet as (
  select worker_id, sum(days) filter (where not is_back_pay) as days, sum(payable_fen) as payable, sum(actual_fen) as actual
    from provincial.payroll_entry
   where project_code = $1 and not withdrawn
     and ((back_pay_month is null and pay_month = $4) or back_pay_month = $4) group by 1
),
paid as (
  select worker_id, sum(amount_fen) as fen from banking.disbursement
   where project_code = $1 and pay_month = $4 and result = 'SUCCESS' and not withdrawn group by 1
),
m as (
  select coalesce(p.worker_id, s.worker_id) as worker_id, coalesce(p.days, 0) as present_days, s.worker_id is not null as on_sheet,
         s.days as sheet_days, s.payable, s.actual
    from present p full join sheet s using (worker_id)
),
page as (
  select m.*, w.name, coalesce(paid.fen, 0) as paid,
         exists (select 1 from provincial.engagement g
                  where g.worker_id = m.worker_id and g.project_code = $1 and not g.withdrawn) as is_registered,
         exists (select 1 from human_resources.labour_contract c
                  where c.worker_id = m.worker_id and c.project_code = $1 and c.starts_on < ($4 || '-01')::date + interval '1 month'
                    and (c.ends_on is null or c.ends_on >= ($4 || '-01')::date) and not c.withdrawn) as is_contracted
    from m left join paid on paid.worker_id = m.worker_id
    left join provincial.migrant_worker w on w.worker_id = m.worker_id and not w.withdrawn
   order by m.worker_id limit $5
)
select json_build_object(
  'totals', (select json_build_object('presentWorkers', count(*) filter (where present_days > 0), 'presentDays', sum(present_days),
               'sheetWorkers', count(*) filter (where on_sheet), 'payable', sum(payable), 'actual', sum(actual)) from m),
  'totalCount', (select count(*) from m),
  'nodes', (select json_agg(json_build_object('workerId', worker_id, 'name', name, 'presentDays', present_days, 'sheetDays', sheet_days,
               'payable', payable, 'actual', actual, 'paid', paid,
               'threeWayMatch', case when not is_registered then 'NO_REGISTRATION' when not is_contracted then 'NO_CONTRACT'
                 when paid = 0 and present_days > 0 then 'PRESENT_UNPAID' when sheet_days > present_days then 'DAYS_EXCEED'
                 when paid < actual then 'PAID_SHORT' else 'MATCH' end) order by worker_id) from page)) as answer
