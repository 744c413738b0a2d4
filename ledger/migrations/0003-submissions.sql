-- Submissions (architecture §3): what every room that takes records keeps beside its facts. Runs as hub_owner in schema
-- "hub"; a department's own migration calls hub.make_ledger once.

-- Whose submissions may be read: the caller's own, set per transaction like the row scope.
create function hub.client() returns text language sql stable parallel safe as
  $$ select nullif(current_setting('hub.client', true), '') $$;

-- Rights beyond the own submissions, from the caller's scopes: other clients' held records within the row scope, and the
-- order of all submissions, of which the reader then shows what lies within the row scope.
create function hub.reads_doubtful() returns boolean language sql stable parallel safe as
  $$ select current_setting('hub.reads_doubtful', true) = 'on' $$;

create function hub.reads_changes() returns boolean language sql stable parallel safe as
  $$ select current_setting('hub.reads_changes', true) = 'on' $$;

create function hub.make_ledger(room text) returns void language plpgsql as $$
begin
  execute format($sql$
    create table %1$I.source_system (
      name         text collate "C" primary key,
      organisation text not null,
      since        timestamptz not null
    );
    comment on table %1$I.source_system is 'registry: 来源系统, the one organisation that states facts under a name';

    create table %1$I.submission (
      receipt_id      uuid primary key,
      client          text collate "C" not null,
      organisation    text not null,
      source_system   text collate "C" not null,
      operation       text collate "C" not null,
      dataset         text collate "C" not null,
      idempotency_key text collate "C" not null,
      content_digest  bytea not null check (length(content_digest) = 32),
      mode            text not null check (mode in ('PARTIAL', 'ATOMIC')),
      assurance       text not null,
      sent_at         timestamptz not null,
      received_at     timestamptz not null,
      submitted       integer not null,
      accepted        integer not null,
      duplicates      integer not null,
      corrected       integer not null,
      held            integer not null,
      rejected        integer not null,
      -- [[outcome, code, device or null, count], …], so that a day's figures need not open the verdicts
      tally           jsonb not null,
      -- the verdicts as compressed JSON: they are read one submission at a time
      verdicts        bytea not null,
      -- projects that its stored records belong to
      projects        text[] not null,
      -- why records were taken back; null for what is no withdrawal
      reason          text
    );
    create index submission_client on %1$I.submission (client, received_at desc, receipt_id desc);
    create index submission_received on %1$I.submission (received_at);
    comment on table %1$I.submission is 'ledger: 提交 submissions with their verdicts';

    create table %1$I.submission_key (
      client          text collate "C" not null,
      operation       text collate "C" not null,
      idempotency_key text collate "C" not null,
      receipt_id      uuid not null,
      made_at         timestamptz not null,
      primary key (client, operation, idempotency_key)
    );
    create index submission_key_age on %1$I.submission_key (made_at);
    comment on table %1$I.submission_key is 'ledger: 幂等键 idempotency keys and the submission each led to';

    create table %1$I.held_record (
      id             uuid primary key,
      client         text collate "C" not null,
      organisation   text not null,
      source_system  text collate "C" not null,
      operation      text collate "C" not null,
      dataset        text collate "C" not null,
      receipt_id     uuid not null,
      place          integer not null,
      code           text collate "C" not null,
      path           text,
      -- what it waits for: the kind of thing, and its key, blind where the key is personal; null when only a correction helps
      waits_for      text collate "C",
      wait_key       text collate "C",
      -- keyed digest of what identifies the record at its source, so that the same record again replaces it
      held_key       bytea not null check (length(held_key) = 32),
      project_code   text collate "C",
      -- the project is on record and the sender may state facts of it: only then its supervisors are shown the record
      reached        boolean not null,
      -- the record as it was sent, and on whose behalf: sealed, because nobody has checked what is in it
      content        bytea not null,
      sent_at        timestamptz not null,
      source_version bigint not null,
      held_at        timestamptz not null,
      held_until     timestamptz not null,
      state          text not null check (state in ('HELD', 'RELEASED', 'REPLACED', 'EXPIRED', 'WITHDRAWN')),
      settled_at     timestamptz,
      settled_by     uuid,
      check ((state = 'HELD') = (settled_at is null))
    );
    create index held_waiting on %1$I.held_record (waits_for, wait_key) where state = 'HELD';
    create index held_due on %1$I.held_record (held_until) where state = 'HELD';
    create index held_client on %1$I.held_record (client, held_at desc, id desc);
    create index held_newest on %1$I.held_record (held_at desc, id desc);
    create index held_receipt on %1$I.held_record (receipt_id);
    create unique index held_once on %1$I.held_record (source_system, dataset, held_key) where state = 'HELD';
    comment on table %1$I.held_record is 'ledger: 暂存 records that wait outside every total';

    -- One leaf a stored submission, written in the transaction of its data and without a position (architecture §4).
    create table %1$I.leaf (
      receipt_id  uuid primary key,
      xid         xid8 not null default pg_current_xact_id(),
      hash        bytea not null check (length(hash) = 32),
      recorded_at timestamptz not null
    );
    create index leaf_order_of_arrival on %1$I.leaf (xid, receipt_id);
    comment on table %1$I.leaf is 'ledger: 叶子 leaves of the evidence log, not yet in order';

    -- The order: gapless positions from 0, given by the sequencer to leaves of transactions that are over.
    create table %1$I.sequenced (
      position   bigint primary key,
      receipt_id uuid not null unique
    );
    comment on table %1$I.sequenced is 'ledger: 顺序 gapless positions of the leaves';

    create table %1$I.sequencer (
      is_only       boolean primary key default true check (is_only),
      next_position bigint not null,
      -- every leaf of a transaction below it has its position
      below         xid8 not null
    );
    comment on table %1$I.sequencer is 'ledger: how far the order goes';
    insert into %1$I.sequencer (next_position, below) values (0, '0');

    create table %1$I.follower (
      name     text collate "C" primary key,
      position bigint not null
    );
    comment on table %1$I.follower is 'ledger: 跟随者 how far each reader of the order has come: the next position it will read';
  $sql$, room);
  perform hub.protect_ledger(room, 'submission', 'client = (select hub.client()) or (select hub.reads_changes())');
  perform hub.protect_ledger(room, 'held_record', format('client = (select hub.client()) or ((select hub.reads_doubtful()) and reached
    and exists (select 1 from %I.project_scope s where s.project_code = held_record.project_code))', room));
  perform hub.protect_ledger(room, 'submission_key', 'false');
  perform hub.protect_ledger(room, 'source_system', 'false');
  perform hub.protect_ledger(room, 'leaf', 'true');
  perform hub.protect_ledger(room, 'sequenced', 'true');
  perform hub.protect_ledger(room, 'sequencer', 'true');
  perform hub.protect_ledger(room, 'follower', 'false');
  execute format('grant delete on %I.submission_key to hub_app', room);
  execute format('create policy expires on %I.submission_key for delete to hub_app using ((select hub.is_writer()))', room);
end $$;

create function hub.protect_ledger(room text, tab text, condition text) returns void language plpgsql as $$
begin
  perform hub.protect(room, tab, '(select hub.sees_all()) or ' || condition, tab in ('submission', 'leaf', 'sequenced'));
end $$;
