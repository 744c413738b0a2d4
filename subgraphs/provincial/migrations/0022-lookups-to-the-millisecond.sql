-- A cursor holds milliseconds, and so do instants in the hub; a look-up kept finer was met twice by who paged backwards, and of one
-- millisecond some were passed over. What stands is cut to the millisecond, as instants are: never rounded.
alter table provincial.worker_lookup
  alter column looked_up_at type timestamptz(3) using date_trunc('milliseconds', looked_up_at),
  alter column looked_up_at set default date_trunc('milliseconds', clock_timestamp());
