-- What a 603号 call came to stands in a row of its own. A call's own row carries all it says, some KiB: each change of it
-- wrote them anew, and each of its indexes again.
create table hub.real_name_outcome (
  call_number bigint primary key,
  -- 处理失败 10, 处理成功 20
  state       smallint not null check (state in (10, 20)),
  code        integer not null,
  -- sealed: texts may repeat a number that the client sent
  result      bytea not null,
  finished_at timestamptz not null
);
comment on table hub.real_name_outcome is 'registry: 603号处理结果, what each call came to; the first outcome stands';
select hub.protect('hub', 'real_name_outcome', '(select hub.is_writer())', true);

insert into hub.real_name_outcome (call_number, state, code, result, finished_at)
select number, state, code, result, finished_at from hub.real_name_call where state <> 0;

-- With them goes the index of calls that wait; how many do is the number of their jobs.
alter table hub.real_name_call drop column state, drop column code, drop column result, drop column finished_at;
create index real_name_call_leased on hub.real_name_call (leased_until) where leased_until is not null;
