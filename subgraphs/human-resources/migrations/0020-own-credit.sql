-- Credit is shown to whoever may ask for it at all; an enterprise is shown its own (信用记录、失信名单限本企业).
do $$
declare
  tab text;
begin
  foreach tab in array array['discredited_listing', 'discredited_listing_history', 'credit_record', 'credit_record_history'] loop
    execute format($sql$
      alter policy row_scope on human_resources.%I using (
        (select hub.sees_all())
        or (select nullif(current_setting('hub.enterprise', true), '')) is null
        or credit_code = (select nullif(current_setting('hub.enterprise', true), '')))
    $sql$, tab);
  end loop;
end $$;
