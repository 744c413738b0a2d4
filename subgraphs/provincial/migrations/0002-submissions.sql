-- What submissions need beside the facts of 0001: the ledger, the roster, and what versions of facts have to tell apart.

select hub.make_ledger('provincial');

-- 实名登记: a worker on the roster of a crew, whether on site yet or not.
create table provincial.real_name_registration (
  id             uuid not null,
  project_code   text collate "C" not null,
  crew_no        text collate "C" not null,
  worker_id      uuid not null,
  work_type      text,
  work_role      text,
  is_crew_leader boolean not null,
  card_no        bytea,
  registered_on  date,
  unique (project_code, crew_no, worker_id)
);
create index real_name_registration_worker on provincial.real_name_registration (worker_id, project_code);
select hub.make_fact('provincial', 'real_name_registration', '{project,worker}', '实名登记 workers on the rosters of crews');

-- Whether a worker is engaged on a site is asked for every punch: by both at once, or a site's whole crew is read for each.
drop index provincial.engagement_worker;
create index engagement_worker on provincial.engagement (worker_id, project_code);

-- The code under which the platform of a third party knows the project (第三方项目编码).
alter table provincial.project add column third_party_code text;
alter table provincial.project_history add column third_party_code text;
create index project_owner on provincial.project (owner_code);

-- Keyed digest of all lines of a sheet, so that a sheet has a new version if and only if its lines have changed.
alter table provincial.payroll_sheet add column lines_digest bytea check (length(lines_digest) = 32);
alter table provincial.payroll_sheet_history add column lines_digest bytea;

-- Blind index of the document under which a worker was stated: records that wait for the worker know nothing else.
alter table provincial.migrant_worker add column document_index bytea check (length(document_index) = 32);
alter table provincial.migrant_worker_history add column document_index bytea;

-- Who is on a roster within the caller's scope is seen as who has entered is.
alter policy row_scope on provincial.migrant_worker using (
  (select hub.sees_all())
  or migrant_worker.worker_id = (select hub.worker())
  or exists (select 1 from provincial.engagement e where e.worker_id = migrant_worker.worker_id and not e.withdrawn)
  or exists (select 1 from provincial.real_name_registration r where r.worker_id = migrant_worker.worker_id and not r.withdrawn));
alter policy row_scope on provincial.migrant_worker_history using (
  (select hub.sees_all())
  or migrant_worker_history.worker_id = (select hub.worker())
  or exists (select 1 from provincial.engagement e where e.worker_id = migrant_worker_history.worker_id and not e.withdrawn)
  or exists (select 1 from provincial.real_name_registration r where r.worker_id = migrant_worker_history.worker_id and not r.withdrawn));
alter policy row_scope on provincial.worker_identity using (
  (select hub.sees_all())
  or worker_identity.worker_id = (select hub.worker())
  or exists (select 1 from provincial.engagement e where e.worker_id = worker_identity.worker_id and not e.withdrawn)
  or exists (select 1 from provincial.real_name_registration r where r.worker_id = worker_identity.worker_id and not r.withdrawn));
