-- The facts of examples/questions/13-account-ledger.graphql as one hand-written statement, for bench/queries.ts.
-- $1 the project code, $2 and $3 the edges of the month, $4 how many bookings
select json_build_object('name', p.name,
  'specialWageAccounts', (select json_agg(json_build_object('bankName', bank_name, 'accountNumber', encode(account_number, 'hex'),
                            'balance', balance_fen)) from banking.special_wage_account where project_code = $1 and not withdrawn),
  'totalCount', (select count(*) from banking.account_flow
                  where project_code = $1 and occurred_at >= $2 and occurred_at < $3 and not withdrawn),
  'nodes', (select json_agg(json_build_object('serial', serial, 'occurredAt', occurred_at, 'direction', direction, 'kind', kind,
              'amount', amount_fen, 'balanceAfter', balance_after_fen, 'counterpartyName', counterpartyName)
              order by occurred_at desc, lpad(serial_no, 18, '0') desc)
              from (select serial, serial_no, occurred_at, direction, kind, amount_fen, balance_after_fen,
                           counterparty_name as counterpartyName from banking.account_flow
                     where project_code = $1 and occurred_at >= $2 and occurred_at < $3 and not withdrawn
                     order by occurred_at desc, lpad(serial_no, 18, '0') desc, id limit $4) flows)) as answer
  from provincial.project p where p.project_code = $1 and not p.withdrawn
