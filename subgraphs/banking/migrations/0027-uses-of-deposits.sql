-- 保证金历次动用: every use of a deposit with its notice and restoring, where a source states them; the latest stays in its own columns.
-- Null where only the latest is stated.
do $$
declare
  suffix text;
begin
  foreach suffix in array array['', '_history', '_claim', '_claim_history'] loop
    execute format('alter table banking.%I add column uses jsonb', 'guarantee_deposit' || suffix);
  end loop;
end $$;
