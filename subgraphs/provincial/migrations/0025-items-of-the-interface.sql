-- What the 603号 interface, Order 724 and the platform's rules make parties state of workers, rosters, periods and sheets beside what
-- is asked for every day: one column a theme, null where nothing of it was stated, so that rows grow by what is in them alone.
do $$
declare
  one record;
begin
  for one in select * from (values
    -- 个人详情, as JSON and sealed: medical history, political status and emergency contact are sensitive (个人信息保护法 Art. 28)
    ('migrant_worker', 'particulars', 'bytea'),
    ('migrant_worker_claim', 'particulars', 'bytea'),
    -- 保险与考勤卡
    ('real_name_registration', 'particulars', 'jsonb'),
    -- 进退场凭证与结清
    ('engagement', 'papers', 'jsonb'),
    -- 工资明细的计算与支付, as JSON and sealed: it names cards and accounts
    ('payroll_entry', 'particulars', 'bytea'),
    -- 工资单附件、审核与财务确认
    ('payroll_sheet', 'papers', 'jsonb')) as stated (tab, col, type)
  loop
    execute format('alter table provincial.%I add column %I %s', one.tab, one.col, one.type);
    execute format('alter table provincial.%I add column %I %s', one.tab || '_history', one.col, one.type);
  end loop;
end $$;
