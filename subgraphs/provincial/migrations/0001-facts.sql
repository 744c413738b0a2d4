-- The provincial hub (桂薪宝): projects and who works on them, attendance, payroll, warnings, doubtful data.
-- Each table states its own content and natural key; hub.make_fact adds the record (architecture §8.1).

-- For the exclusion constraint on periods; in a schema that hub_owner may write to on any server.
create extension if not exists btree_gist with schema hub;

grant usage on schema provincial to hub_app;
select hub.make_project_scope('provincial');

create table provincial.enterprise (
  id                   uuid not null,
  credit_code          text collate "C" not null unique,
  name                 text not null,
  abbreviation         text,
  division_code        text collate "C" not null,
  registration_type    text,
  legal_representative text,
  established_on       date
);
select hub.make_fact('provincial', 'enterprise', '{public}', '企业 enterprises by unified social credit code');

create table provincial.project (
  id                      uuid not null,
  project_code            text collate "C" not null unique,
  kind                    text not null check (kind in ('HOUSING', 'TRANSPORT', 'WATER', 'OTHER')),
  sector                  text not null,
  name                    text not null,
  abbreviation            text,
  division_code           text collate "C" not null,
  address                 text,
  category                text,
  contract_price_fen      bigint,
  agreed_monthly_labour_cost_fen bigint,
  contract_signed_on      date,
  contract_starts_on      date,
  contract_ends_on        date,
  started_on              date,
  completed_on            date,
  construction_status     text not null,
  filed_on                date,
  owner_code              text collate "C",
  general_contractor_code text collate "C",
  is_under_key_supervision         boolean not null
);
create index project_division on provincial.project (division_code, project_code);
create index project_contractor on provincial.project (general_contractor_code);
create table provincial.participating_unit (
  id              uuid not null,
  project_code    text collate "C" not null,
  enterprise_code text collate "C" not null,
  role            text not null,
  entered_on      date,
  exited_on       date,
  unique (project_code, enterprise_code, role)
);
create index participating_unit_enterprise on provincial.participating_unit (enterprise_code);
select hub.make_fact('provincial', 'participating_unit', '{project}', '参建单位 units taking part in a project');

create table provincial.crew (
  id           uuid not null,
  project_code text collate "C" not null,
  unit_code    text collate "C" not null,
  crew_no      text collate "C" not null,
  name         text not null,
  entered_on   date,
  exited_on    date,
  unique (project_code, unit_code, crew_no)
);
select hub.make_fact('provincial', 'crew', '{project}', '班组 crews');

-- The identity registry (architecture §8.2): it alone holds document numbers, sealed, and their blind index.
-- A merge (15 and 18 digits of one person) or a correction is a row here; nobody else's key changes.
create table provincial.worker_identity (
  id            uuid primary key,
  worker_id     uuid not null,
  document_type text not null,
  number_sealed bytea not null,
  number_index  bytea not null check (length(number_index) = 32),
  merged_into   uuid, -- the worker that this one was found to be
  registered_at timestamptz not null,
  unique (document_type, number_index)
);
create index worker_identity_worker on provincial.worker_identity (worker_id);
comment on table provincial.worker_identity is 'registry: 身份登记, document numbers of workers, sealed, with their blind index';

create table provincial.migrant_worker (
  id             uuid not null,
  worker_id      uuid not null unique,
  name           text not null,
  gender         text,
  born_on       date,
  ethnic_group   text,
  education      text,
  phone          bytea,
  home_address   bytea
);
create index migrant_worker_name on provincial.migrant_worker (name);

create table provincial.engagement (
  id             uuid not null,
  project_code   text collate "C" not null,
  crew_no        text collate "C" not null,
  worker_id      uuid not null,
  work_type      text,
  work_role      text,
  is_crew_leader boolean not null,
  entered_on     date not null,
  exited_on      date,
  check (exited_on is null or exited_on >= entered_on),
  unique (project_code, crew_no, worker_id, entered_on)
);
create index engagement_worker on provincial.engagement (worker_id);
select hub.make_fact('provincial', 'engagement', '{project,worker}', '进退场 periods of a worker in a crew');
-- Periods of one worker in one crew never overlap (architecture §2).
alter table provincial.engagement add constraint engagement_periods exclude using gist (
  project_code with =, crew_no with =, worker_id with =, daterange(entered_on, exited_on, '[]') with &&
) where (not withdrawn);

-- A worker sees the projects where the own engagements are; hence only now.
select hub.make_fact('provincial', 'project', '{project}', '工程建设项目 projects on file (建档)', $$
  (select hub.sees_all())
  or exists (select 1 from provincial.project_scope s where s.project_code = project.project_code)
  or project.project_code in (select e.project_code from provincial.engagement e where e.worker_id = (select hub.worker()) and not e.withdrawn)
$$);

select hub.make_fact('provincial', 'migrant_worker', '{worker}', '农民工 migrant workers (实名制数据库)', $$
  (select hub.sees_all())
  or migrant_worker.worker_id = (select hub.worker())
  or exists (select 1 from provincial.engagement e where e.worker_id = migrant_worker.worker_id and not e.withdrawn)
$$);
alter table provincial.worker_identity enable row level security;
create policy row_scope on provincial.worker_identity for select to hub_app using (
  (select hub.sees_all()) or worker_id = (select hub.worker())
  or exists (select 1 from provincial.engagement e where e.worker_id = worker_identity.worker_id and not e.withdrawn));
create policy writes on provincial.worker_identity for insert to hub_app with check ((select hub.is_writer()));
create policy rewrites on provincial.worker_identity for update to hub_app using ((select hub.is_writer()));
grant select, insert, update on provincial.worker_identity to hub_app;

create table provincial.attendance_record (
  id           uuid not null,
  project_code text collate "C" not null,
  worker_id    uuid not null,
  crew_no      text collate "C",
  occurred_at  timestamptz not null,
  direction    text not null check (direction in ('IN', 'OUT')),
  attend_type  text,
  device_no    text,
  primary key (id, occurred_at),
  unique (project_code, worker_id, occurred_at, direction)
) partition by range (occurred_at);
create index attendance_record_worker on provincial.attendance_record (worker_id, occurred_at);
create index attendance_record_time on provincial.attendance_record (project_code, occurred_at);
select hub.make_fact('provincial', 'attendance_record', '{project,worker}', '考勤记录 attendance records, a partition a month');
insert into hub.monthly_table values ('provincial', 'attendance_record');

create table provincial.payroll_sheet (
  id                uuid not null,
  project_code      text collate "C" not null,
  sheet_no          text collate "C" not null,
  unit_code         text collate "C" not null,
  crew_no           text collate "C",
  pay_month         text collate "C" not null check (pay_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  status            text not null,
  total_payable_fen bigint not null,
  total_actual_fen  bigint not null,
  paid_on        date,
  unique (project_code, sheet_no)
);
create index payroll_sheet_month on provincial.payroll_sheet (project_code, pay_month);
select hub.make_fact('provincial', 'payroll_sheet', '{project}', '工资支付表 payroll sheets');

create table provincial.payroll_entry (
  id             uuid not null,
  project_code   text collate "C" not null,
  sheet_no       text collate "C" not null,
  line_no        integer not null check (line_no > 0),
  worker_id      uuid not null,
  pay_month      text collate "C" not null,
  days           integer,
  payable_fen    bigint not null check (payable_fen >= 0),
  actual_fen     bigint not null check (actual_fen >= 0),
  is_back_pay    boolean not null,
  back_pay_month text collate "C",
  unique (project_code, sheet_no, line_no)
);
create index payroll_entry_worker on provincial.payroll_entry (worker_id, pay_month);
create index payroll_entry_month on provincial.payroll_entry (project_code, pay_month);
select hub.make_fact('provincial', 'payroll_entry', '{project,worker}', '工资支付表明细 lines of payroll sheets');

create table provincial.early_warning (
  id           uuid not null,
  warning_no   text collate "C" not null unique,
  project_code text collate "C" not null,
  rule_code    text not null,
  category     text not null,
  level        text not null,
  state        text not null,
  subject      text not null,
  detail       text not null,
  raised_on    date not null,
  due_on       date,
  cleared_on   date,
  occurrences  integer not null
);
create index early_warning_project on provincial.early_warning (project_code, raised_on);
create index early_warning_state on provincial.early_warning (state, level, raised_on);
select hub.make_fact('provincial', 'early_warning', '{project}', '预警 early warnings');

create table provincial.doubtful_data_case (
  id                  uuid not null,
  source              text not null,
  external_no         text collate "C" not null,
  kind_code           text not null,
  state               text not null,
  project_code        text collate "C",
  worker_id           uuid,
  sector              text not null,
  division_code       text collate "C" not null,
  assignee            text,
  detail              text not null,
  issued_on           date not null,
  due_on              date,
  verification_result text,
  unique (source, external_no)
);
create index doubtful_data_case_state on provincial.doubtful_data_case (state, issued_on);
create index doubtful_data_case_project on provincial.doubtful_data_case (project_code);
select hub.make_fact('provincial', 'doubtful_data_case', '{}', '疑点数据 cases of doubtful data', $$
  (select hub.sees_all())
  or (doubtful_data_case.division_code >= (select hub.division_lo())
      and doubtful_data_case.division_code < (select hub.division_hi())
      and ((select hub.has_one_division()) or hub.in_divisions(doubtful_data_case.division_code))
      and doubtful_data_case.sector = any ((select hub.sectors())::text[]))
  or doubtful_data_case.project_code = any ((select hub.projects())::text[])
$$);

create table provincial.indicator_base (
  id            uuid not null,
  division_code text collate "C" not null,
  division_name text not null,
  stated_on     date not null,
  base          integer not null check (base >= 0),
  unique (division_code, stated_on)
);
select hub.make_fact('provincial', 'indicator_base', '{department}', '指标基数 projects under construction by prefecture, as published');
