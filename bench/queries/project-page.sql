-- The facts of examples/questions/09-project-page.graphql as one hand-written statement, for bench/queries.ts: no row scope, no
-- masks, sealed columns as they are, one database for all departments.
-- $1 the project code, $2 and $3 the edges of the month, $4 the month as YYYY-MM, $5 the day
with p as (
  select * from provincial.project where project_code = $1 and not withdrawn
),
days as (
  select worker_id, (occurred_at at time zone 'Asia/Shanghai')::date as day, bool_or(direction = 'IN') as came_in,
         count(*) as records, max(occurred_at) as latest_at
    from provincial.attendance_record
   where project_code = $1 and occurred_at >= $2 and occurred_at < $3 and not withdrawn
   group by 1, 2
)
select json_build_object(
  'code', p.project_code, 'kind', p.kind, 'name', p.name, 'divisionCode', p.division_code,
  'constructionStatus', p.construction_status, 'generalContractor', json_build_object('name', e.name, 'creditCode', e.credit_code),
  'attendance', (select json_build_object('workers', count(distinct worker_id), 'workerDays', count(*) filter (where came_in),
                   'records', coalesce(sum(records), 0), 'latestAt', max(latest_at)) from days),
  'payrollSheets', (select json_agg(json_build_object('payMonth', pay_month, 'sheetNo', sheet_no, 'status', status,
                   'totalPayable', total_payable_fen, 'totalActual', total_actual_fen) order by pay_month desc, sheet_no)
                   from provincial.payroll_sheet where project_code = $1 and not withdrawn),
  'specialWageAccounts', (select json_agg(json_build_object('bankName', bank_name, 'accountName', account_name,
                   'accountNumber', encode(account_number, 'hex'), 'status', status, 'balance', balance_fen))
                   from banking.special_wage_account where project_code = $1 and not withdrawn),
  'labourCost', (select json_build_object('received', sum(amount_fen), 'receivedByThe20th',
                   coalesce(sum(amount_fen) filter (where transferred_on <= ($4 || '-20')::date), 0))
                   from banking.labour_cost_transfer where project_code = $1 and for_month = $4 and not withdrawn),
  'disbursed', (select json_build_object('total', coalesce(sum(amount_fen) filter (where result = 'SUCCESS'), 0),
                   'workers', count(distinct worker_id) filter (where result = 'SUCCESS'),
                   'failed', count(*) filter (where is_last and result <> 'SUCCESS'))
                   from (select *, row_number() over (partition by payroll_entry_id order by attempt desc) = 1 as is_last
                           from banking.disbursement where project_code = $1 and pay_month = $4 and not withdrawn) attempts),
  'guaranteeLetters', (select json_agg(json_build_object('letterNo', letter_no, 'issuerName', issuer_name, 'amount', amount_fen,
                   'endsOn', ends_on, 'isExpired', ends_on < $5::date) order by ends_on desc)
                   from banking.guarantee_letter where project_code = $1 and not withdrawn),
  'contractCoverage', (select json_build_object('contracts', count(*), 'workersWithContract', count(distinct worker_id))
                   from human_resources.labour_contract where project_code = $1 and not withdrawn),
  'warnings', coalesce((select json_agg(json_build_object('rule', rule_code, 'level', level, 'subject', subject, 'raisedOn', raised_on)
                   order by raised_on desc, warning_no)
                   from provincial.early_warning where project_code = $1 and state <> 'CLEARED' and not withdrawn), '[]'),
  'permits', (select json_agg(json_build_object('permitNo', permit_no, 'issuedOn', issued_on, 'floorArea', floor_area_m2))
                   from housing.construction_permit where project_code = $1 and not withdrawn),
  'contractSections', (select json_agg(json_build_object('sectionNo', section_no, 'name', name, 'lengthM', length_m) order by section_no)
                   from transport.contract_section where project_code = $1 and not withdrawn),
  'works', (select json_agg(json_build_object('worksNo', works_no, 'name', name, 'kind', kind) order by works_no)
                   from water.water_works where project_code = $1 and not withdrawn)) as answer
  from p left join provincial.enterprise e on e.credit_code = p.general_contractor_code
