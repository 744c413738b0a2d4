-- The first doubtful case (疑点数据): what a case carries beside its state, and the chain of its steps.

alter table provincial.doubtful_data_case
  add column due_basis       text check (due_basis in ('SOURCE', 'CONFIGURED')),
  add column batch_no        text collate "C",
  add column bank_code       text collate "C",
  add column payload_digest  text collate "C" check (payload_digest ~ '^[0-9a-f]{64}$'),
  add column evidence_digest text collate "C" check (evidence_digest ~ '^[0-9a-f]{64}$');
alter table provincial.doubtful_data_case_history
  add column due_basis       text,
  add column batch_no        text collate "C",
  add column bank_code       text collate "C",
  add column payload_digest  text collate "C",
  add column evidence_digest text collate "C";

-- A bank sees the cases that it is to verify, and no others.
alter policy row_scope on provincial.doubtful_data_case using (
  (select hub.sees_all())
  or (doubtful_data_case.division_code >= (select hub.division_lo())
      and doubtful_data_case.division_code < (select hub.division_hi())
      and ((select hub.has_one_division()) or hub.in_divisions(doubtful_data_case.division_code))
      and doubtful_data_case.sector = any ((select hub.sectors())::text[]))
  or doubtful_data_case.project_code = any ((select hub.projects())::text[])
  or doubtful_data_case.assignee = 'bank-' || (select hub.bank()));
alter policy row_scope on provincial.doubtful_data_case_history using (
  (select hub.sees_all())
  or (doubtful_data_case_history.division_code >= (select hub.division_lo())
      and doubtful_data_case_history.division_code < (select hub.division_hi())
      and ((select hub.has_one_division()) or hub.in_divisions(doubtful_data_case_history.division_code))
      and doubtful_data_case_history.sector = any ((select hub.sectors())::text[]))
  or doubtful_data_case_history.project_code = any ((select hub.projects())::text[])
  or doubtful_data_case_history.assignee = 'bank-' || (select hub.bank()));
create index doubtful_data_case_assignee on provincial.doubtful_data_case (assignee);

create table provincial.doubtful_data_move (
  id             uuid not null unique,
  case_id        uuid not null,
  sequence       integer not null check (sequence > 0),
  event          text not null,
  from_state     text,
  to_state       text not null,
  assignee       text,
  result         text,
  organisation   text not null,
  -- the account of the person; the chain holds its salted digest alone
  person         text,
  person_salt    bytea check (length(person_salt) = 16),
  at             timestamptz not null,
  reason         text,
  evidence       jsonb not null,
  payload_digest bytea not null check (length(payload_digest) = 32),
  previous_hash  bytea not null check (length(previous_hash) = 32),
  hash           bytea not null check (length(hash) = 32),
  attestation    text not null check (attestation in ('SIGNED_BY_ORGANISATION', 'ATTESTED_BY_HUB')),
  key_id         text not null,
  signature      bytea not null,
  -- orders the conclusions for whoever follows them: transactions below the oldest that is open are over
  xid            xid8 not null default pg_current_xact_id(),
  primary key (case_id, sequence),
  check ((person is null) = (person_salt is null))
);
create index doubtful_data_move_conclusions on provincial.doubtful_data_move (xid, id)
  where event = 'CONCLUDE_VERIFICATION';
comment on table provincial.doubtful_data_move is 'ledger: 疑点数据办理链, the steps of each case, append-only, each with the hash of the one before';
select hub.protect('provincial', 'doubtful_data_move',
  '(select hub.sees_all()) or exists (select 1 from provincial.doubtful_data_case c where c.id = case_id)', true);

-- A day's punches across all projects, for the detector of YD-01; a block range index costs the intake next to nothing.
create index attendance_record_day on provincial.attendance_record using brin (occurred_at);
