-- What the housing sub-platform (桂建通) submits (architecture §3): permits state their parties and their period; inspections and credit deductions.
-- Columns come in pairs, because a table and its history have the same ones.

alter table housing.construction_permit
  add column owner_code      text collate "C",
  add column contractor_code text collate "C",
  add column starts_on       date,
  add column ends_on         date,
  add check (ends_on >= starts_on);
alter table housing.construction_permit_history
  add column owner_code      text collate "C",
  add column contractor_code text collate "C",
  add column starts_on       date,
  add column ends_on         date;

create table housing.inspection (
  id            uuid not null,
  project_code  text collate "C" not null,
  inspection_no text collate "C" not null,
  inspected_on  date not null,
  inspector     text not null,
  result        text not null check (result in ('IN_ORDER', 'RECTIFY', 'STOP_WORK')),
  findings      text,
  rectify_by    date,
  rectified_on  date,
  check (result = 'IN_ORDER' or findings is not null),
  check (rectify_by >= inspected_on),
  check (rectified_on >= inspected_on),
  unique (project_code, inspection_no)
);
create index inspection_day on housing.inspection (inspected_on);
select hub.make_fact('housing', 'inspection', '{project}', '检查 inspections of a project by its industry department');

create table housing.credit_deduction (
  id              uuid not null,
  project_code    text collate "C" not null,
  deduction_no    text collate "C" not null,
  inspection_no   text collate "C",
  decided_on      date not null,
  enterprise_code text collate "C",
  post            text check (post in ('PROJECT_MANAGER', 'TECHNICAL_LEAD', 'SAFETY_OFFICER', 'CHIEF_SUPERVISOR', 'WAGE_OFFICER')),
  points          integer not null check (points between 1 and 100),
  basis           text not null,
  check (enterprise_code is not null or post is not null),
  unique (project_code, deduction_no)
);
create index credit_deduction_enterprise on housing.credit_deduction (enterprise_code);
create index credit_deduction_day on housing.credit_deduction (decided_on);
select hub.make_fact('housing', 'credit_deduction', '{project}', '信用扣分 credit points taken from an enterprise or a post');
