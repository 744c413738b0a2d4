-- In which division a project stands decides which province's rules hold (schema/provinces), for whoever asks: a bank or a worker
-- sees own rows of projects that row scope hides, and a rule must not say something else to them. Nothing but the division is told.
create function hub.divisions_of_projects(room text, codes text[])
returns table (code text, division text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return query execute format(
    'select s.project_code::text, s.division_code::text from %I.project_scope s where s.project_code = any ($1)', room)
    using codes;
end $$;
revoke execute on function hub.divisions_of_projects(text, text[]) from public;
grant execute on function hub.divisions_of_projects(text, text[]) to hub_app;
