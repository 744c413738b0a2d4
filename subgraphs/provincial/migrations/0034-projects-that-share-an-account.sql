-- 共用专户: the other projects that an account serves are shown to its bank as well (docs/decisions/0048). Few accounts are shared.
alter table provincial.bank_project add column shared_projects text[] collate "C";
create index bank_project_shared on provincial.bank_project (bank_code) where shared_projects is not null and not withdrawn;

do $$
declare
  tab text;
begin
  foreach tab in array array['project', 'project_history', 'key_supervision_mark', 'key_supervision_mark_history'] loop
    execute format($sql$
      alter policy row_scope on provincial.%1$I using (%2$s
        or ((select hub.bank()) is not null and project_code in (
          select unnest(b.shared_projects) from provincial.bank_project b
           where b.bank_code = (select hub.bank()) and b.shared_projects is not null and not b.withdrawn)))
    $sql$, tab, (select qual from pg_policies where schemaname = 'provincial' and tablename = tab and policyname = 'row_scope'));
  end loop;
end $$;

-- Accounts are read again from the first change on, for what stands already.
delete from provincial.follower where name = 'bank-projects SPECIAL_WAGE_ACCOUNT';
