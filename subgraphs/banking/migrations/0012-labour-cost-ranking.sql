-- The labour cost of one month over all projects (人工费到账排名), read from the indexes alone: row scope asks for the bank.
create index labour_cost_transfer_of_month on banking.labour_cost_transfer (for_month, project_code)
  include (transferred_on, amount_fen, bank_code) where not withdrawn;
create index special_wage_account_status on banking.special_wage_account (project_code)
  include (status, bank_code) where not withdrawn;
