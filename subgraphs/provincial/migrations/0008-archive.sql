-- What follows a month of attendance when hub archive takes it away or brings it back: its tally, which answers nobody while the
-- month is away and is counted again from the facts when they are back.

create function provincial.month_put_away(tab text, month date) returns void language plpgsql as $$
begin
  if tab <> 'attendance_record' or to_regclass('provincial.attendance_month') is null then return; end if;
  delete from provincial.attendance_mark a where a.day >= month_put_away.month and a.day < month_put_away.month + interval '1 month';
  delete from provincial.attendance_month a where a.month = month_put_away.month;
  delete from provincial.attendance_worker a where a.month = month_put_away.month;
  delete from provincial.attendance_shared a where a.month = month_put_away.month;
  delete from provincial.tally_backfill b where b.tally = 'attendance' and b.part = to_char(month_put_away.month, 'YYYY-MM');
end $$;

create function provincial.month_put_back(tab text, month date) returns void language plpgsql as $$
begin
  if tab <> 'attendance_record' or to_regclass('provincial.attendance_month') is null then return; end if;
  insert into provincial.tally_backfill values ('attendance', to_char(month_put_back.month, 'YYYY-MM'), '', 0, false)
  on conflict (tally, part) do update set through = '', counted = 0, is_done = false;
end $$;
