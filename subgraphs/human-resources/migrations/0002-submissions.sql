-- What is submitted to human resources (architecture §3): the ledger beside the facts, and the workers whose documents
-- the department knows.

select hub.make_ledger('human_resources');

-- What the identity registry answered (architecture §8.2): no number, only its blind index under the room's own key.
create table human_resources.known_worker (
  document_type text collate "C" not null,
  number_index  bytea not null check (length(number_index) = 32),
  worker_id     uuid not null,
  known_since   timestamptz not null,
  primary key (document_type, number_index)
);
comment on table human_resources.known_worker is 'registry: 已知农民工, workers of the identity registry by the blind index of their documents';
select hub.protect('human_resources', 'known_worker', '(select hub.sees_all())', false);
