-- The facts of examples/questions/15-department-inbox.graphql as one hand-written statement, for bench/queries.ts.
-- $1 and $2 the span of the division's codes, $3 how many of each
with p as (
  select project_code, name, division_code from provincial.project
   where division_code >= $1 and division_code < $2 and not withdrawn
),
warnings as (
  select w.*, p.name from provincial.early_warning w join p using (project_code)
   where w.state in ('RAISED', 'HANDLING', 'OVERDUE') and not w.withdrawn
),
cases as (
  select c.*, p.name from provincial.doubtful_data_case c left join provincial.project p on p.project_code = c.project_code
   where c.division_code >= $1 and c.division_code < $2 and c.state in ('ISSUED', 'RECEIVED', 'ASSIGNED', 'VERIFYING') and not c.withdrawn
),
complaints as (
  select a.*, p.name from provincial.arrears_complaint a join p using (project_code) where a.closed_on is null and not a.withdrawn
),
applications as (
  select a.*, p.name from provincial.status_change_application a join p using (project_code)
   where not a.withdrawn and not exists (select 1 from provincial.status_change_decision d
     where d.project_code = a.project_code and d.application_no = a.application_no)
)
select json_build_object(
  'warnings', (select count(*) from warnings), 'warningNodes', (select json_agg(json_build_object('warningNo', warning_no, 'level', level,
     'rule', rule_code, 'subject', subject, 'raisedOn', raised_on, 'dueOn', due_on, 'code', project_code, 'name', name)
     order by raised_on desc, warning_no) from (select * from warnings order by raised_on desc, warning_no limit $3) page),
  'cases', (select count(*) from cases), 'caseNodes', (select json_agg(json_build_object('externalNo', external_no, 'kind', kind_code,
     'state', state, 'issuedOn', issued_on, 'dueOn', due_on, 'code', project_code, 'name', name) order by issued_on desc, external_no)
     from (select * from cases order by issued_on desc, external_no limit $3) page),
  'complaints', (select count(*) from complaints), 'complaintNodes', (select json_agg(json_build_object('complaintNo', complaint_no,
     'receivedOn', received_on, 'answerDueOn', answer_due_on, 'amount', amount_fen, 'code', project_code, 'name', name)
     order by received_on desc, complaint_no) from (select * from complaints order by received_on desc, complaint_no limit $3) page),
  'applications', (select count(*) from applications), 'applicationNodes', (select json_agg(json_build_object('applicationNo',
     application_no, 'toStatus', to_status, 'appliedOn', applied_on, 'code', project_code, 'name', name)
     order by applied_on desc, application_no) from (select * from applications order by applied_on desc, application_no limit $3) page)
  ) as answer
