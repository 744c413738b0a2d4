-- What the water sub-platform (水利通) submits (architecture §3): permits state their parties and their period; inspections and credit deductions.
-- Columns come in pairs, because a table and its history have the same ones.

alter table water.construction_permit
  add column owner_code      text collate "C",
  add column contractor_code text collate "C",
  add column starts_on       date,
  add column ends_on         date,
  add check (ends_on >= starts_on);
alter table water.construction_permit_history
  add column owner_code      text collate "C",
  add column contractor_code text collate "C",
  add column starts_on       date,
  add column ends_on         date;

create table water.inspection (
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
create index inspection_day on water.inspection (inspected_on);
select hub.make_fact('water', 'inspection', '{project}', '检查 inspections of a project by its industry department');

create table water.credit_deduction (
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
create index credit_deduction_enterprise on water.credit_deduction (enterprise_code);
create index credit_deduction_day on water.credit_deduction (decided_on);
select hub.make_fact('water', 'credit_deduction', '{project}', '信用扣分 credit points taken from an enterprise or a post');

create table water.water_section (
  id              uuid not null,
  project_code    text collate "C" not null,
  section_no      text collate "C" not null,
  name            text not null,
  contractor_code text collate "C",
  starts_on       date,
  ends_on         date,
  cost_fen        bigint check (cost_fen >= 0),
  check (ends_on >= starts_on),
  unique (project_code, section_no)
);
select hub.make_fact('water', 'water_section', '{project}', '标段 tender sections of a project');

-- The section that a work is built under, by its number; the older column keeps what sources write of it.
alter table water.water_works add column section_no text collate "C";
alter table water.water_works_history add column section_no text collate "C";
