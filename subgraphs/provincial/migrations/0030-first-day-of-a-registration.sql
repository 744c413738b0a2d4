-- 首次报送时间: a registration without a day of its own counts from the day on which it was first stated, and goes on to when it is
-- corrected; before this it counted from its newest version. One that was taken back and is stated anew begins anew.

alter table provincial.real_name_registration add column first_stated_at timestamptz;
alter table provincial.real_name_registration alter column first_stated_at type timestamptz using occurred_at,
  alter column first_stated_at set not null;
alter table provincial.real_name_registration_history add column first_stated_at timestamptz;
alter table provincial.real_name_registration_history alter column first_stated_at type timestamptz using occurred_at,
  alter column first_stated_at set not null;

create function provincial.first_stated() returns trigger language plpgsql as $$
begin
  new.first_stated_at := case
    when tg_op = 'INSERT' or (old.withdrawn and not new.withdrawn) then new.occurred_at
    else old.first_stated_at end;
  return new;
end $$;

-- What was corrected before. The statement marks its projects, so that their figures are counted again.
create temporary table stated on commit drop as
select id, version, first_value(occurred_at) over (partition by id, times order by version) as first_stated_at
  from (select id, version, occurred_at,
               count(*) filter (where withdrawn) over (partition by id order by version
                 rows between unbounded preceding and 1 preceding) as times
          from (select id, version, occurred_at, withdrawn from provincial.real_name_registration where version > 1
                 union all
                select id, version, occurred_at, withdrawn from provincial.real_name_registration_history) v) s;
update provincial.real_name_registration r set first_stated_at = s.first_stated_at
  from stated s where s.id = r.id and s.version = r.version and s.first_stated_at <> r.first_stated_at;
update provincial.real_name_registration_history r set first_stated_at = s.first_stated_at
  from stated s where s.id = r.id and s.version = r.version and s.first_stated_at <> r.first_stated_at;

create trigger first_stated before insert or update on provincial.real_name_registration
  for each row execute function provincial.first_stated();
