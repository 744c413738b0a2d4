-- What the doors of the hub keep (architecture §4, §6): clients, calls of the 603号 interface, numbers that the hub
-- issues, pictures. Runs as hub_owner in schema "hub", after the ledger's migrations.
-- Nobody reads these tables through the graph: row-level security shows them only to the hub's own writing transactions.

create table hub.client (
  id            uuid primary key,
  interface     text not null check (interface in ('REAL_NAME', 'NATIONAL', 'SM2')),
  -- appid of a 603号 client, key id of the others: what a message names its sender by
  name          text collate "C" not null,
  organisation  text not null,
  -- appsecret, sealed: its plain text signs and deciphers, so a digest would not do
  secret        bytea,
  -- PEM of an SM2 key
  public_key    text,
  -- on whose behalf its messages enter the graph, as kernel/caller.ts declares it
  caller        jsonb not null,
  source_system text not null,
  settings      jsonb not null,
  is_demo       boolean not null,
  made_at       timestamptz not null,
  disabled_at   timestamptz,
  unique (interface, name),
  check ((interface = 'REAL_NAME') = (secret is not null)),
  check ((interface = 'REAL_NAME') = (public_key is null))
);
-- Several clients send the appid in another case than it was registered in.
create unique index client_name on hub.client (interface, lower(name));
comment on table hub.client is 'registry: 接口客户端, machine clients of the doors with their keys and bounds';

-- Prevents replay. Calls that write and questions share it: a nonce names one message, whatever it asks.
create table hub.real_name_nonce (
  appid      text collate "C" not null,
  sent_at    text collate "C" not null,
  nonce      text collate "C" not null,
  digest     bytea not null check (length(digest) = 32),
  -- the call it was admitted as; null for a question
  call_id    uuid,
  keep_until timestamptz not null,
  primary key (appid, sent_at, nonce)
);
create index real_name_nonce_age on hub.real_name_nonce (keep_until);
comment on table hub.real_name_nonce is 'registry: 防重放, nonces of the 603号 interface and the content each came with';

create table hub.real_name_call (
  id           uuid primary key,
  -- 流水号 object-verb-yyyyMMddHH-number-random: the number cannot repeat, the rest is what clients expect to see
  number       bigint generated always as identity,
  stem         text collate "C" not null,
  tail         text collate "C" not null,
  serial       text collate "C" not null unique generated always as (stem || '-' || number || '-' || tail) stored,
  appid        text collate "C" not null,
  method       text not null,
  -- the business JSON as sent, compressed and sealed: personal data
  data         bytea not null,
  received_at  timestamptz not null,
  -- 处理中 0, 处理失败 10, 处理成功 20
  state        smallint not null default 0 check (state in (0, 10, 20)),
  code         integer,
  -- sealed: texts may repeat a number that the client sent
  result       bytea,
  attempts     integer not null default 0,
  -- real time: until when the process that works on it is believed to live
  leased_until timestamptz,
  finished_at  timestamptz,
  check ((state = 0) = (finished_at is null) and (state = 0) = (result is null) and (state = 0) = (code is null))
);
create index real_name_call_waiting on hub.real_name_call (received_at) where state = 0;
comment on table hub.real_name_call is 'registry: 603号接口调用, calls with their serials, work and results';

create table hub.team_number (
  number       integer generated always as identity (start with 1500000001) primary key,
  project_code text collate "C" not null,
  unit_code    text collate "C" not null,
  team_name    text collate "C" not null,
  issued_for   text collate "C" not null,
  unique (project_code, unit_code, team_name)
);
comment on table hub.team_number is 'registry: 班组编号 issued by the hub, never twice';

create table hub.project_code_counter (
  division    text collate "C" not null check (division ~ '^\d{6}$'),
  year_month  text collate "C" not null check (year_month ~ '^\d{6}$'),
  last_serial integer not null check (last_serial between 1 and 9999),
  primary key (division, year_month)
);
comment on table hub.project_code_counter is 'registry: 项目编码流水号, the last serial per division and month';

create table hub.project_code_issue (
  code        text collate "C" primary key,
  call_serial text collate "C" not null unique
);
comment on table hub.project_code_issue is 'registry: 项目编码 issued by the hub, and the call each was issued for';

-- In the database and not in files: every replica on every machine finds them, and a backup has them with their records.
create table hub.stored_image (
  digest       bytea primary key check (length(digest) = 32),
  content_type text not null check (content_type in ('image/jpeg', 'image/png', 'application/pdf')),
  bytes        integer not null,
  content      bytea not null,
  stored_at    timestamptz not null
);
-- Pictures and sealed text do not shrink; trying costs time.
alter table hub.stored_image alter column content set storage external;
comment on table hub.stored_image is 'registry: 图片与附件, sealed, by the SM3 of their content';

create table hub.stored_image_place (
  digest    bytea not null references hub.stored_image,
  serial    text collate "C" not null,
  place     text collate "C" not null,
  appid     text collate "C" not null,
  primary key (serial, place, digest)
);
comment on table hub.stored_image_place is 'registry: 图片出处, where in which call a picture came';

select hub.protect('hub', tab, '(select hub.is_writer())', tab in ('project_code_issue', 'stored_image', 'stored_image_place'))
  from unnest(array['client', 'real_name_nonce', 'real_name_call', 'team_number', 'project_code_counter',
                    'project_code_issue', 'stored_image', 'stored_image_place']) as tab;

-- A nonce past its time protects nothing: the timestamp itself is refused by then.
create policy expires on hub.real_name_nonce for delete to hub_app using ((select hub.is_writer()));
grant delete on hub.real_name_nonce to hub_app;
