-- Archived months (归档月份): taken out of the database and kept as files, closed to submissions and to questions.

create table hub.archived_month (
  room        text not null,
  tab         text not null,
  month       date not null check (extract(day from month) = 1),
  closed_at   timestamptz not null,
  -- what was written to the file, once it has been read back and found whole
  file        text,
  records     bigint,
  digest      bytea check (length(digest) = 32),
  -- ids are made in the order of recording: outside this span no record of the month is to be looked for
  first_id    uuid,
  last_id     uuid,
  -- the table is out of the way, dropped or kept beside the departments under this name
  archived_at timestamptz,
  kept_as     text,
  primary key (room, tab, month),
  foreign key (room, tab) references hub.monthly_table,
  check (archived_at is null or (file is not null and records is not null and digest is not null))
);
comment on table hub.archived_month is 'machinery: months of facts that hub archive has closed, and the files they are in';
grant select on hub.archived_month to hub_app;

-- A month's table beside its parent, not yet part of it; what its instants may be is checked, so that attaching need not scan.
create function hub.shape_month(room text, tab text, month date) returns text language plpgsql as $$
declare
  part text := format('%s_%s', tab, to_char(month, 'YYYYMM'));
begin
  execute format('create table %I.%I (like %I.%I including all)', room, part, room, tab);
  -- No policy of its own: reached through its parent, or not at all.
  execute format('alter table %I.%I enable row level security', room, part);
  execute format('alter table %I.%I add constraint %I check (occurred_at >= %L and occurred_at < %L)',
    room, part, part || '_span', hub.month_begin(month), hub.month_begin((month + interval '1 month')::date));
  execute format('comment on table %I.%I is %L', room, part, 'partition: one month of ' || tab);
  return part;
end $$;

create function hub.attach_month(room text, tab text, month date) returns void language plpgsql as $$
declare
  part text := format('%s_%s', tab, to_char(month, 'YYYYMM'));
begin
  execute format('alter table %I.%I attach partition %I.%I for values from (%L) to (%L)',
    room, tab, room, part, hub.month_begin(month), hub.month_begin((month + interval '1 month')::date));
  execute format('alter table %I.%I drop constraint %I', room, part, part || '_span');
end $$;

-- Months begin at midnight in Asia/Shanghai.
create function hub.month_begin(month date) returns timestamptz language sql stable as
  $$ select (date_trunc('month', month)::date)::timestamp at time zone 'Asia/Shanghai' $$;

-- One at a time decides about a month: whoever makes it, archives it or restores it.
create function hub.lock_month(room text, tab text, month date) returns void language sql volatile as
  $$ select pg_advisory_xact_lock(hashtext(room || '.' || format('%s_%s', tab, to_char(month, 'YYYYMM')))) $$;

-- As before, and an archived month stays archived: only hub archive --restore brings it back.
create or replace function hub.make_month(room text, tab text, month date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  part text := format('%s_%s', tab, to_char(month, 'YYYYMM'));
begin
  if not exists (select 1 from hub.monthly_table m where m.room = make_month.room and m.tab = make_month.tab) then
    raise exception '%.% is not a monthly table', room, tab;
  end if;
  perform hub.lock_month(room, tab, month);
  -- Not to_regclass: its answer may come from a cache that the other session's commit has not reached yet.
  if exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where n.nspname = room and c.relname = part)
     or exists (select 1 from hub.archived_month a
                 where a.room = make_month.room and a.tab = make_month.tab
                   and a.month = date_trunc('month', make_month.month)::date) then
    return;
  end if;
  perform hub.shape_month(room, tab, month);
  perform hub.attach_month(room, tab, month);
end $$;

revoke execute on function hub.shape_month(text, text, date), hub.attach_month(text, text, date),
  hub.month_begin(date), hub.lock_month(text, text, date) from public;
