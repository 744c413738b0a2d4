-- The facts of examples/questions/11-worker-record.graphql as one hand-written statement, for bench/queries.ts.
-- $1 the worker's id, $2 and $3 the edges of the months, $4 and $5 the first and the last of them as YYYY-MM
with months as (
  select project_code, month, sum(days) as days, sum(records) as records, sum(payable) as payable, sum(actual) as actual
    from (select project_code, to_char(day, 'YYYY-MM') as month, count(*) filter (where came_in) as days, sum(records) as records,
                 0 as payable, 0 as actual
            from (select project_code, (occurred_at at time zone 'Asia/Shanghai')::date as day,
                         bool_or(direction = 'IN') as came_in, count(*) as records
                    from provincial.attendance_record
                   where worker_id = $1 and occurred_at >= $2 and occurred_at < $3 and not withdrawn group by 1, 2) d
           group by 1, 2
          union all
          select project_code, coalesce(back_pay_month, pay_month), 0, 0, sum(payable_fen), sum(actual_fen) from provincial.payroll_entry
           where worker_id = $1 and coalesce(back_pay_month, pay_month) between $4 and $5 and not withdrawn group by 1, 2) both_sides
   group by 1, 2
),
sites as (
  select project_code, min(entered_on) as first_on, case when bool_or(exited_on is null) then null else max(exited_on) end as last_on
    from (select project_code, entered_on, exited_on from provincial.engagement where worker_id = $1 and not withdrawn
          union all select project_code, null, null from months
          union all select project_code, null, null from provincial.real_name_registration where worker_id = $1 and not withdrawn) known
   group by 1
)
select json_build_object('id', w.worker_id, 'name', w.name,
  'wageCard', (select json_build_object('bankName', bank_name, 'cardNumber', encode(card_number, 'hex'), 'status', status)
                 from banking.wage_card where worker_id = $1 and not withdrawn),
  'labourContracts', (select json_agg(json_build_object('contractNo', contract_no, 'startsOn', starts_on, 'endsOn', ends_on))
                 from human_resources.labour_contract where worker_id = $1 and not withdrawn),
  'siteRecords', (select json_agg(json_build_object('code', s.project_code, 'name', p.name, 'firstEnteredOn', s.first_on,
                   'lastExitedOn', s.last_on, 'months', (select json_agg(json_build_object('month', m.month, 'days', m.days,
                     'records', m.records, 'payable', m.payable, 'actual', m.actual) order by m.month desc)
                     from months m where m.project_code = s.project_code)))
                 from sites s left join provincial.project p on p.project_code = s.project_code and not p.withdrawn)) as answer
  from provincial.migrant_worker w where w.worker_id = $1 and not w.withdrawn
