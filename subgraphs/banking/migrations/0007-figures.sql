-- What the platform's figures need to be answered for a province at once (decision 0030); nothing that cannot be counted again.

select hub.make_tallies('banking');

-- Money by the bank that states it, since a bank sees its own in projects that it does not see: steps from day to day.
create table banking.money_tally (
  project_code text collate "C" not null,
  bank_code    text collate "C" not null,
  days         date[] not null,
  -- fen in all, up to the end of the day
  received     bigint[] not null,
  paid         bigint[] not null,
  primary key (project_code, bank_code)
);
comment on table banking.money_tally is 'projection: 资金累计 labour cost received and wages paid of a project, from the day of each change';
select hub.protect('banking', 'money_tally', hub.row_scope('banking', 'money_tally', '{project,bank}'), false);

select hub.make_project_marks('banking', 'money_mark', 'money', '{labour_cost_transfer,disbursement}');
