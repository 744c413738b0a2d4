-- Projects and their sites: changes of status and who decided them, devices and fences, boards and commitments, approvals
-- and funds, marks of key supervision, and what workers confirm of their wages.

-- File digests (SM3, hexadecimal) stand in one text in the order in which they were stated, with a blank between them.

create table provincial.status_change_application (
  id             uuid not null,
  project_code   text collate "C" not null,
  application_no text collate "C" not null,
  from_status    text not null,
  to_status      text not null check (to_status <> from_status),
  reason         text not null,
  proofs         text not null,
  applied_on     date not null,
  applicant_code text collate "C" not null,
  unique (project_code, application_no)
);
create index status_change_application_day on provincial.status_change_application (applied_on);
select hub.make_fact('provincial', 'status_change_application', '{project}', '状态变更申请 applications to change the status of a project');

-- The application stays its source's; what the department makes of it is a fact of its own, one for each application.
create table provincial.status_change_decision (
  id              uuid not null,
  project_code    text collate "C" not null,
  application_no  text collate "C" not null,
  outcome         text not null check (outcome in ('APPROVED', 'REFUSED')),
  from_status     text not null,
  to_status       text not null,
  reason          text not null,
  organisation    text not null,
  -- the account of the official; told to nobody through the graph
  person          text,
  decided_on      date not null,
  -- the version of the project that an approval made
  project_version integer,
  unique (project_code, application_no),
  check ((outcome = 'APPROVED') = (project_version is not null))
);
select hub.make_fact('provincial', 'status_change_decision', '{project}', '状态变更审批 decisions on changes of status');

create table provincial.attendance_device (
  id           uuid not null,
  project_code text collate "C" not null,
  device_no    text collate "C" not null,
  serial_no    text collate "C",
  attend_type  text not null,
  installed_on date not null,
  removed_on   date check (removed_on >= installed_on),
  unique (project_code, device_no)
);
create index attendance_device_serial on provincial.attendance_device (serial_no);
select hub.make_fact('provincial', 'attendance_device', '{project}', '考勤设备 attendance devices');

create table provincial.geofence (
  id               uuid not null,
  project_code     text collate "C" not null,
  fence_no         text collate "C" not null,
  -- a circle: degrees of WGS 84 and metres
  centre_longitude double precision,
  centre_latitude  double precision,
  radius           integer check (radius > 0),
  -- a polygon: its corners as "longitude latitude", with a comma between them
  corners          text,
  attend_type      text,
  starts_on        date not null,
  ends_on          date check (ends_on >= starts_on),
  approved_by      text,
  unique (project_code, fence_no),
  check ((corners is null) = (radius is not null)),
  check ((radius is null) = (centre_longitude is null) and (radius is null) = (centre_latitude is null))
);
select hub.make_fact('provincial', 'geofence', '{project}', '电子围栏 fences of sites');

-- Where a worker stood at a punch, and what became of it beside the fences of the project; null where nothing is known.
alter table provincial.attendance_record
  add column longitude   double precision,
  add column latitude    double precision,
  add column fence_check text check (fence_check in ('INSIDE', 'OUTSIDE'));
alter table provincial.attendance_record_history
  add column longitude   double precision,
  add column latitude    double precision,
  add column fence_check text;

create table provincial.notice_board (
  id                      uuid not null,
  project_code            text collate "C" not null,
  board_no                text collate "C" not null,
  shows_parties           boolean not null,
  shows_wage_terms        boolean not null,
  shows_complaint_channels boolean not null,
  pictures                text not null,
  posted_on               date not null,
  removed_on              date check (removed_on >= posted_on),
  unique (project_code, board_no)
);
select hub.make_fact('provincial', 'notice_board', '{project}', '维权信息告示牌 notice boards');

create table provincial.no_arrears_commitment (
  id              uuid not null,
  project_code    text collate "C" not null,
  enterprise_code text collate "C" not null,
  file_digest     text collate "C" not null,
  signed_on       date not null,
  signer_name     text not null,
  unique (project_code, enterprise_code, signed_on)
);
create index no_arrears_commitment_enterprise on provincial.no_arrears_commitment (enterprise_code);
select hub.make_fact('provincial', 'no_arrears_commitment', '{project}', '无欠薪承诺书 commitments to leave no wages unpaid');

create table provincial.project_approval (
  id             uuid not null,
  project_code   text collate "C" not null,
  approval_no    text collate "C" not null,
  level          text not null,
  authority      text not null,
  approved_on    date not null,
  investment_fen bigint,
  unique (project_code, approval_no)
);
select hub.make_fact('provincial', 'project_approval', '{project}', '立项审批 approvals of projects');

create table provincial.funding_statement (
  id                     uuid not null,
  project_code           text collate "C" not null,
  statement_no           text collate "C" not null,
  fund_source            text not null,
  is_government_invested boolean not null,
  needed_fen             bigint not null check (needed_fen >= 0),
  arranged_fen           bigint not null check (arranged_fen >= 0),
  stated_on              date not null,
  unique (project_code, statement_no)
);
select hub.make_fact('provincial', 'funding_statement', '{project}', '资金落实 statements of funds for projects');

create table provincial.key_supervision_mark (
  id           uuid not null,
  project_code text collate "C" not null,
  starts_on    date not null,
  ends_on      date check (ends_on >= starts_on),
  reason       text not null,
  authority    text not null,
  unique (project_code, starts_on)
);
select hub.make_fact('provincial', 'key_supervision_mark', '{project}', '重点监管标识 times of key supervision');
-- Times of one project never overlap.
alter table provincial.key_supervision_mark add constraint key_supervision_times exclude using gist (
  project_code with =, daterange(starts_on, ends_on, '[]') with &&
) where (not withdrawn);

create table provincial.payroll_confirmation (
  id             uuid not null,
  project_code   text collate "C" not null,
  sheet_no       text collate "C" not null,
  line_no        integer not null check (line_no > 0),
  worker_id      uuid not null,
  channel        text not null,
  confirmed_fen  bigint check (confirmed_fen >= 0),
  proof          text collate "C",
  unique (project_code, sheet_no, line_no)
);
create index payroll_confirmation_worker on provincial.payroll_confirmation (worker_id);
select hub.make_fact('provincial', 'payroll_confirmation', '{project,worker}', '工资确认 what workers confirm of their wages');
