-- Parties and people: what enterprises are qualified for and known for, what workers have proved, who manages sites, complaints
-- about wages, and the organisations in charge. Sources: 603号 interface §8 (data standard, 2016 draft); architecture §2.

-- One certificate lists several qualifications; hence the name in the key.
create table provincial.enterprise_qualification (
  id                   uuid not null,
  enterprise_code      text collate "C" not null,
  certificate_no       text collate "C" not null,
  name                 text not null,
  kind                 text not null,
  grade                text,
  valid_from           date,
  valid_to             date,
  issuing_organisation text,
  check (valid_to >= valid_from),
  unique (enterprise_code, certificate_no, name)
);
create index enterprise_qualification_end on provincial.enterprise_qualification (valid_to);
select hub.make_fact('provincial', 'enterprise_qualification', '{public}', '企业资质 qualifications of enterprises');

create table provincial.enterprise_conduct_record (
  id              uuid not null,
  enterprise_code text collate "C" not null,
  kind            text not null check (kind in ('GOOD', 'BAD')),
  record_no       text collate "C" not null,
  level           text,
  decided_on      date not null,
  authority       text not null,
  reason          text not null,
  project_code    text collate "C",
  unique (enterprise_code, kind, record_no)
);
create index enterprise_conduct_record_day on provincial.enterprise_conduct_record (decided_on);
select hub.make_fact('provincial', 'enterprise_conduct_record', '{public}', '企业良好和不良记录 good and bad records of enterprises');

create table provincial.enterprise_blacklisting (
  id              uuid not null,
  enterprise_code text collate "C" not null,
  listing_no      text collate "C" not null,
  starts_on       date not null,
  ends_on         date not null,
  removed_on      date,
  reason          text not null,
  authority       text not null,
  check (ends_on >= starts_on),
  check (removed_on >= starts_on),
  unique (enterprise_code, listing_no)
);
select hub.make_fact('provincial', 'enterprise_blacklisting', '{public}', '企业黑名单 enterprises on the blacklist');

-- The number may be that of the holder's identity card, as on licences for special operations; so it is sealed, and found by
-- its blind index. Whoever sees the worker sees the credential.
create table provincial.worker_credential (
  id                   uuid not null,
  worker_id            uuid not null,
  kind                 text not null,
  number_index         bytea not null check (length(number_index) = 32),
  credential_number    bytea not null,
  level                text,
  status               text,
  issued_on            date,
  valid_to             date,
  issuing_organisation text,
  check (valid_to >= issued_on),
  unique (worker_id, kind, number_index)
);
create index worker_credential_end on provincial.worker_credential (valid_to);
select hub.make_fact('provincial', 'worker_credential', '{worker}', '人员资格证书 credentials of workers', $$
  (select hub.sees_all())
  or worker_credential.worker_id = (select hub.worker())
  or exists (select 1 from provincial.migrant_worker w where w.worker_id = worker_credential.worker_id and not w.withdrawn)
$$);

-- What is held against a person, or in favour, is for departments and for that person; not for employers.
create table provincial.worker_conduct_record (
  id           uuid not null,
  worker_id    uuid not null,
  kind         text not null check (kind in ('GOOD', 'BAD')),
  record_no    text collate "C" not null,
  level        text,
  decided_on   date not null,
  authority    text not null,
  reason       text not null,
  project_code text collate "C",
  unique (worker_id, kind, record_no)
);
select hub.make_fact('provincial', 'worker_conduct_record', '{worker}', '个人良好和不良记录 good and bad records of workers', $$
  (select hub.sees_all())
  or worker_conduct_record.worker_id = (select hub.worker())
  or ((select hub.is_department())
      and exists (select 1 from provincial.migrant_worker w where w.worker_id = worker_conduct_record.worker_id and not w.withdrawn))
$$);

-- The person is known by the identity registry, on record as a worker or not.
create table provincial.site_manager (
  id              uuid not null,
  project_code    text collate "C" not null,
  unit_code       text collate "C" not null,
  role            text not null,
  worker_id       uuid not null,
  post            text not null,
  name            text not null,
  phone           bytea,
  registration_no text collate "C",
  entered_on      date not null,
  exited_on       date,
  check (exited_on >= entered_on),
  unique (project_code, unit_code, worker_id, post, entered_on)
);
create index site_manager_worker on provincial.site_manager (worker_id, post);
create index site_manager_unit on provincial.site_manager (unit_code);
select hub.make_fact('provincial', 'site_manager', '{project,worker}', '项目管理人员 who manages a site, for which unit, in which post');
alter table provincial.site_manager add constraint site_manager_periods exclude using gist (
  project_code with =, unit_code with =, worker_id with =, post with =, daterange(entered_on, exited_on, '[]') with &&
) where (not withdrawn);

-- Who complains is protected from whom the complaint is about: departments in charge see it, and the complainant.
create table provincial.arrears_complaint (
  id              uuid not null,
  receiving_body  text collate "C" not null,
  complaint_no    text collate "C" not null,
  project_code    text collate "C" not null,
  enterprise_code text collate "C",
  worker_id       uuid,
  amount_fen      bigint check (amount_fen >= 0),
  workers         integer not null check (workers > 0),
  received_on     date not null,
  answer_due_on   date not null,
  accepted_on     date,
  closed_on       date,
  outcome         text,
  check (accepted_on >= received_on),
  check (closed_on >= received_on),
  check ((closed_on is null) = (outcome is null)),
  unique (receiving_body, complaint_no)
);
create index arrears_complaint_project on provincial.arrears_complaint (project_code, received_on);
create index arrears_complaint_enterprise on provincial.arrears_complaint (enterprise_code);
create index arrears_complaint_worker on provincial.arrears_complaint (worker_id);
create index arrears_complaint_due on provincial.arrears_complaint (answer_due_on) where closed_on is null;
select hub.make_fact('provincial', 'arrears_complaint', '{project,worker}', '欠薪投诉 complaints about wages in arrears', $$
  (select hub.sees_all())
  or arrears_complaint.worker_id = (select hub.worker())
  or ((select hub.is_department())
      and exists (select 1 from provincial.project_scope s where s.project_code = arrears_complaint.project_code))
$$);

create table provincial.organisation (
  id            uuid not null,
  code          text collate "C" not null unique,
  name          text not null,
  abbreviation  text,
  kind          text not null,
  level         text not null check (level in ('PROVINCE', 'PREFECTURE', 'COUNTY', 'TOWNSHIP')),
  sector        text,
  division_code text collate "C" not null,
  parent_code   text collate "C"
);
create index organisation_division on provincial.organisation (division_code, code);
create index organisation_parent on provincial.organisation (parent_code);
select hub.make_fact('provincial', 'organisation', '{public}', '组织机构 departments in charge, human resources, supervisors of banks');
