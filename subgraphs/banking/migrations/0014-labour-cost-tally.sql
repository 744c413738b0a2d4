-- The labour cost of a month over all projects (人工费到账排名) is kept by division, sector and month (decision 0030): a province's has
-- 40,000 transfers. Row scope of departments asks for nothing but division and sector, so that what is kept adds up to what each of
-- them sees; whoever sees single projects or own rows is counted for directly.

-- What has to be counted again: the division in which a project stands by then, or one that a project has left.
create table banking.labour_cost_mark (
  project_code  text collate "C",
  division_code text collate "C",
  -- every month, where there is none
  for_month     text collate "C",
  check (num_nonnulls(project_code, division_code) = 1)
);
select hub.make_marks('banking', 'labour_cost_mark', 'true');

create function banking.labour_cost_mark() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'labour_cost_transfer' and tg_op = 'INSERT' then
    insert into banking.labour_cost_mark (project_code, for_month) select distinct project_code, for_month from arrived;
  elsif tg_table_name = 'labour_cost_transfer' then
    insert into banking.labour_cost_mark (project_code, for_month)
    select project_code, for_month from arrived union select project_code, for_month from gone;
  elsif tg_op = 'INSERT' then
    insert into banking.labour_cost_mark (project_code) select distinct project_code from arrived;
  elsif tg_table_name = 'special_wage_account' then
    -- A balance changes often, and nothing here.
    insert into banking.labour_cost_mark (project_code)
    select unnest(array[arrived.project_code, gone.project_code]) from arrived join gone using (id)
     where (arrived.project_code, arrived.status, arrived.withdrawn) is distinct from (gone.project_code, gone.status, gone.withdrawn);
  else
    insert into banking.labour_cost_mark (project_code, division_code)
    select m.project_code, m.division_code
      from arrived join gone using (project_code)
     cross join lateral (values (arrived.project_code, null), (null, gone.division_code)) m (project_code, division_code)
     where (arrived.division_code, arrived.sector) is distinct from (gone.division_code, gone.sector);
  end if;
  return null;
end $$;

do $$
declare
  source text;
begin
  foreach source in array array['labour_cost_transfer', 'special_wage_account', 'project_scope'] loop
    execute format('create trigger labour_cost_mark after insert on banking.%I referencing new table as arrived
      for each statement execute function banking.labour_cost_mark()', source);
    execute format('create trigger labour_cost_mark_again after update on banking.%I referencing old table as gone new table as arrived
      for each statement execute function banking.labour_cost_mark()', source);
  end loop;
end $$;

create table banking.labour_cost_tally (
  division_code text collate "C" not null,
  sector        text not null,
  for_month     text collate "C" not null,
  -- projects to which labour cost came that have a special account in use
  with_account  integer not null,
  -- days on which it came
  days          date[] not null,
  -- fen in all, up to the end of the day
  received      bigint[] not null,
  -- projects whose last transfer came up to the end of the day
  complete      integer[] not null,
  primary key (for_month, division_code, sector)
);
comment on table banking.labour_cost_tally is 'projection: 人工费到账累计 labour cost of a month by division and sector, from the day of each transfer';

create table banking.account_tally (
  division_code text collate "C" not null,
  sector        text not null,
  -- that have a special account in use
  projects      integer not null,
  primary key (division_code, sector)
);
comment on table banking.account_tally is 'projection: 专户项目数 projects with a special wage account in use, by division and sector';

-- The arm of project_scope that asks for divisions and sectors; no row is of projects that its reader does not see.
do $$
declare
  tab text;
begin
  foreach tab in array array['labour_cost_tally', 'account_tally'] loop
    perform hub.protect('banking', tab,
      'division_code >= (select hub.division_lo()) and division_code < (select hub.division_hi())
         and ((select hub.has_one_division()) or hub.in_divisions(division_code)) and sector = any ((select hub.sectors())::text[])', false);
  end loop;
end $$;

insert into banking.tally_backfill
select 'labour cost', '', '', 0, false
 where exists (select from banking.labour_cost_transfer) or exists (select from banking.special_wage_account);
