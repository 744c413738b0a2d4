-- Searching at province scale: look-ups of workers by number, on record, and orders of lists that had no index.

-- Who looked a worker up by the number of a document (证件号查询记录): written before the answer leaves, and never changed. The
-- number is not here, only its blind index. Kept by the machine's clock, as every log.
create table provincial.worker_lookup (
  id            uuid primary key,
  looked_up_at  timestamptz not null default clock_timestamp(),
  client        text collate "C" not null,
  organisation  text collate "C" not null,
  person        text collate "C",
  -- what the caller reached: an auditor sees the look-ups of callers who reach no further
  divisions     text[] not null,
  basis         text not null,
  case_no       text collate "C" not null,
  request_id    text not null,
  document_type text not null,
  number_index  bytea not null check (length(number_index) = 32),
  -- who was found within the caller's scope; null for nobody
  worker_id     uuid
);
create index worker_lookup_client on provincial.worker_lookup (client, looked_up_at);
create index worker_lookup_time on provincial.worker_lookup (looked_up_at desc, id desc);
create index worker_lookup_worker on provincial.worker_lookup (worker_id, looked_up_at desc) where worker_id is not null;
comment on table provincial.worker_lookup is 'ledger: 证件号查询记录, look-ups of workers by number, append-only';

create function provincial.within_divisions(codes text[]) returns boolean language sql stable parallel safe as $$
  select not exists (
    select 1 from unnest(codes) code
     where not (code collate "C" >= hub.division_lo() and code collate "C" < hub.division_hi()
                and (hub.has_one_division() or hub.in_divisions(code))) is true)
$$;

select hub.protect('provincial', 'worker_lookup', $$
  (select hub.sees_all())
  or ((select nullif(current_setting('hub.reads_audit', true), '')) = 'on' and provincial.within_divisions(divisions))
$$, true);

-- Grants leave nobody but the owner; this stops the owner as well, until somebody takes it away for all to see.
create function provincial.refuse_change() returns trigger language plpgsql as
  $$ begin raise exception '%.% is append-only', tg_table_schema, tg_table_name; end $$;
create trigger append_only before update or delete or truncate on provincial.worker_lookup
  for each statement execute function provincial.refuse_change();

-- Lists in their own order, so that a page of fifty sorts fifty: each index ends as the list's order does.
create index project_name on provincial.project (name, project_code, id);
create index project_recorded on provincial.project (recorded_at, project_code, id);
create index early_warning_latest on provincial.early_warning (raised_on desc, warning_no, id);
create index doubtful_data_case_latest on provincial.doubtful_data_case (issued_on desc, external_no, id);
create index arrears_complaint_latest on provincial.arrears_complaint (received_on desc, complaint_no, id);
create index payroll_confirmation_latest on provincial.payroll_confirmation (occurred_at desc, id);
