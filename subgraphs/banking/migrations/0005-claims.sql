-- Master data that several sources state (多来源主数据, architecture §3.4): a claim for each deposit or letter and source. One of
-- them is shown in the fact, by the authority rule; the others are what conflicts with it, where they differ.

create table banking.guarantee_deposit_claim (
  id                 uuid not null,
  project_code       text collate "C" not null,
  form               text not null,
  required_fen       bigint not null,
  stored_fen         bigint not null,
  contract_price_fen bigint,
  arrears_history    text,
  bank_code          text collate "C",
  account_name       text,
  stored_on          date,
  notice_from        date,
  notice_to          date,
  returned_on        date,
  status             text not null,
  claimed_by         text not null,
  unique (project_code, form, claimed_by)
);
select hub.make_fact('banking', 'guarantee_deposit_claim', '{project,bank}', '保证金的各来源陈述 what each source states of a deposit');

create table banking.guarantee_letter_claim (
  id           uuid not null,
  issuer_code  text collate "C" not null,
  letter_no    text collate "C" not null,
  project_code text collate "C" not null,
  issuer_name  text not null,
  form         text not null,
  amount_fen   bigint not null,
  starts_on    date not null,
  ends_on      date not null,
  status       text not null,
  claimed_by   text not null,
  unique (letter_no, issuer_code, claimed_by)
);
select hub.make_fact('banking', 'guarantee_letter_claim', '{}', '保函的各来源陈述 what each source states of a letter', $$
  (select hub.sees_all())
  or exists (select 1 from banking.project_scope s where s.project_code = guarantee_letter_claim.project_code)
  or guarantee_letter_claim.issuer_code = (select hub.bank())
$$);

-- What is shown so far is its source's claim.
insert into banking.guarantee_deposit_claim
  (id, project_code, form, required_fen, stored_fen, contract_price_fen, arrears_history, bank_code, account_name, stored_on,
   notice_from, notice_to, returned_on, status, claimed_by,
   version, source_system, source_version, source_place, receipt_id, occurred_at, received_at, recorded_at, assurance, seed,
   content_hash, withdrawn)
select gen_random_uuid(), project_code, form, required_fen, stored_fen, contract_price_fen, arrears_history, bank_code,
       account_name, stored_on, notice_from, notice_to, returned_on, status, source_system,
       1, source_system, source_version, source_place, receipt_id, occurred_at, received_at, recorded_at, assurance, seed,
       content_hash, false
  from banking.guarantee_deposit where not withdrawn;
insert into banking.guarantee_letter_claim
  (id, issuer_code, letter_no, project_code, issuer_name, form, amount_fen, starts_on, ends_on, status, claimed_by,
   version, source_system, source_version, source_place, receipt_id, occurred_at, received_at, recorded_at, assurance, seed,
   content_hash, withdrawn)
select gen_random_uuid(), issuer_code, letter_no, project_code, issuer_name, form, amount_fen, starts_on, ends_on, status,
       source_system,
       1, source_system, source_version, source_place, receipt_id, occurred_at, received_at, recorded_at, assurance, seed,
       content_hash, false
  from banking.guarantee_letter where not withdrawn;
