-- Master data that several sources state (多来源主数据, architecture §3.4): projects and migrant workers as well. A fact is the
-- claim of its own source; only what is not shown has a row here, made when another source speaks. So nothing is copied from
-- what stands, and a province's tables are not touched.

create table provincial.project_claim (
  id                      uuid not null,
  project_code            text collate "C" not null,
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
  is_under_key_supervision boolean not null,
  third_party_code        text,
  claimed_by              text not null,
  unique (project_code, claimed_by)
);
select hub.make_fact('provincial', 'project_claim', '{project}', '工程项目的各来源陈述 what each source states of a project');

create table provincial.migrant_worker_claim (
  id             uuid not null,
  worker_id      uuid not null,
  name           text not null,
  gender         text,
  born_on        date,
  ethnic_group   text,
  education      text,
  phone          bytea,
  home_address   bytea,
  document_index bytea check (length(document_index) = 32),
  claimed_by     text not null,
  unique (worker_id, claimed_by)
);
-- Whoever sees the worker sees what is stated of the worker: an enterprise no more than those of its own sites.
select hub.make_fact('provincial', 'migrant_worker_claim', '{}', '农民工的各来源陈述 what each source states of a worker', $$
  (select hub.sees_all())
  or migrant_worker_claim.worker_id = (select hub.worker())
  or exists (select 1 from provincial.migrant_worker w where w.worker_id = migrant_worker_claim.worker_id and not w.withdrawn)
$$);

-- A complaint that its own worker lodged through the worker's app (本人在线投诉): LODGED until the body has taken it up, then TAKEN_UP;
-- null for what the body received itself, as all that stands. A column without a value rewrites no table.
alter table provincial.arrears_complaint add column lodging text check (lodging in ('LODGED', 'TAKEN_UP'));
alter table provincial.arrears_complaint_history add column lodging text;
