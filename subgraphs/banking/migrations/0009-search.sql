-- Lists of all bookings and payments in their own order, the latest first, so that a page of fifty does not sort the province: each
-- index ends as the list's order does.
create index account_flow_latest on banking.account_flow (occurred_at desc, id);
create index disbursement_latest on banking.disbursement (paid_on desc, id);
create index labour_cost_transfer_latest on banking.labour_cost_transfer (transferred_on desc, flow_serial, id);
create index empty_account_day_latest on banking.empty_account_day (day desc, id);
