-- 流水号 of accounts, numbers and nothing else: an account that several projects share (0026) is seen by whoever sees one of them, its bookings by
-- whoever sees the booking's own. Serials count over the account, so that another project's booking is no gap. Asked only for accounts that
-- the caller has been shown.
create function banking.serials_of_accounts(bank_codes text[], account_indexes bytea[], as_of timestamptz)
returns table (place bigint, serial bigint, stands boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with k as (
    select * from unnest(bank_codes, account_indexes) with ordinality as k (bank_code, account_index, place)
  )
  select k.place, f.serial::bigint, not f.withdrawn
    from k join banking.account_flow f using (bank_code, account_index)
   where f.serial ~ '^[0-9]{1,18}$' and (as_of is null or f.recorded_at <= as_of)
  union all
  select k.place, h.serial::bigint, not h.withdrawn
    from k join banking.account_flow_history h using (bank_code, account_index)
   where as_of is not null and h.serial ~ '^[0-9]{1,18}$' and h.recorded_at <= as_of and h.superseded_at > as_of
$$;
revoke execute on function banking.serials_of_accounts(text[], bytea[], timestamptz) from public;
grant execute on function banking.serials_of_accounts(text[], bytea[], timestamptz) to hub_app;
