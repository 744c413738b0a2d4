-- A booking's serial (流水号) is known by its number: 3 and 0003 are one booking. How the bank writes it stays as stated, and is what
-- the content hash is made of; the number beside it is the natural key. The tables are rewritten once, since nothing is read by them meanwhile.

alter table banking.account_flow add column serial_no text collate "C", add column undoes_no text collate "C";
alter table banking.account_flow_history add column serial_no text collate "C", add column undoes_no text collate "C";
alter table banking.labour_cost_transfer add column flow_no text collate "C";
alter table banking.labour_cost_transfer_history add column flow_no text collate "C";

do $$
declare
  -- Digits without leading zeros; what is no number is its own word.
  by_number text := $sql$case when %1$I ~ '^[0-9]+$' then coalesce(nullif(ltrim(%1$I, '0'), ''), '0') else %1$I end$sql$;
  suffix text;
begin
  foreach suffix in array array['', '_history'] loop
    execute format('alter table banking.%I alter column serial_no type text collate "C" using (%s), alter column undoes_no type text collate "C" using (%s)',
      'account_flow' || suffix, format(by_number, 'serial'), format(by_number, 'undoes_serial'));
    execute format('alter table banking.%I alter column flow_no type text collate "C" using (%s)',
      'labour_cost_transfer' || suffix, format(by_number, 'flow_serial'));
  end loop;
end $$;

-- What stands twice under one number keeps its writing as its number, all but one: to be told apart and withdrawn by its source.
update banking.account_flow f set serial_no = f.serial
  from (select id, row_number() over (partition by bank_code, account_index, serial_no order by serial <> serial_no, serial) as place
          from banking.account_flow) d
 where d.id = f.id and d.place > 1;
update banking.labour_cost_transfer t set flow_no = t.flow_serial
  from (select id, row_number() over (partition by bank_code, account_index, flow_no order by flow_serial <> flow_no, flow_serial) as place
          from banking.labour_cost_transfer) d
 where d.id = t.id and d.place > 1;

alter table banking.account_flow alter column serial_no set not null,
  drop constraint account_flow_bank_code_account_index_serial_key,
  add unique (bank_code, account_index, serial_no);
alter table banking.account_flow_history alter column serial_no set not null;
alter table banking.labour_cost_transfer alter column flow_no set not null,
  drop constraint labour_cost_transfer_bank_code_account_index_flow_serial_key,
  add unique (bank_code, account_index, flow_no);
alter table banking.labour_cost_transfer_history alter column flow_no set not null;

drop index banking.account_flow_undoes;
create index account_flow_undoes on banking.account_flow (bank_code, account_index, undoes_no) where undoes_no is not null;

-- What waits for a booking waits for its number.
update banking.held_record set wait_key = regexp_replace(wait_key, ' 0+([0-9]+)$', ' \1')
 where waits_for = 'flow' and wait_key ~ ' 0+[0-9]+$';

-- A bank's cards (工资卡列表) in the order of the list.
create index wage_card_bank on banking.wage_card (bank_code, worker_id);
