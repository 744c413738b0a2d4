-- Work that an installation does once and in steps, such as filling the demo: what is done survives a kill, because
-- each step's line is written in the transaction of its data.

create table hub.installation_step (
  name        text collate "C" primary key,
  detail      text not null,
  finished_at timestamptz not null
);
comment on table hub.installation_step is 'machinery: steps of one-off work that are done, written in the transaction of their data';
alter table hub.installation_step enable row level security;
create policy writer on hub.installation_step for all to hub_app using (hub.is_writer()) with check (hub.is_writer());
grant select, insert on hub.installation_step to hub_app;
