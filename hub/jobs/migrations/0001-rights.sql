-- The tables of the job queue are the kept library's (pg-boss) own; it makes them after this, as hub_owner. What it makes
-- here, now or in a later release, the running hub may use; it may not change their shape.
alter default privileges in schema jobs grant select, insert, update, delete on tables to hub_app;
alter default privileges in schema jobs grant usage, select on sequences to hub_app;
alter default privileges in schema jobs revoke execute on functions from public;
alter default privileges in schema jobs grant execute on functions to hub_app;
