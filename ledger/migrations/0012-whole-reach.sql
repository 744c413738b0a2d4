-- Whole reach (全量范围): whoever sees every project that a department has need not be asked for each row in which project it lies.
-- Row scope otherwise gathers all of the caller's projects at every statement: 20,000 of them for a province, some five milliseconds.
-- The answer is the same by definition; a fact is stored only once its project is in the department's project_scope.

-- At the end of a department's migrations, and again where a later one makes tables: adds the arm to every policy that asks for the
-- row's project, once.
create function hub.note_whole_reach(room text) returns void language plpgsql as $$
declare
  scoped record;
begin
  execute format($sql$
    create or replace function %1$I.sees_every_project() returns boolean
    language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $body$
    begin
      return hub.division_lo() is not null and hub.has_one_division()
        and hub.sectors() @> array['HOUSING', 'TRANSPORT', 'WATER', 'AGRICULTURE', 'ENERGY', 'OTHER']
        and not exists (select from %1$I.project_scope where division_code < hub.division_lo())
        and not exists (select from %1$I.project_scope where division_code >= hub.division_hi());
    end $body$;
    revoke execute on function %1$I.sees_every_project() from public;
    grant execute on function %1$I.sees_every_project() to hub_app;
  $sql$, room);
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
