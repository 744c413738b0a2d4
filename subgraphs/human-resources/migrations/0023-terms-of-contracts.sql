-- What a labour contract agrees on wages (Order 724 Art. 11-14), and where it is kept (Guangxi 管理细则 Art. 11(2)). A version from before
-- states none of it.
alter table human_resources.labour_contract
  add column file_digests           text collate "C",
  add column electronic_contract_no text collate "C",
  add column wage_form              text collate "C" check (wage_form in ('FIXED_MONTHLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'PIECEWORK')),
  add column agreed_wage_fen        bigint check (agreed_wage_fen >= 0),
  add column pay_day                integer check (pay_day between 1 and 31),
  add column is_paid_in_next_month  boolean;
alter table human_resources.labour_contract_history
  add column file_digests           text collate "C",
  add column electronic_contract_no text collate "C",
  add column wage_form              text collate "C",
  add column agreed_wage_fen        bigint,
  add column pay_day                integer,
  add column is_paid_in_next_month  boolean;

-- 失信责任人: all who are listed with the employer, and the day the entry was shared (人社部令第45号).
alter table human_resources.discredited_listing
  add column responsible_person_names text[],
  add column shared_on                date;
alter table human_resources.discredited_listing_history
  add column responsible_person_names text[],
  add column shared_on                date;
