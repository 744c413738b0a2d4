-- 务工项目: in which projects workers are or were, so that a department is shown the wage cards (工资卡) of workers within its reach, and no
-- others (docs/decisions/0058). A projection of provincial, kept by following its changes: empty here, it is filled from provincial's
-- first change on.

create table banking.worker_project (
  -- provincial's id of the period in a crew or of the registration
  record_id    uuid primary key,
  version      integer not null,
  worker_id    uuid not null,
  project_code text collate "C" not null,
  -- kept, so that an older version that comes late brings nothing back
  withdrawn    boolean not null
);
create index worker_project_worker on banking.worker_project (worker_id, project_code) where not withdrawn;
create index worker_project_project on banking.worker_project (project_code, worker_id) where not withdrawn;
comment on table banking.worker_project is 'projection: 务工项目 in which projects workers are or were, by provincial''s record';
select hub.protect('banking', 'worker_project', hub.row_scope('banking', 'worker_project', '{project}'), false);
select hub.note_whole_reach('banking');

-- Whoever sees every project sees every card, also of workers who are nowhere; where there is no project yet, nobody sees them all.
-- "offset 0": a card is looked up by its worker, and not all workers within reach gathered first.
do $$
declare
  tab text;
begin
  foreach tab in array array['wage_card', 'wage_card_history'] loop
    execute format($sql$
      alter policy row_scope on banking.%1$I using (
        (select hub.sees_all())
        or worker_id = (select hub.worker())
        or bank_code = (select hub.bank())
        or ((select hub.is_department())
          and ((select banking.sees_every_project() and exists (select from banking.project_scope))
            or exists (select from banking.worker_project w
                        where w.worker_id = %1$I.worker_id and not w.withdrawn offset 0))))
    $sql$, tab);
  end loop;
end $$;
