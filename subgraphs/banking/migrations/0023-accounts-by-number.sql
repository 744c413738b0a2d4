-- Whom and out of which account a bank paid (三对应、ZJ-10、ZJ-11、YD-10), as far as it states it: numbers sealed, found by blind indexes.
alter table banking.disbursement
  add column payer_account_index bytea check (length(payer_account_index) = 32),
  add column payer_account_number bytea,
  add column payee_card_index bytea check (length(payee_card_index) = 32),
  add column payee_card_number bytea,
  add column payee_name text,
  add column flow_serial text collate "C";
alter table banking.disbursement_history
  add column payer_account_index bytea,
  add column payer_account_number bytea,
  add column payee_card_index bytea,
  add column payee_card_number bytea,
  add column payee_name text,
  add column flow_serial text collate "C";

-- 专户: what kind of account it is (账户性质) and the digest of the tripartite agreement (三方协议, ZD-09). 保证金: its account, the day of the
-- contractor's last arrears, from which every period of 65号 follows, and what was used of it and restored (ZJ-16). 流水: the other account.
do $$
declare
  suffix text;
begin
  foreach suffix in array array['', '_history', '_claim', '_claim_history'] loop
    execute format('alter table banking.%I add column nature text, add column tripartite_agreement_digest text collate "C"',
      'special_wage_account' || suffix);
    execute format('alter table banking.%I add column last_arrears_on date, add column account_index bytea, add column account_number bytea,'
      ' add column used_fen bigint, add column use_noticed_on date, add column used_on date, add column restored_on date',
      'guarantee_deposit' || suffix);
  end loop;
  foreach suffix in array array['', '_history'] loop
    execute format('alter table banking.%I add column counterparty_account_number bytea', 'account_flow' || suffix);
  end loop;
end $$;
alter table banking.special_wage_account
  add check (nature in ('SPECIAL', 'BASIC', 'GENERAL', 'TEMPORARY'));
alter table banking.guarantee_deposit
  add check (length(account_index) = 32),
  add check (used_fen >= 0),
  add check (used_on >= use_noticed_on),
  add check (restored_on >= used_on);
