-- A record may name its worker by the hub's id: whether the room has heard of it is asked with every such record.
create index known_worker_id on human_resources.known_worker (worker_id);
