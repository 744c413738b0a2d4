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

-- 工资保证金: what the required amount is reckoned from, and the notice before the return.
alter table banking.guarantee_deposit
  add column contract_price_fen bigint check (contract_price_fen >= 0),
  add column arrears_history text check (arrears_history in
    ('ARREARS_WITHIN_TWO_YEARS', 'NONE_FOR_ONE_YEAR', 'NONE_FOR_TWO_YEARS', 'NONE_FOR_THREE_YEARS')),
  add column notice_from date,
  add column notice_to date,
  add column returned_on date,
  add check (notice_to >= notice_from),
  add check (returned_on >= stored_on);
alter table banking.guarantee_deposit_history
  add column contract_price_fen bigint,
  add column arrears_history text,
  add column notice_from date,
  add column notice_to date,
  add column returned_on date;

create table banking.payment_guarantee (
  id               uuid not null,
  issuer_code      text collate "C" not null,
  guarantee_no     text collate "C" not null,
  project_code     text collate "C" not null,
  issuer_name      text not null,
  owner_code       text collate "C",
  beneficiary_code text collate "C",
  form             text not null check (form in ('BANK_LETTER', 'GUARANTEE_COMPANY_LETTER', 'SURETY_INSURANCE')),
  amount_fen       bigint not null check (amount_fen >= 0),
  starts_on        date not null,
  ends_on          date not null,
  status           text not null check (status in ('IN_FORCE', 'CLAIMED', 'RELEASED')),
  check (ends_on >= starts_on),
  unique (issuer_code, guarantee_no)
);
create index payment_guarantee_project on banking.payment_guarantee (project_code);
create index payment_guarantee_owner on banking.payment_guarantee (owner_code);
-- The issuer is the bank that sees its own guarantees, as with letters.
select hub.make_fact('banking', 'payment_guarantee', '{}', '工程款支付担保 guarantees that the owner pays for the works', $$
  (select hub.sees_all())
  or exists (select 1 from banking.project_scope s where s.project_code = payment_guarantee.project_code)
  or payment_guarantee.issuer_code = (select hub.bank())
$$);

create table banking.account_freeze (
  id             uuid not null,
  bank_code      text collate "C" not null,
  account_index  bytea not null check (length(account_index) = 32),
  account_number bytea not null,
  order_no       text collate "C" not null,
  measure        text not null check (measure in ('SEIZURE', 'FREEZE', 'DEDUCTION')),
  target         text not null check (target in ('SPECIAL_ACCOUNT', 'DEPOSIT_ACCOUNT')),
  project_code   text collate "C" not null,
  authority      text not null,
  cause          text not null check (cause in ('WAGES_OF_THIS_PROJECT', 'OTHER')),
  amount_fen     bigint check (amount_fen >= 0),
  effective_on   date not null,
  lifted_on      date,
  check (lifted_on >= effective_on),
  unique (bank_code, account_index, order_no, measure)
);
create index account_freeze_project on banking.account_freeze (project_code);
select hub.make_fact('banking', 'account_freeze', '{project,bank}', '查封、冻结、划拨 of special accounts and deposits');
