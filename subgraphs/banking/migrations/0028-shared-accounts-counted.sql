-- A project that shares another's account (0026) has a special account in use: what is kept of labour cost by division is counted again for
-- it as well, where an account comes to be shared or ends to be. Nothing was shared before.
create or replace function banking.labour_cost_mark() returns trigger language plpgsql as $$
begin
  if tg_table_name = 'labour_cost_transfer' and tg_op = 'INSERT' then
    insert into banking.labour_cost_mark (project_code, for_month) select distinct project_code, for_month from arrived;
  elsif tg_table_name = 'labour_cost_transfer' then
    insert into banking.labour_cost_mark (project_code, for_month)
    select project_code, for_month from arrived union select project_code, for_month from gone;
  elsif tg_table_name = 'special_wage_account' and tg_op = 'INSERT' then
    insert into banking.labour_cost_mark (project_code)
    select project_code from arrived
     union select p ->> 'projectCode' from arrived, jsonb_array_elements(arrived.shared_projects) p;
  elsif tg_op = 'INSERT' then
    insert into banking.labour_cost_mark (project_code) select distinct project_code from arrived;
  elsif tg_table_name = 'special_wage_account' then
    -- A balance changes often, and nothing here.
    insert into banking.labour_cost_mark (project_code)
    select unnest(array[arrived.project_code, gone.project_code]
             || array(select p ->> 'projectCode' from jsonb_array_elements(arrived.shared_projects) p)
             || array(select p ->> 'projectCode' from jsonb_array_elements(gone.shared_projects) p))
      from arrived join gone using (id)
     where (arrived.project_code, arrived.status, arrived.withdrawn, arrived.shared_projects)
           is distinct from (gone.project_code, gone.status, gone.withdrawn, gone.shared_projects);
  else
    insert into banking.labour_cost_mark (project_code, division_code)
    select m.project_code, m.division_code
      from arrived join gone using (project_code)
     cross join lateral (values (arrived.project_code, null), (null, gone.division_code)) m (project_code, division_code)
     where (arrived.division_code, arrived.sector) is distinct from (gone.division_code, gone.sector);
  end if;
  return null;
end $$;
