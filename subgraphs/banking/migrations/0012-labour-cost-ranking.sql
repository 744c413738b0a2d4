-- The labour cost of one month over all projects (人工费到账排名), read from the index alone.
create index labour_cost_transfer_of_month on banking.labour_cost_transfer (for_month, project_code)
  include (transferred_on, amount_fen) where not withdrawn;
