-- Special accounts are master data as well: a claim for each account and source. What is shown so far has no claim, since a
-- sealed number cannot be sealed anew here; it stands as its source's word until another outranks it.
create table banking.special_wage_account_claim (
  id                      uuid not null,
  bank_code               text collate "C" not null,
  account_index           bytea not null check (length(account_index) = 32),
  account_number          bytea not null,
  project_code            text collate "C" not null,
  general_contractor_code text collate "C",
  account_name            text,
  bank_name               text not null,
  opened_on               date,
  closed_on               date,
  status                  text not null,
  tripartite_agreement_on date,
  balance_fen             bigint,
  balance_at              timestamptz,
  last_serial             text collate "C",
  closing_notice_from     date,
  closing_notice_to       date,
  claimed_by              text not null,
  unique (account_index, bank_code, claimed_by)
);
select hub.make_fact('banking', 'special_wage_account_claim', '{project,bank}', '专户的各来源陈述 what each source states of an account');
