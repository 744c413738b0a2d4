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

-- 保证金: the day of the contractor's last arrears, from which every period of 65号 follows.
alter table banking.guarantee_deposit add column last_arrears_on date;
alter table banking.guarantee_deposit_history add column last_arrears_on date;
alter table banking.guarantee_deposit_claim add column last_arrears_on date;
alter table banking.guarantee_deposit_claim_history add column last_arrears_on date;
