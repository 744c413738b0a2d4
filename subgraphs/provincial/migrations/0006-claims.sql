-- Master data that several sources state (多来源主数据, architecture §3.4): a claim for each enterprise and source. One of them is
-- shown in provincial.enterprise, by the authority rule; the others are what conflicts with it, where they differ.

create table provincial.enterprise_claim (
  id                   uuid not null,
  credit_code          text collate "C" not null,
  name                 text not null,
  abbreviation         text,
  division_code        text collate "C" not null,
  registration_type    text,
  legal_representative text,
  established_on       date,
  claimed_by           text not null,
  unique (credit_code, claimed_by)
);
select hub.make_fact('provincial', 'enterprise_claim', '{public}', '企业主数据的各来源陈述 what each source states of an enterprise');

-- What is shown so far is its source's claim.
insert into provincial.enterprise_claim
  (id, credit_code, name, abbreviation, division_code, registration_type, legal_representative, established_on, claimed_by,
   version, source_system, source_version, source_place, receipt_id, occurred_at, received_at, recorded_at, assurance, seed,
   content_hash, withdrawn)
select gen_random_uuid(), credit_code, name, abbreviation, division_code, registration_type, legal_representative,
       established_on, source_system, 1, source_system, source_version, source_place, receipt_id, occurred_at, received_at,
       recorded_at, assurance, seed, content_hash, false
  from provincial.enterprise where not withdrawn;
