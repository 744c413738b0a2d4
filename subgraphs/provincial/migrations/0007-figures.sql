-- What the platform's figures need to be answered for a province at once (decision 0030). The tables of tallies hold nothing that
-- cannot be counted again from the facts.

select hub.make_tallies('provincial');

-- Attendance by project, worker and day. A mark names the workers whose day has to be looked at again, and by how many records the
-- project's day has changed: project, worker and day of a punch are its natural key, so that no correction changes them.
create table provincial.attendance_mark (
  project_code text collate "C" not null,
  day          date not null,
  records      integer not null,
  worker_ids   uuid[] not null
);
select hub.make_marks('provincial', 'attendance_mark',
  'exists (select 1 from provincial.project_scope s where s.project_code = attendance_mark.project_code)');

create function provincial.attendance_mark() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into provincial.attendance_mark
    select project_code, (occurred_at at time zone interval '8 hours')::date, count(*), array_agg(distinct worker_id)
      from arrived where not withdrawn group by 1, 2;
  else
    insert into provincial.attendance_mark
    select arrived.project_code, (arrived.occurred_at at time zone interval '8 hours')::date,
           sum(gone.withdrawn::integer - arrived.withdrawn::integer), array_agg(distinct arrived.worker_id)
      from arrived join gone using (id, occurred_at) where arrived.withdrawn <> gone.withdrawn group by 1, 2;
  end if;
  return null;
end $$;
create trigger attendance_mark after insert on provincial.attendance_record
  referencing new table as arrived for each statement execute function provincial.attendance_mark();
create trigger attendance_mark_again after update on provincial.attendance_record
  referencing old table as gone new table as arrived for each statement execute function provincial.attendance_mark();

-- By day of the month from its first, each a number for each of 31 days.
create table provincial.attendance_month (
  month        date not null,
  project_code text collate "C" not null,
  -- records and workers of the month up to the end of the day
  records      integer[] not null,
  arrived      integer[] not null,
  -- workers of the day
  workers      integer[] not null,
  primary key (month, project_code)
) with (fillfactor = 50);
comment on table provincial.attendance_month is 'projection: 考勤累计 attendance of a project by month and day';
select hub.protect('provincial', 'attendance_month', hub.row_scope('provincial', 'attendance_month', '{project}'), false);

create table provincial.attendance_worker (
  month        date not null,
  worker_id    uuid not null,
  project_code text collate "C" not null,
  -- a bit for each day of the month on which the worker has a record, the first day's the lowest
  days         integer not null,
  primary key (month, worker_id, project_code)
) with (fillfactor = 80);
comment on table provincial.attendance_worker is 'projection: 工人月度出勤日 the days of a month on which a worker was on a project';
select hub.protect('provincial', 'attendance_worker', hub.row_scope('provincial', 'attendance_worker', '{project,worker}'), false);

-- Only of these the same person may be counted in several projects.
create table provincial.attendance_shared (
  month     date not null,
  worker_id uuid not null,
  primary key (month, worker_id)
);
comment on table provincial.attendance_shared is 'projection: 跨项目出勤 workers who had records in more than one project of a month';
select hub.protect('provincial', 'attendance_shared', '(select hub.sees_all()) or (select hub.is_department()) or (select hub.projects()) is not null', true);

-- Months that are there already are counted in the background, the newest first; those to come are counted from their first punch.
insert into provincial.tally_backfill
select 'attendance', to_char(to_date(right(c.relname, 6), 'YYYYMM'), 'YYYY-MM'), '', 0, false
  from pg_inherits i join pg_class c on c.oid = i.inhrelid
 where i.inhparent = 'provincial.attendance_record'::regclass;

-- Who is on the roster of a project or engaged there, since when, and how many at a time: steps from day to day.
create table provincial.roster_tally (
  project_code text collate "C" primary key,
  days         date[] not null,
  -- workers registered up to the day, and engaged on it
  registered   integer[] not null,
  on_site      integer[] not null
);
comment on table provincial.roster_tally is 'projection: 在册在场累计 workers registered and on site of a project, from the day of each change';
select hub.protect('provincial', 'roster_tally', hub.row_scope('provincial', 'roster_tally', '{project}'), false);

create table provincial.roster_shared (worker_id uuid primary key);
comment on table provincial.roster_shared is 'projection: 跨项目登记 workers who were registered or engaged in more than one project';
select hub.protect('provincial', 'roster_shared', '(select hub.sees_all()) or (select hub.is_department()) or (select hub.projects()) is not null', true);

select hub.make_project_marks('provincial', 'roster_mark', 'roster', '{engagement,real_name_registration}');

-- The index of periods held worker and project in columns of their own, and so was taken for looking up a worker: all of it is read
-- for each, a millisecond in a city. One key for all that have to be equal leaves such questions to engagement_worker.
alter table provincial.engagement drop constraint engagement_periods;
alter table provincial.engagement add constraint engagement_periods exclude using gist (
  -- neither code holds a blank
  (project_code || ' ' || crew_no || ' ' || worker_id::text) with =, daterange(entered_on, exited_on, '[]') with &&
) where (not withdrawn);
