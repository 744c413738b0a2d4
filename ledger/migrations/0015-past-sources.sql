-- Sources of projects that ended (曾有的数据来源): a source whose last fact of a project's dataset was taken back states none of it any
-- more. Until when it did is kept, so that what was known at an instant can still be asked for.

create function hub.make_past_sources(room text) returns void language plpgsql as $$
begin
  execute format($sql$
    create table %1$I.project_source_past (
      project_code  text collate "C" not null,
      dataset       text collate "C" not null,
      source_system text collate "C" not null,
      until         timestamptz not null,
      primary key (project_code, dataset, source_system, until)
    );
    comment on table %1$I.project_source_past is 'ledger: 曾有的数据来源 the sources that stated facts of a project until they took them back';
  $sql$, room);
  perform hub.protect(room, 'project_source_past', hub.row_scope(room, 'project_source_past', '{project}'), true);
  execute format('grant delete on %I.project_source to hub_app', room);
  execute format('create policy ends on %I.project_source for delete to hub_app using ((select hub.is_writer()))', room);
end $$;

alter function hub.make_ledger(text) rename to make_submissions_and_completeness;
create function hub.make_ledger(room text) returns void language plpgsql as $$
begin
  perform hub.make_submissions_and_completeness(room);
  perform hub.make_past_sources(room);
end $$;

-- Rooms that were made before. Policies are read as they are written with no schema of ours in the path.
do $$
declare
  room text;
  path text := current_setting('search_path');
begin
  perform set_config('search_path', 'pg_catalog', true);
  for room in select n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where c.relname = 'project_source' and c.relkind = 'r'
  loop
    perform hub.make_past_sources(room);
    perform hub.note_whole_reach(room);
  end loop;
  perform set_config('search_path', path, true);
end $$;
