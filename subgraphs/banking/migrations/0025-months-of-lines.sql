-- The month a payment counts to (工资月份) is that of its line of a payroll sheet, and follows the sheet's corrections
-- (docs/decisions/0045). What the line said when the bank stated the payment stays beside it: that is content.

-- 明细月份: months that lines came to have by corrections of their sheets. A projection of provincial, kept by following its changes:
-- empty here, it is filled from provincial's first change on. Nothing is taken out, so that the past can be asked.
create table banking.line_month (
  payroll_entry_id uuid not null,
  -- provincial's version of the line, and when it was recorded there
  version          integer not null check (version > 0),
  pay_month        text collate "C" not null check (pay_month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  recorded_at      timestamptz not null,
  primary key (payroll_entry_id, version)
);
comment on table banking.line_month is 'projection: 明细月份 months that lines of payroll sheets came to have by corrections, by provincial''s line';
select hub.protect('banking', 'line_month', 'true', true);

-- The tables are rewritten once; nothing reads them meanwhile.
alter table banking.disbursement add column for_month text collate "C";
alter table banking.disbursement alter column for_month type text collate "C" using pay_month,
  alter column for_month set not null;
alter table banking.disbursement_history add column for_month text collate "C";
alter table banking.disbursement_history alter column for_month type text collate "C" using pay_month,
  alter column for_month set not null;
drop index banking.disbursement_month;
create index disbursement_month on banking.disbursement (project_code, for_month);

-- Whoever follows lines holds this alone: a payment that is on its way is seen by it, or sees what it wrote.
create function banking.beside_line_months() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(hashtext('banking.line_month'));
  return null;
end $$;
create trigger beside_line_months before insert or update on banking.disbursement
  for each statement execute function banking.beside_line_months();

create function banking.month_of_line() returns trigger language plpgsql as $$
begin
  new.for_month := coalesce(
    (select l.pay_month from banking.line_month l
      where l.payroll_entry_id = new.payroll_entry_id order by l.version desc limit 1), new.pay_month);
  return new;
end $$;
create trigger month_of_line before insert or update on banking.disbursement
  for each row execute function banking.month_of_line();
