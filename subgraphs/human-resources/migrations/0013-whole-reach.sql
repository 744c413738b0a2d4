-- Whoever sees every project is not asked for each row in which project it lies (ledger/migrations/0012-whole-reach.sql).
select hub.note_whole_reach('human_resources');
