-- The list of labour contracts in its own order, so that a page of fifty sorts fifty; and found by number and by employer.
create index labour_contract_latest on human_resources.labour_contract (starts_on desc, id);
create index labour_contract_no on human_resources.labour_contract (contract_no);
create index labour_contract_employer on human_resources.labour_contract (employer_code);
