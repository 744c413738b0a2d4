-- 到账流水 as a transfer of labour cost is compared with it: of an account that projects share (0026) the transfer may be one project's and the
-- booking another's, and whoever sees the transfer is told that they differ. Asked only for transfers that the caller has been shown.
create function banking.bookings_of_transfers(bank_codes text[], account_indexes bytea[], numbers text[], as_of timestamptz)
returns table (bank_code text, account_index bytea, serial_no text, direction text, amount_fen bigint, accounting_on date,
               occurred_at timestamptz, project_code text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with k as (
    select distinct * from unnest(bank_codes, account_indexes, numbers) as k (bank_code, account_index, serial_no)
  )
  select bank_code, account_index, serial_no, f.direction, f.amount_fen, f.accounting_on, f.occurred_at, f.project_code
    from k join banking.account_flow f using (bank_code, account_index, serial_no)
   where not f.withdrawn and (as_of is null or f.recorded_at <= as_of)
  union all
  select bank_code, account_index, serial_no, h.direction, h.amount_fen, h.accounting_on, h.occurred_at, h.project_code
    from k join banking.account_flow_history h using (bank_code, account_index, serial_no)
   where as_of is not null and not h.withdrawn and h.recorded_at <= as_of and h.superseded_at > as_of
$$;
revoke execute on function banking.bookings_of_transfers(text[], bytea[], text[], timestamptz) from public;
grant execute on function banking.bookings_of_transfers(text[], bytea[], text[], timestamptz) to hub_app;
