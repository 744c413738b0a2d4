-- The room keeps a ledger (ledger/migrations/0003): at first how far it has followed the order of the provincial hub's
-- projects, so that a project filed today is in its row scope at once.
select hub.make_ledger('transport');
