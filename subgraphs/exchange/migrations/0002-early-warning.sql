-- Batches of the early-warning exchange (疑点数据下发批次) and the answer each got, so that a resend gets the same.
-- The sender and the number it gave; what was in the batch stands with the cases.

create table hub.early_warning_batch (
  system_code text collate "C" not null,
  batch_no    text collate "C" not null,
  digest      text collate "C" not null check (digest ~ '^[0-9a-f]{64}$'),
  -- null while the batch is worked on, or when the hub stopped before it had answered
  answer      text,
  received_at timestamptz not null,
  primary key (system_code, batch_no)
);
comment on table hub.early_warning_batch is 'registry: 下发批次, batches handed down and their answers';
select hub.protect('hub', 'early_warning_batch', '(select hub.sees_all())', false);
