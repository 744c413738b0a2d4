-- Who reads an own row of a project that row scope hides, as a worker does, is told how complete the project's facts are all the same:
-- otherwise nobody would seem to have stated anything of it. Nothing but the names of sources and datasets is told.
create function hub.sources_of_projects(room text, codes text[], as_of timestamptz)
returns table (project_code text, dataset text, source_system text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query execute format(
    'select s.project_code, s.dataset, s.source_system from %1$I.project_source s where s.project_code = any ($1)
      union
     select s.project_code, s.dataset, s.source_system from %1$I.project_source_past s
      where s.project_code = any ($1) and s.until > $2', room)
    using codes, as_of;
end $$;
revoke execute on function hub.sources_of_projects(text, text[], timestamptz) from public;
grant execute on function hub.sources_of_projects(text, text[], timestamptz) to hub_app;
