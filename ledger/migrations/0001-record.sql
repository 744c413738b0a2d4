-- The record and its row scope (architecture §8.1, §5): what every fact table of every department has.
-- PostgreSQL 15 subset. Runs as hub_owner in schema "hub"; every other room's migrations build on it.

-- Who asks, set per transaction by the subgraph's session with set_config(…, true).
-- After a transaction a custom setting is '' and not NULL, hence nullif everywhere.

-- The ledger writing, and the hub itself: their rows are not cut to anyone's scope.
create function hub.sees_all() returns boolean language sql stable parallel safe as
  $$ select current_setting('hub.everything', true) = 'on' or current_setting('hub.writer', true) = 'on' $$;

create function hub.is_writer() returns boolean language sql stable parallel safe as
  $$ select current_setting('hub.writer', true) = 'on' $$;

create function hub.division_lo() returns text language sql stable parallel safe as
  $$ select nullif(current_setting('hub.division_lo', true), '') $$;

create function hub.division_hi() returns text language sql stable parallel safe as
  $$ select nullif(current_setting('hub.division_hi', true), '') $$;

-- Several divisions: the outer span above reaches the index, this one cuts out what lies between them.
create function hub.has_one_division() returns boolean language sql stable parallel safe as
  $$ select nullif(current_setting('hub.division_ranges', true), '') is null $$;

create function hub.in_divisions(code text) returns boolean language sql stable parallel safe as $$
  select exists (
    select 1
      from unnest(string_to_array(current_setting('hub.division_ranges', true), ',')) as span
     where code collate "C" >= split_part(span, '-', 1)
       and code collate "C" < split_part(span, '-', 2))
$$;

create function hub.sectors() returns text[] language sql stable parallel safe as
  $$ select nullif(current_setting('hub.sectors', true), '')::text[] $$;

create function hub.projects() returns text[] language sql stable parallel safe as
  $$ select nullif(current_setting('hub.projects', true), '')::text[] $$;

create function hub.worker() returns uuid language sql stable parallel safe as
  $$ select nullif(current_setting('hub.worker', true), '')::uuid $$;

create function hub.bank() returns text language sql stable parallel safe as
  $$ select nullif(current_setting('hub.bank', true), '') $$;

create function hub.is_department() returns boolean language sql stable parallel safe as
  $$ select hub.division_lo() is not null $$;

-- The projection of provincial's projects that every subgraph keeps (architecture §8.3).
create function hub.make_project_scope(room text) returns void language plpgsql as $$
begin
  execute format($sql$
    create table %1$I.project_scope (
      project_code  text collate "C" primary key,
      kind          text not null check (kind in ('HOUSING', 'TRANSPORT', 'WATER', 'OTHER')),
      sector        text not null,
      division_code text collate "C" not null,
      version       integer not null
    );
    create index project_scope_division on %1$I.project_scope (division_code, sector);
    comment on table %1$I.project_scope is 'projection: projects of the provincial hub, for existence, row scope and rankings (architecture §8.3)';
    alter table %1$I.project_scope enable row level security;
    -- Settings stand in sub-selects, so that a statement reads each once and not once a row. There is no arm for the
    -- hub itself: its span is everything, and so both arms stay answerable by an index.
    create policy row_scope on %1$I.project_scope for select to hub_app using (
      (division_code >= (select hub.division_lo()) and division_code < (select hub.division_hi())
          and ((select hub.has_one_division()) or hub.in_divisions(division_code))
          and sector = any ((select hub.sectors())::text[]))
      or project_code = any ((select hub.projects())::text[]));
    create policy writes on %1$I.project_scope for insert to hub_app with check ((select hub.is_writer()));
    create policy rewrites on %1$I.project_scope for update to hub_app using ((select hub.is_writer()));
    grant select, insert, update on %1$I.project_scope to hub_app;
  $sql$, room);
end $$;

-- Row scope of one table, from the words a migration gives: 'project', 'worker', 'bank', 'department', 'public'.
create function hub.row_scope(room text, tab text, scope text[]) returns text language plpgsql as $$
declare
  word text;
  terms text[] := array['(select hub.sees_all())'];
begin
  foreach word in array scope loop
    terms := terms || case word
      when 'public' then 'true'
      when 'department' then '(select hub.is_department())'
      when 'project' then format('exists (select 1 from %I.project_scope s where s.project_code = %I.project_code)', room, tab)
      when 'worker' then 'worker_id = (select hub.worker())'
      when 'bank' then 'bank_code = (select hub.bank())'
      else null end;
    if terms[cardinality(terms)] is null then
      raise exception 'row scope % is not known; expected project, worker, bank, department or public', word;
    end if;
  end loop;
  return array_to_string(terms, ' or ');
end $$;

-- Row-level security and the running hub's rights on a table that holds records.
create function hub.protect(room text, tab text, condition text, append_only boolean) returns void language plpgsql as $$
begin
  execute format('alter table %I.%I enable row level security', room, tab);
  execute format('create policy row_scope on %I.%I for select to hub_app using (%s)', room, tab, condition);
  execute format('create policy writes on %I.%I for insert to hub_app with check ((select hub.is_writer()))', room, tab);
  if not append_only then
    execute format('create policy rewrites on %I.%I for update to hub_app using ((select hub.is_writer()))', room, tab);
  end if;
  execute format('grant select, insert%s on %I.%I to hub_app', case when append_only then '' else ', update' end, room, tab);
end $$;

-- A fact table: adds the record's columns (architecture §8.1), makes x_history, sets row scope.
-- "condition" replaces the words of "scope" where a department needs its own rule; it must hold for x and x_history.
create function hub.make_fact(room text, tab text, scope text[], meaning text, condition text default null)
returns void language plpgsql as $$
declare
  partitioned boolean := (select relkind = 'p' from pg_class where oid = format('%I.%I', room, tab)::regclass);
  has_project boolean := exists (select 1 from information_schema.columns
    where table_schema = room and table_name = tab and column_name = 'project_code');
begin
  execute format($sql$
    alter table %1$I.%2$I
      add column version        integer     not null check (version > 0),
      add column source_system  text        not null,
      add column source_version bigint      not null,
      add column source_place   integer     not null check (source_place >= 0),
      add column receipt_id     uuid        not null,
      add column received_at    timestamptz not null,
      add column recorded_at    timestamptz not null,
      add column assurance      text        not null check (assurance in ('DEVICE_SIGNED', 'SENDER_SIGNED', 'LEGACY_SIGNED', 'UNSIGNED')),
      add column seed           bytea       not null check (length(seed) = 16),
      add column content_hash   bytea       not null check (length(content_hash) = 32),
      add column withdrawn      boolean     not null
  $sql$, room, tab);
  if not exists (select 1 from information_schema.columns
                  where table_schema = room and table_name = tab and column_name = 'occurred_at') then
    execute format('alter table %I.%I add column occurred_at timestamptz not null', room, tab);
  end if;
  if not partitioned then
    execute format('alter table %I.%I add primary key (id)', room, tab);
  end if;
  execute format($sql$
    create table %1$I.%3$I (like %1$I.%2$I);
    alter table %1$I.%3$I add column superseded_at timestamptz not null;
    create index on %1$I.%3$I (id, superseded_at);
    create index on %1$I.%3$I (superseded_at);
  $sql$, room, tab, tab || '_history');
  if has_project then
    execute format('create index on %I.%I (project_code)', room, tab || '_history');
  end if;
  execute format('comment on table %I.%I is %L', room, tab, 'fact: ' || meaning);
  execute format('comment on table %I.%I is %L', room, tab || '_history', 'history: superseded versions of ' || tab);
  perform hub.protect(room, tab, coalesce(condition, hub.row_scope(room, tab, scope)), false);
  perform hub.protect(room, tab || '_history',
    coalesce(replace(condition, tab || '.', tab || '_history.'), hub.row_scope(room, tab || '_history', scope)), true);
end $$;

-- A month of a partitioned fact table, made on a connection of its own before the data transaction.
-- LIKE and ATTACH, because PARTITION OF waits for every open insert (architecture §2).
create function hub.make_month(room text, tab text, month date) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  part text := format('%s_%s', tab, to_char(month, 'YYYYMM'));
  lo timestamptz := (date_trunc('month', month)::date)::timestamp at time zone 'Asia/Shanghai';
  hi timestamptz := ((date_trunc('month', month) + interval '1 month')::date)::timestamp at time zone 'Asia/Shanghai';
begin
  if not exists (select 1 from hub.monthly_table m where m.room = make_month.room and m.tab = make_month.tab) then
    raise exception '%.% is not a monthly table', room, tab;
  end if;
  perform pg_advisory_xact_lock(hashtext(room || '.' || part));
  -- Not to_regclass: its answer may come from a cache that the other session's commit has not reached yet.
  if exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where n.nspname = room and c.relname = part) then
    return;
  end if;
  execute format('create table %I.%I (like %I.%I including all)', room, part, room, tab);
  -- No policy of its own: reached through its parent, or not at all.
  execute format('alter table %I.%I enable row level security', room, part);
  execute format('alter table %I.%I add constraint %I check (occurred_at >= %L and occurred_at < %L)', room, part, part || '_span', lo, hi);
  execute format('alter table %I.%I attach partition %I.%I for values from (%L) to (%L)', room, tab, room, part, lo, hi);
  execute format('alter table %I.%I drop constraint %I', room, part, part || '_span');
  execute format('comment on table %I.%I is %L', room, part, 'partition: one month of ' || tab);
end $$;

create table hub.monthly_table (room text not null, tab text not null, primary key (room, tab));
comment on table hub.monthly_table is 'machinery: fact tables partitioned by month that hub.make_month may extend';

grant usage on schema hub to hub_app;
revoke execute on function hub.make_month(text, text, date) from public;
grant execute on function hub.make_month(text, text, date) to hub_app;
grant select on hub.monthly_table to hub_app;
