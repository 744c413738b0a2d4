-- Whoever sees every project is not asked for each complaint in which project it lies (ledger/migrations/0012-whole-reach.sql). The policy
-- of complaints is for departments alone, which hub.note_whole_reach does not know; who sees every project is one.
do $$
declare
  tab text;
begin
  foreach tab in array array['arrears_complaint', 'arrears_complaint_history'] loop
    execute format('alter policy row_scope on provincial.%I using ((select provincial.sees_every_project()) or %s)', tab,
      (select qual from pg_policies where schemaname = 'provincial' and tablename = tab and policyname = 'row_scope'));
  end loop;
end $$;
