-- 银行经办项目: of which projects a bank keeps a special account or a deposit, or has issued a letter or a payment guarantee. A projection of
-- banking, kept by following its changes (docs/decisions/0041): empty here, it is filled from banking's first change on.

create table provincial.bank_project (
  -- banking's id of the account, deposit, letter or guarantee: a record that is moved to another project moves its row
  record_id    uuid primary key,
  version      integer not null,
  bank_code    text collate "C",
  project_code text collate "C" not null,
  -- kept, so that an older version that comes late brings nothing back
  withdrawn    boolean not null
);
create index bank_project_bank on provincial.bank_project (bank_code, project_code) where not withdrawn;
comment on table provincial.bank_project is 'projection: 银行经办项目, for which projects a bank keeps or has issued something, by banking''s record';
select hub.protect('provincial', 'bank_project', $$(select hub.sees_all()) or bank_code = (select hub.bank())$$, false);

-- A bank is shown these projects and, as nothing else of them would be said truly, whether they are under key supervision. Whoever is no
-- bank is asked once a statement whether they are one.
do $$
declare
  tab text;
begin
  foreach tab in array array['project', 'project_history', 'key_supervision_mark', 'key_supervision_mark_history'] loop
    execute format($sql$
      alter policy row_scope on provincial.%1$I using (%2$s
        or ((select hub.bank()) is not null and exists (
          select 1 from provincial.bank_project b
           where b.bank_code = (select hub.bank()) and b.project_code = %1$I.project_code and not b.withdrawn)))
    $sql$, tab, (select qual from pg_policies where schemaname = 'provincial' and tablename = tab and policyname = 'row_scope'));
  end loop;
end $$;
