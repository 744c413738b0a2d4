-- 代发所指流水: payments by the booking that they name, so that whoever states or withdraws a booking is told of what was paid by it. The
-- number of the serial is worked out by the index: no row is written anew, and payments that name no booking are not in it.
create index disbursement_booking on banking.disbursement
    (bank_code, payer_account_index, (coalesce(nullif(ltrim(flow_serial, '0'), ''), '0')))
 where flow_serial is not null and payer_account_index is not null;

-- The most that a payment which names a booking moved, and the most of one that succeeded: a booking is to hold each of its payments. Of one that
-- failed nothing was paid, and another project's account is not looked into. Asked by the ledger alone, for bookings that it is about
-- to write: as a function of the owner's, since under row-level security no index is reached by an expression.
create function banking.payments_of_bookings(bank_codes text[], account_indexes bytea[], numbers text[])
returns table (bank_code text, account_index bytea, serial_no text, moved_fen bigint, paid_fen bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with k as (
    select distinct * from unnest(bank_codes, account_indexes, numbers) as k (bank_code, account_index, serial_no)
  )
  select k.bank_code, k.account_index, k.serial_no, max(d.amount_fen), max(d.amount_fen) filter (where d.result = 'SUCCESS')
    from k
    join banking.disbursement d on d.bank_code = k.bank_code and d.payer_account_index = k.account_index
     and coalesce(nullif(ltrim(d.flow_serial, '0'), ''), '0') = k.serial_no
    join banking.special_wage_account a on a.bank_code = k.bank_code and a.account_index = k.account_index
   where d.flow_serial is not null and d.payer_account_index is not null and not d.withdrawn and d.result <> 'FAILED'
     and (d.project_code = a.project_code
       or d.project_code in (select p ->> 'projectCode' from jsonb_array_elements(a.shared_projects) p))
   group by 1, 2, 3
$$;
revoke execute on function banking.payments_of_bookings(text[], bytea[], text[]) from public;
grant execute on function banking.payments_of_bookings(text[], bytea[], text[]) to hub_app;

-- 流水 as a payment is compared with it, and what of it was returned or reversed, less what of that was undone in turn, eight deep
-- (rules/bookings.ts). Past row scope as in 0034: whoever sees the payment is told in what the two differ, also where they are of two of the
-- projects that share the account. Asked only for payments that the caller has been shown.
create function banking.bookings_of_payments(bank_codes text[], account_indexes bytea[], numbers text[], as_of timestamptz)
returns table (bank_code text, account_index bytea, serial_no text, direction text, amount_fen bigint, undone_fen bigint)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with recursive k as (
    select distinct * from unnest(bank_codes, account_indexes, numbers) as k (bank_code, account_index, serial_no)
  ),
  f as not materialized (
    select bank_code, account_index, serial_no, undoes_no, direction, amount_fen
      from banking.account_flow where not withdrawn and (as_of is null or recorded_at <= as_of)
    union all
    select bank_code, account_index, serial_no, undoes_no, direction, amount_fen
      from banking.account_flow_history
     where as_of is not null and not withdrawn and recorded_at <= as_of and superseded_at > as_of
  ),
  undone (bank_code, account_index, serial_no, undoing_no, fen, level) as (
    select k.bank_code, k.account_index, k.serial_no, u.serial_no, u.amount_fen, 1
      from k join f u on u.bank_code = k.bank_code and u.account_index = k.account_index and u.undoes_no = k.serial_no
    union all
    select d.bank_code, d.account_index, d.serial_no, u.serial_no, u.amount_fen, d.level + 1
      from undone d join f u on u.bank_code = d.bank_code and u.account_index = d.account_index and u.undoes_no = d.undoing_no
     where d.level < 8
  )
  select k.bank_code, k.account_index, k.serial_no, f.direction, f.amount_fen, coalesce(u.fen, 0)::bigint
    from k join f using (bank_code, account_index, serial_no)
    left join (select bank_code, account_index, serial_no, sum(case when level % 2 = 1 then fen else -fen end) as fen
                 from undone group by 1, 2, 3) u using (bank_code, account_index, serial_no)
$$;
revoke execute on function banking.bookings_of_payments(text[], bytea[], text[], timestamptz) from public;
grant execute on function banking.bookings_of_payments(text[], bytea[], text[], timestamptz) to hub_app;
