-- Batches of the early-warning exchange: the same batch gets the same answer, whenever it comes.

create table hub.early_warning_batch (
  system_code text collate "C" not null,
  batch_no    text collate "C" not null,
  digest      bytea not null check (length(digest) = 32),
  -- null while it is worked on, or when the hub stopped before it had answered
  answer      text,
  received_at timestamptz not null,
  primary key (system_code, batch_no)
);
comment on table hub.early_warning_batch is 'registry: 预警平台下发批次, batches of doubtful data and the answer each got';
select hub.protect('hub', 'early_warning_batch', '(select hub.is_writer())', false);
