-- 已撤回项目: projects whose filing was taken back, from when and until they were filed again, so that money figures leave them out as of any
-- instant and nothing more is stated of them unnoticed (docs/decisions/0060). A projection of provincial, kept by following its changes: empty
-- here, it is filled from provincial's first change on. Nothing is taken out, so that the past can be asked.
create table banking.withdrawn_project (
  project_code text collate "C" not null,
  -- provincial's version by which it was taken back
  version      integer not null check (version > 0),
  withdrawn_at timestamptz not null,
  restored_at  timestamptz,
  primary key (project_code, version)
);
comment on table banking.withdrawn_project is 'projection: 已撤回项目 projects whose filing was taken back, by provincial''s version';
select hub.protect('banking', 'withdrawn_project', 'true', false);

-- The ranking keeps divisions, not projects: one whose projects change is counted again, as where a project moves (0014).
create function banking.labour_cost_mark_of_withdrawn() returns trigger language plpgsql as $$
begin
  insert into banking.labour_cost_mark (project_code) select distinct project_code from arrived;
  return null;
end $$;
create trigger labour_cost_mark after insert on banking.withdrawn_project referencing new table as arrived
  for each statement execute function banking.labour_cost_mark_of_withdrawn();
create trigger labour_cost_mark_again after update on banking.withdrawn_project referencing new table as arrived
  for each statement execute function banking.labour_cost_mark_of_withdrawn();
