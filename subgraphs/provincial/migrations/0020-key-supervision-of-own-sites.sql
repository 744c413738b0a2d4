-- Whoever sees a project is told whether it is under key supervision (重点监管): a worker sees the projects of own engagements, of which
-- the marks must not look as if there were none.
do $$
declare
  tab text;
begin
  foreach tab in array array['key_supervision_mark', 'key_supervision_mark_history'] loop
    execute format($sql$
      alter policy row_scope on provincial.%1$I using (%2$s
        or project_code in (select e.project_code from provincial.engagement e where e.worker_id = (select hub.worker()) and not e.withdrawn))
    $sql$, tab, (select qual from pg_policies where schemaname = 'provincial' and tablename = tab and policyname = 'row_scope'));
  end loop;
end $$;
