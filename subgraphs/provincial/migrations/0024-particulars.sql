-- What filings state beside what is asked for all the time (补充信息): items of one theme in one value, so that rows that are read
-- whole stay narrow; what names people or accounts is sealed as one text. Null where a version states none of it.
-- Sources: 603号 interface §6.1–6.4; Order 724 Art. 24, 28; Guangxi 管理细则 Art. 9; Bengbu's ab02, ab03 and ab04.

alter table provincial.enterprise
  add column registration jsonb,
  add column contacts     bytea;
alter table provincial.enterprise_history
  add column registration jsonb,
  add column contacts     bytea;
alter table provincial.enterprise_claim
  add column registration jsonb,
  add column contacts     bytea;
alter table provincial.enterprise_claim_history
  add column registration jsonb,
  add column contacts     bytea;

alter table provincial.project
  add column particulars jsonb,
  add column contact     bytea;
alter table provincial.project_history
  add column particulars jsonb,
  add column contact     bytea;
alter table provincial.project_claim
  add column particulars jsonb,
  add column contact     bytea;
alter table provincial.project_claim_history
  add column particulars jsonb,
  add column contact     bytea;

-- The type as the 603号 dictionary has it, which is finer than the role.
alter table provincial.participating_unit
  add column unit_type    text,
  add column paying_banks bytea;
alter table provincial.participating_unit_history
  add column unit_type    text,
  add column paying_banks bytea;

alter table provincial.crew
  add column particulars jsonb,
  add column people      bytea;
alter table provincial.crew_history
  add column particulars jsonb,
  add column people      bytea;
