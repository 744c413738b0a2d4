-- Freshness (architecture §3): until when a source has stated everything of a dataset, empty batches included.

-- Append-only: what stood at an instant can be asked for later. The statement that was sent last counts.
create function hub.make_completeness(room text) returns void language plpgsql as $$
begin
  execute format($sql$
    create table %1$I.completeness (
      receipt_id     uuid primary key,
      source_system  text collate "C" not null,
      dataset        text collate "C" not null,
      organisation   text collate "C" not null,
      complete_up_to timestamptz not null,
      sent_at        timestamptz not null,
      received_at    timestamptz not null
    );
    create index completeness_latest on %1$I.completeness (dataset, source_system, sent_at desc, received_at desc);
    comment on table %1$I.completeness is 'ledger: 数据完整至 until when a source has stated everything of a dataset';

    -- Which sources state facts of a project: a project is as fresh as the least fresh of them.
    create table %1$I.project_source (
      project_code  text collate "C" not null,
      dataset       text collate "C" not null,
      source_system text collate "C" not null,
      primary key (project_code, dataset, source_system)
    );
    comment on table %1$I.project_source is 'ledger: 项目数据来源 the sources that state facts of a project';
  $sql$, room);
  perform hub.protect(room, 'completeness', 'true', true);
  perform hub.protect(room, 'project_source', hub.row_scope(room, 'project_source', '{project}'), true);
end $$;

alter function hub.make_ledger(text) rename to make_submissions;
create function hub.make_ledger(room text) returns void language plpgsql as $$
begin
  perform hub.make_submissions(room);
  perform hub.make_completeness(room);
end $$;

-- Rooms that were made before.
do $$
declare room text;
begin
  for room in select n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relname = 'submission' and c.relkind = 'r'
  loop
    perform hub.make_completeness(room);
  end loop;
end $$;
