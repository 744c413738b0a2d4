-- The datasets that banks and guarantors submit beside accounts and cards (architecture §2, §3).

-- 专户流水: which booking a return or a reversal undoes; the undone one is looked up by the natural key.
alter table banking.account_flow add column undoes_serial text collate "C";
alter table banking.account_flow_history add column undoes_serial text collate "C";
create index account_flow_undoes on banking.account_flow (bank_code, account_index, undoes_serial) where undoes_serial is not null;
-- The days of a ledger, and whether a day has bookings at all.
create index account_flow_day on banking.account_flow (bank_code, account_index, accounting_on);

-- What the bank says of its ledger as a whole, so that a missing end is seen too, and of the notice before a closing.
alter table banking.special_wage_account
  add column last_serial text collate "C",
  add column closing_notice_from date,
  add column closing_notice_to date,
  add check (closing_notice_to >= closing_notice_from);
alter table banking.special_wage_account_history
  add column last_serial text collate "C",
  add column closing_notice_from date,
  add column closing_notice_to date;

-- 空日: a day without bookings is stated, because nothing can be concluded from silence (architecture §3, freshness).
create table banking.empty_account_day (
  id            uuid not null,
  bank_code     text collate "C" not null,
  account_index bytea not null check (length(account_index) = 32),
  day           date not null,
  project_code  text collate "C" not null,
  unique (bank_code, account_index, day)
);
create index empty_account_day_project on banking.empty_account_day (project_code, day);
select hub.make_fact('banking', 'empty_account_day', '{project,bank}', '专户空日 days on which an account had no bookings');

-- 人工费拨付: what an owner paid, over its projects.
create index labour_cost_transfer_payer on banking.labour_cost_transfer (payer_code);

-- 工资代发: how the bank names the line; the hub's id of it stays the key.
alter table banking.disbursement
  add column sheet_no text collate "C",
  add column line_no integer;
alter table banking.disbursement_history
  add column sheet_no text collate "C",
  add column line_no integer;
