-- Every room that keeps projects keeps between which divisions they stand (0016), also one that has not come to hub.note_whole_reach.
alter function hub.make_project_scope(text) rename to make_scope_table;
create function hub.make_project_scope(room text) returns void language plpgsql as $$
begin
  perform hub.make_scope_table(room);
  perform hub.make_whole_reach(room);
end $$;

do $$
declare
  room text;
begin
  for room in select n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where c.relname = 'project_scope' and c.relkind = 'r'
  loop
    perform hub.make_whole_reach(room);
  end loop;
end $$;
