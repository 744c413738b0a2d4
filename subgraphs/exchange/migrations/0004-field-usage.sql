-- How often each field of the graph was asked for, by day and organisation: what nobody needs any more may be taken away.
create table hub.field_usage (
  used_on      date not null,
  organisation text collate "C" not null,
  coordinate   text collate "C" not null,
  times        bigint not null check (times > 0),
  primary key (used_on, organisation, coordinate)
);
comment on table hub.field_usage is 'registry: 字段使用次数, fields asked for by organisation and day; counted, not exact after a crash';
create index field_usage_coordinate on hub.field_usage (coordinate, used_on);
select hub.protect('hub', 'field_usage', '(select hub.is_writer())', false);
