-- Human resources: labour contracts, wage officers, the list of discredited employers.
-- Each table states its own content and natural key; hub.make_fact adds the record (architecture §8.1).

grant usage on schema human_resources to hub_app;
select hub.make_project_scope('human_resources');

create table human_resources.labour_contract (
  id             uuid not null,
  project_code   text collate "C" not null,
  worker_id      uuid not null,
  contract_no    text collate "C" not null,
  employer_code  text collate "C" not null,
  period_kind    text not null,
  starts_on      date not null,
  ends_on        date,
  unit           text,
  unit_price_fen bigint check (unit_price_fen >= 0),
  signed_on      date,
  check (ends_on is null or ends_on >= starts_on),
  unique (project_code, worker_id, contract_no)
);
create index labour_contract_worker on human_resources.labour_contract (worker_id);
select hub.make_fact('human_resources', 'labour_contract', '{project,worker}', '劳动合同 labour contracts');

create table human_resources.wage_officer (
  id            uuid not null,
  project_code  text collate "C" not null,
  officer_no    text collate "C" not null,
  employer_code text collate "C",
  name          text not null,
  phone         bytea,
  trained_on    date,
  appointed_on  date not null,
  unique (project_code, officer_no)
);
select hub.make_fact('human_resources', 'wage_officer', '{project}', '劳资专管员 wage officers of projects');

create table human_resources.discredited_listing (
  id                      uuid not null,
  listing_no              text collate "C" not null unique,
  credit_code             text collate "C" not null,
  responsible_person_name text,
  decided_on              date not null,
  term_ends_on            date not null,
  removed_on              date,
  reason                  text not null,
  authority               text not null,
  check (term_ends_on > decided_on),
  check (removed_on is null or removed_on >= decided_on)
);
create index discredited_listing_enterprise on human_resources.discredited_listing (credit_code);
create index discredited_listing_term on human_resources.discredited_listing (term_ends_on);
select hub.make_fact('human_resources', 'discredited_listing', '{public}', '拖欠农民工工资失信联合惩戒名单 list of discredited employers');
