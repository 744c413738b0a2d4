-- The facts of examples/questions/01-cross-sector-view.graphql as one hand-written join, for bench/queries.ts.
-- No row scope, no masks, no sealed columns, one transaction: what a single department's report on one database would run.
-- $1 how many projects, $2 and $3 the edges of the month, $4 the month as YYYY-MM
with p as (
  select * from provincial.project where not withdrawn order by project_code limit $1
),
days as (
  select a.project_code, a.worker_id, (a.occurred_at at time zone 'Asia/Shanghai')::date as day,
         bool_or(a.direction = 'IN') as came_in, count(*) as records, max(a.occurred_at) as latest_at
    from provincial.attendance_record a join p using (project_code)
   where a.occurred_at >= $2 and a.occurred_at < $3 and not a.withdrawn
   group by 1, 2, 3
),
attendance as (
  select project_code, json_build_object('month', $4::text, 'workers', count(distinct worker_id),
         'workerDays', count(*) filter (where came_in), 'records', sum(records), 'latestAt', max(latest_at)) as it
    from days group by 1
),
sheets as (
  select s.project_code, json_agg(json_build_object('payMonth', s.pay_month, 'sheetNo', s.sheet_no, 'status', s.status,
         'totalPayable', s.total_payable_fen, 'totalActual', s.total_actual_fen) order by s.pay_month desc, s.sheet_no) as it
    from provincial.payroll_sheet s join p using (project_code) where not s.withdrawn group by 1
),
warnings as (
  select w.project_code, json_agg(json_build_object('rule', w.rule_code, 'level', w.level, 'subject', w.subject,
         'raisedOn', w.raised_on) order by w.raised_on desc, w.warning_no) as it
    from provincial.early_warning w join p using (project_code) where w.state <> 'CLEARED' and not w.withdrawn group by 1
),
accounts as (
  select a.project_code, json_agg(json_build_object('bankName', a.bank_name, 'accountName', a.account_name,
         'status', a.status, 'balance', a.balance_fen)) as it
    from banking.special_wage_account a join p using (project_code) where not a.withdrawn group by 1
),
labour_cost as (
  select t.project_code, json_build_object('month', $4::text, 'received', sum(t.amount_fen), 'receivedByThe20th',
         coalesce(sum(t.amount_fen) filter (where t.transferred_on <= ($4 || '-20')::date), 0)) as it
    from banking.labour_cost_transfer t join p using (project_code) where t.for_month = $4 and not t.withdrawn group by 1
),
contracts as (
  select c.project_code, json_build_object('contracts', count(*), 'workersWithContract', count(distinct c.worker_id)) as it
    from human_resources.labour_contract c join p using (project_code) where not c.withdrawn group by 1
),
housing as (
  select h.project_code, json_build_object('floorArea', sum(h.floor_area_m2),
         'constructionPermits', json_agg(json_build_object('permitNo', h.permit_no))) as it
    from housing.construction_permit h join p using (project_code) where not h.withdrawn group by 1
),
transport as (
  select t.project_code, json_build_object('mileage', sum(t.length_m),
         'contractSections', json_agg(json_build_object('sectionNo', t.section_no, 'name', t.name))) as it
    from transport.contract_section t join p using (project_code) where not t.withdrawn group by 1
),
water as (
  select w.project_code, json_agg(json_build_object('worksNo', w.works_no, 'name', w.name, 'kind', w.kind)) as it
    from water.water_works w join p using (project_code) where not w.withdrawn group by 1
)
select json_agg(json_build_object(
         'code', p.project_code, 'kind', p.kind, 'name', p.name, 'constructionStatus', p.construction_status,
         'divisionCode', p.division_code, 'generalContractor', json_build_object('name', e.name),
         'attendance', coalesce(attendance.it, json_build_object('month', $4::text, 'workers', 0, 'workerDays', 0, 'records', 0)),
         'payrollSheets', coalesce(sheets.it, '[]'), 'warnings', coalesce(warnings.it, '[]'),
         'specialWageAccounts', coalesce(accounts.it, '[]'), 'labourCost', labour_cost.it, 'contractCoverage', contracts.it,
         'housing', housing.it, 'transport', transport.it, 'works', water.it) order by p.project_code) as answer,
       (select count(*) from provincial.project where not withdrawn) as total
  from p
  left join provincial.enterprise e on e.credit_code = p.general_contractor_code
  left join attendance using (project_code) left join sheets using (project_code) left join warnings using (project_code)
  left join accounts using (project_code) left join labour_cost using (project_code) left join contracts using (project_code)
  left join housing using (project_code) left join transport using (project_code) left join water using (project_code)
