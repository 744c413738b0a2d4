-- Whole reach is found out once a transaction (全量范围): a question of a dozen statements asked it at each table of each, some fifty
-- microseconds every time. Each room keeps between which divisions its projects stand; whoever opens a transaction compares its
-- caller's bounds with them and keeps the answer in the setting hub.every_project. Where nobody did, the policies find it out themselves.

-- The exchange has no projects, and so none beyond anybody's bounds.
create view hub.project_span as select null::text as lo, null::text as hi where false;
comment on view hub.project_span is 'machinery: 项目区划范围 the exchange has no projects';
grant select on hub.project_span to hub_app;

-- It only grows: a project that moved inwards leaves it too wide, and then rows are asked for their project, as of any other caller.
create function hub.widen_project_span() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  execute format(
    'update %I.project_span s set lo = least(s.lo, w.lo), hi = greatest(s.hi, w.hi)
       from (select min(division_code) as lo, max(division_code) as hi from written) w
      where w.lo is not null and (s.lo is null or w.lo < s.lo or w.hi > s.hi)', tg_table_schema);
  return null;
end $$;
revoke execute on function hub.widen_project_span() from public;

create function hub.make_whole_reach(room text) returns void language plpgsql as $$
begin
  if to_regclass(format('%I.project_span', room)) is null then
    execute format($sql$
      create table %1$I.project_span (
        is_one boolean primary key default true check (is_one),
        lo     text collate "C",
        hi     text collate "C"
      );
      comment on table %1$I.project_span is 'machinery: 项目区划范围 the least and the greatest division of the projects in project_scope';
      grant select on %1$I.project_span to hub_app;
      create trigger widens_on_insert after insert on %1$I.project_scope
        referencing new table as written for each statement execute function hub.widen_project_span();
      create trigger widens_on_update after update on %1$I.project_scope
        referencing new table as written for each statement execute function hub.widen_project_span();
      insert into %1$I.project_span (lo, hi) select min(division_code), max(division_code) from %1$I.project_scope;
    $sql$, room);
  end if;
  execute format($sql$
    create or replace function %1$I.reaches_every_project() returns boolean language sql stable as $body$
      select hub.division_lo() is not null and hub.has_one_division()
         and hub.sectors() @> array['HOUSING', 'TRANSPORT', 'WATER', 'AGRICULTURE', 'ENERGY', 'OTHER']
         and coalesce((select lo >= hub.division_lo() and hi < hub.division_hi() from %1$I.project_span), true)
    $body$;
    -- One expression, and without rights of its own, so that the planner writes it into the policy.
    create or replace function %1$I.sees_every_project() returns boolean language sql stable as $body$
      select coalesce(nullif(current_setting('hub.every_project', true), '')::boolean, %1$I.reaches_every_project())
    $body$;
    revoke execute on function %1$I.reaches_every_project(), %1$I.sees_every_project() from public;
    grant execute on function %1$I.reaches_every_project(), %1$I.sees_every_project() to hub_app;
  $sql$, room);
end $$;

create or replace function hub.note_whole_reach(room text) returns void language plpgsql as $$
declare
  scoped record;
begin
  perform hub.make_whole_reach(room);
  for scoped in
    select p.tablename, p.qual from pg_policies p
     where p.schemaname = room and p.policyname = 'row_scope' and p.qual not like '%sees_every_project()%'
       and p.qual ~ ('^\(\( SELECT hub\.sees_all\(\) AS sees_all\) OR \(EXISTS \( SELECT 1\s+FROM ' || room
                     || '\.project_scope s\s+WHERE \(s\.project_code = ' || p.tablename || '\.project_code\)\)\)')
  loop
    execute format('alter policy row_scope on %1$I.%2$I using ((select %1$I.sees_every_project()) or %3$s)',
      room, scoped.tablename, scoped.qual);
  end loop;
end $$;

-- Rooms that were made before.
do $$
declare
  room text;
begin
  for room in select n.nspname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where p.proname = 'sees_every_project'
  loop
    perform hub.make_whole_reach(room);
  end loop;
end $$;
