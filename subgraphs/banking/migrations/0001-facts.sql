-- Banks: special wage accounts and what moves on them, wage cards, guarantees.
-- Each table states its own content and natural key; hub.make_fact adds the record (architecture §8.1).
-- Account and card numbers are sealed; account_index and card_index are their blind indexes.

grant usage on schema banking to hub_app;
select hub.make_project_scope('banking');

create table banking.special_wage_account (
  id                      uuid not null,
  bank_code               text collate "C" not null,
  account_index           bytea not null check (length(account_index) = 32),
  account_number          bytea not null,
  project_code            text collate "C" not null,
  general_contractor_code         text collate "C" not null,
  account_name            text not null,
  bank_name               text not null,
  opened_on               date not null,
  closed_on               date,
  status                  text not null check (status in ('ACTIVE', 'CLOSED', 'FROZEN')),
  tripartite_agreement_on date,
  balance_fen             bigint,
  balance_at              timestamptz,
  check (closed_on is null or closed_on >= opened_on),
  unique (bank_code, account_index)
);
create index special_wage_account_project on banking.special_wage_account (project_code);
create index special_wage_account_contractor on banking.special_wage_account (general_contractor_code);
select hub.make_fact('banking', 'special_wage_account', '{project,bank}', '农民工工资专用账户 special wage accounts');

-- Mass data: written in batches sorted by its key, read by project and month. The key leads with the account,
-- so that one account's flows need no further index.
create table banking.account_flow (
  id                uuid not null,
  bank_code         text collate "C" not null,
  account_index     bytea not null check (length(account_index) = 32),
  serial            text collate "C" not null,
  project_code      text collate "C" not null,
  occurred_at       timestamptz not null,
  accounting_on     date not null,
  direction         text not null check (direction in ('IN', 'OUT')),
  amount_fen        bigint not null check (amount_fen >= 0),
  balance_after_fen bigint,
  kind              text not null check (kind in ('LABOUR_COST', 'WAGE', 'RETURN', 'REVERSAL', 'OTHER')),
  counterparty_name text,
  summary           text,
  unique (bank_code, account_index, serial)
);
create index account_flow_time on banking.account_flow (project_code, occurred_at);
select hub.make_fact('banking', 'account_flow', '{project,bank}', '专户流水 bookings of special wage accounts');

create table banking.labour_cost_transfer (
  id             uuid not null,
  bank_code      text collate "C" not null,
  account_index  bytea not null check (length(account_index) = 32),
  flow_serial    text collate "C" not null,
  project_code   text collate "C" not null,
  amount_fen     bigint not null check (amount_fen >= 0),
  transferred_on date not null,
  for_month      text collate "C" not null check (for_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  payer_code     text collate "C",
  unique (bank_code, account_index, flow_serial)
);
create index labour_cost_transfer_month on banking.labour_cost_transfer (project_code, for_month);
select hub.make_fact('banking', 'labour_cost_transfer', '{project,bank}', '人工费拨付 transfers of labour cost');

create table banking.disbursement (
  id               uuid not null,
  payroll_entry_id uuid not null,
  attempt          integer not null check (attempt > 0),
  project_code     text collate "C" not null,
  worker_id        uuid not null,
  bank_code        text collate "C" not null,
  amount_fen       bigint not null check (amount_fen >= 0),
  result           text not null check (result in ('SUCCESS', 'FAILED', 'RETURNED')),
  reason           text,
  paid_on          date not null,
  pay_month        text collate "C" not null check (pay_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  unique (payroll_entry_id, attempt)
);
create index disbursement_month on banking.disbursement (project_code, pay_month);
create index disbursement_worker on banking.disbursement (worker_id, paid_on);
select hub.make_fact('banking', 'disbursement', '{project,worker,bank}', '工资代发 attempts to pay wages');

create table banking.wage_card (
  id              uuid not null,
  worker_id       uuid not null unique,
  bank_code       text collate "C" not null,
  bank_name       text not null,
  card_index      bytea not null check (length(card_index) = 32),
  card_number     bytea not null,
  cardholder_name text not null,
  issued_on       date,
  status          text not null check (status in ('ACTIVE', 'LOST', 'CLOSED'))
);
-- Not unique: one card under two workers is a finding to be shown, not a record to be refused.
create index wage_card_card on banking.wage_card (card_index);
select hub.make_fact('banking', 'wage_card', '{department,worker,bank}', '工资卡 wage cards, one for each worker');

create table banking.guarantee_deposit (
  id           uuid not null,
  project_code text collate "C" not null,
  form         text not null check (form in ('CASH', 'LETTER', 'EXEMPT', 'DEFERRED')),
  required_fen bigint not null check (required_fen >= 0),
  stored_fen   bigint not null check (stored_fen >= 0),
  bank_code    text collate "C",
  account_name text,
  stored_on    date,
  status       text not null check (status in ('DUE', 'STORED', 'USED', 'RETURNED')),
  unique (project_code, form)
);
select hub.make_fact('banking', 'guarantee_deposit', '{project,bank}', '工资保证金 guarantee deposits');

create table banking.guarantee_letter (
  id           uuid not null,
  issuer_code  text collate "C" not null,
  letter_no    text collate "C" not null,
  project_code text collate "C" not null,
  issuer_name  text not null,
  form         text not null check (form in ('BANK_LETTER', 'GUARANTEE_COMPANY_LETTER', 'SURETY_INSURANCE')),
  amount_fen   bigint not null check (amount_fen >= 0),
  starts_on    date not null,
  ends_on      date not null,
  status       text not null check (status in ('IN_FORCE', 'CLAIMED', 'RELEASED')),
  check (ends_on >= starts_on),
  unique (issuer_code, letter_no)
);
create index guarantee_letter_project on banking.guarantee_letter (project_code);
create index guarantee_letter_end on banking.guarantee_letter (ends_on);
-- The issuer is the bank that sees its own letters.
select hub.make_fact('banking', 'guarantee_letter', '{}', '工资保证金保函 guarantee letters and surety insurance', $$
  (select hub.sees_all())
  or exists (select 1 from banking.project_scope s where s.project_code = guarantee_letter.project_code)
  or guarantee_letter.issuer_code = (select hub.bank())
$$);
