-- The files of a training, and those of a labour contract that were named (附件): a list of {name, digest}, the files stay with their source.
-- The digests of a contract's files stand in file_digests, named or not. Null where a version states none.
-- Source: 603号 interface §6.7 and §6.10 attachments.
alter table human_resources.training         add column attachments jsonb;
alter table human_resources.training_history add column attachments jsonb;
alter table human_resources.labour_contract         add column attachments jsonb;
alter table human_resources.labour_contract_history add column attachments jsonb;
