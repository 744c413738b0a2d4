-- What banks submit (architecture §3): the ledger beside the facts, and the workers whose documents banking knows.

select hub.make_ledger('banking');

-- The 603号 interface names an account by its number, bank and project alone; the rest comes from whoever opened it.
alter table banking.special_wage_account
  alter column general_contractor_code drop not null,
  alter column account_name drop not null,
  alter column opened_on drop not null;
alter table banking.special_wage_account_history
  alter column general_contractor_code drop not null,
  alter column account_name drop not null,
  alter column opened_on drop not null;

-- What the identity registry answered (architecture §8.2): no number, only its blind index under banking's own key.
create table banking.known_worker (
  document_type text collate "C" not null,
  number_index  bytea not null check (length(number_index) = 32),
  worker_id     uuid not null,
  known_since   timestamptz not null,
  primary key (document_type, number_index)
);
comment on table banking.known_worker is 'registry: 已知农民工, workers of the identity registry by the blind index of their documents';
select hub.protect('banking', 'known_worker', '(select hub.sees_all())', false);
