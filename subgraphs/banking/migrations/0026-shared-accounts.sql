-- 多项目共用专户: which other projects an account serves, each with the digest of its ledger (分账台账, YD-19). Null where none are stated.
alter table banking.special_wage_account add column shared_projects jsonb;
alter table banking.special_wage_account_history add column shared_projects jsonb;
alter table banking.special_wage_account_claim add column shared_projects jsonb;
alter table banking.special_wage_account_claim_history add column shared_projects jsonb;

-- Few accounts are shared: those that are, are looked through.
create index special_wage_account_shared on banking.special_wage_account (bank_code, account_index) where shared_projects is not null;

-- Whoever sees a project sees the account that serves it, whichever project it was opened for.
do $$
declare
  tab text;
begin
  foreach tab in array array['special_wage_account', 'special_wage_account_history', 'special_wage_account_claim', 'special_wage_account_claim_history'] loop
    execute format($sql$
      alter policy row_scope on banking.%1$I using (%2$s
        or (%1$I.shared_projects is not null and exists (
          select 1 from banking.project_scope s
           where s.project_code in (select p ->> 'projectCode' from jsonb_array_elements(%1$I.shared_projects) p))))
    $sql$, tab, (select qual from pg_policies where schemaname = 'banking' and tablename = tab and policyname = 'row_scope'));
  end loop;
end $$;
