-- The rest of what human resources keep: training, what an officer has to do, inspection and what follows from it, the
-- terms of the discredited list, credit records. Each table states its own content and natural key; hub.make_fact adds
-- the record (architecture §8.1).

-- 培训: a course on one day. Source: 603号 interface §6.10, which has no number for it.
create table human_resources.training (
  id                  uuid not null,
  project_code        text collate "C" not null,
  training_no         text collate "C" not null,
  held_on             date not null,
  hours               double precision not null check (hours > 0),
  name                text not null,
  kind                text not null,
  trainer             text,
  organisation        text,
  place               text,
  description         text,
  participants_count  integer not null check (participants_count > 0),
  -- keyed digest of all participants, so that a training has a new version if and only if they have changed
  participants_digest bytea check (length(participants_digest) = 32),
  unique (project_code, training_no)
);
create index training_held on human_resources.training (held_on);
create table human_resources.training_participant (
  id           uuid not null,
  project_code text collate "C" not null,
  training_no  text collate "C" not null,
  worker_id    uuid not null,
  unique (project_code, training_no, worker_id)
);
create index training_participant_worker on human_resources.training_participant (worker_id);
select hub.make_fact('human_resources', 'training_participant', '{project,worker}', '培训人员 workers who took part in training');
-- Who took part sees the training as well.
select hub.make_fact('human_resources', 'training', '{project}', '培训 training held for projects',
  '(select hub.sees_all())
   or exists (select 1 from human_resources.project_scope s where s.project_code = training.project_code)
   or exists (select 1 from human_resources.training_participant p
       where p.project_code = training.project_code and p.training_no = training.training_no and not p.withdrawn)');

-- 劳资专管员: what Guangxi 管理细则 Art. 11(4) asks of the officer, and when the office ended.
alter table human_resources.wage_officer
  add column certificate_no text,
  add column is_reviewer boolean,
  add column left_on date,
  add check (left_on is null or left_on >= appointed_on);
alter table human_resources.wage_officer_history
  add column certificate_no text,
  add column is_reviewer boolean,
  add column left_on date;

-- 劳动保障监察案件.
create table human_resources.inspection_case (
  id                uuid not null,
  project_code      text collate "C" not null,
  case_no           text collate "C" not null,
  employer_code     text collate "C" not null,
  authority         text not null,
  kind              text collate "C" not null,
  accepted_on       date not null,
  closed_on         date,
  outcome           text collate "C",
  owed_fen          bigint check (owed_fen >= 0),
  recovered_fen     bigint check (recovered_fen >= 0),
  workers_concerned integer check (workers_concerned > 0),
  warning_ids       text[] not null,
  check (closed_on is null or closed_on >= accepted_on),
  check ((closed_on is null) = (outcome is null)),
  check (recovered_fen is null or owed_fen is null or recovered_fen <= owed_fen),
  unique (project_code, case_no)
);
create index inspection_case_employer on human_resources.inspection_case (employer_code);
create index inspection_case_accepted on human_resources.inspection_case (accepted_on);
select hub.make_fact('human_resources', 'inspection_case', '{project}', '劳动保障监察案件 cases of labour inspection');

-- 约谈.
create table human_resources.interview (
  id            uuid not null,
  project_code  text collate "C" not null,
  interview_no  text collate "C" not null,
  employer_code text collate "C" not null,
  authority     text not null,
  held_on       date not null,
  cause         text not null,
  commitment    text,
  promised_by   date,
  case_no       text collate "C",
  warning_ids   text[] not null,
  check (promised_by is null or promised_by >= held_on),
  unique (project_code, interview_no)
);
create index interview_employer on human_resources.interview (employer_code);
create index interview_held on human_resources.interview (held_on);
select hub.make_fact('human_resources', 'interview', '{project}', '约谈 interviews with employers');

-- 责令改正、限期支付.
create table human_resources.rectification_order (
  id            uuid not null,
  project_code  text collate "C" not null,
  order_no      text collate "C" not null,
  employer_code text collate "C" not null,
  authority     text not null,
  kind          text collate "C" not null check (kind in ('RECTIFY', 'PAY')),
  issued_on     date not null,
  due_on        date not null,
  amount_fen    bigint check (amount_fen > 0),
  is_obeyed     boolean,
  obeyed_on     date,
  case_no       text collate "C",
  warning_ids   text[] not null,
  check (due_on >= issued_on),
  check (obeyed_on is null or (is_obeyed and obeyed_on >= issued_on)),
  unique (project_code, order_no)
);
create index rectification_order_employer on human_resources.rectification_order (employer_code, order_no);
create index rectification_order_due on human_resources.rectification_order (due_on);
select hub.make_fact('human_resources', 'rectification_order', '{project}', '责令改正 orders to put right or to pay by a day');

-- Which acts name a warning, or once did: where to look, while the facts say what holds. A list of ids is no key under
-- row-level security, since no index answers "contains" there.
create table human_resources.warning_link (
  warning_id   uuid not null,
  act          text collate "C" not null,
  project_code text collate "C" not null,
  act_no       text collate "C" not null,
  primary key (warning_id, act, project_code, act_no)
);
comment on table human_resources.warning_link is 'registry: 关联预警, acts of inspection by the early warnings they name';
select hub.protect('human_resources', 'warning_link', '(select hub.sees_all())
  or exists (select 1 from human_resources.project_scope s where s.project_code = warning_link.project_code)', true);

-- 失信联合惩戒名单: what the entry rests on, and what an early removal rests on (人社部令第45号).
alter table human_resources.discredited_listing
  add column ground       text collate "C" check (ground in ('CRIMINAL_AMOUNT', 'GRAVE_INCIDENT')),
  add column order_no     text collate "C",
  add column corrected_on date,
  add column committed_on date;
alter table human_resources.discredited_listing_history
  add column ground       text collate "C",
  add column order_no     text collate "C",
  add column corrected_on date,
  add column committed_on date;

-- 信用记录.
create table human_resources.credit_record (
  id          uuid not null,
  record_no text collate "C" not null,
  credit_code text collate "C" not null,
  kind        text collate "C" not null check (kind in ('GOOD', 'BAD')),
  category    text collate "C" not null,
  authority   text not null,
  summary     text not null,
  points      integer,
  valid_from  date not null,
  valid_to    date,
  check (valid_to is null or valid_to >= valid_from),
  unique (credit_code, record_no)
);
create index credit_record_valid on human_resources.credit_record (valid_from);
select hub.make_fact('human_resources', 'credit_record', '{public}', '信用记录 credit records of enterprises');
