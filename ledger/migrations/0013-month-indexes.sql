-- Indexes of monthly facts that replace others (换索引, decision 0035). A month with many rows gets the new index in the background,
-- beside intake (hub/background/replace-month-indexes.ts), since CREATE INDEX would keep submissions out for minutes and
-- CREATE INDEX CONCURRENTLY runs in no transaction. What it replaces goes once every month has the new one.

create table hub.month_index (
  room     text not null,
  tab      text not null,
  -- of the parent's index; the part of a month is called the same, with the month's table for the table
  name     text not null check (starts_with(name, tab || '_')),
  -- the parent's indexes and constraints that it makes needless
  replaces text[] not null,
  done_at  timestamptz,
  primary key (room, tab, name),
  foreign key (room, tab) references hub.monthly_table
);
comment on table hub.month_index is 'machinery: indexes of monthly facts that replace others, and whether all months have them';

-- The months of a table with the part of an index that each has: attached, or made and valid but not attached yet. A month that is just
-- being detached is no longer counted.
create function hub.month_indexes(room text, tab text, name text)
returns table (part text, made oid, attached boolean, valid boolean) language sql stable as $$
  select c.relname::text, x.indexrelid, x.attached, coalesce(x.indisvalid, false)
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    left join lateral (
      select n.indexrelid, n.indisvalid, a.inhrelid is not null as attached
        from pg_index n join pg_class p on p.oid = n.indexrelid
        left join pg_inherits a on a.inhrelid = n.indexrelid and a.inhparent = format('%I.%I', room, name)::regclass
       where n.indrelid = c.oid and (a.inhrelid is not null or p.relname = c.relname || substr(name, length(tab) + 1))
       order by a.inhrelid is null limit 1) x on true
   where i.inhparent = format('%I.%I', room, tab)::regclass and not i.inhdetachpending
$$;

-- How the part of a month is made.
create function hub.month_index_statement(room text, tab text, name text, part text, how text) returns text language sql stable as $$
  select format('create %s index %s %I on %I.%I %s', case when x.indisunique then 'unique' else '' end, how,
                part || substr(name, length(tab) + 1), room, part, substring(pg_get_indexdef(x.indexrelid) from 'USING .*$'))
    from pg_index x where x.indexrelid = format('%I.%I', room, name)::regclass
$$;

-- Attaches what was made for the months, and drops what is replaced: an instant, for which it waits until nobody uses the table.
-- False when a month has nothing to attach; then nothing was done.
create function hub.finish_month_index(room text, tab text, name text) returns boolean language plpgsql as $$
declare
  old text;
  one record;
begin
  execute format('lock table %I.%I in access exclusive mode', room, tab);
  if exists (select from hub.month_indexes(room, tab, name) m where not m.valid) then return false; end if;
  -- Also what is attached already: nothing is done to it, but the index as a whole is found valid.
  for one in select * from hub.month_indexes(room, tab, name) loop
    execute format('alter index %I.%I attach partition %s', room, name, one.made::regclass);
  end loop;
  foreach old in array (select m.replaces from hub.month_index m
                         where m.room = finish_month_index.room and m.tab = finish_month_index.tab
                           and m.name = finish_month_index.name) loop
    if exists (select from pg_constraint c where c.conrelid = format('%I.%I', room, tab)::regclass and c.conname = old) then
      execute format('alter table %I.%I drop constraint %I', room, tab, old);
    else
      execute format('drop index if exists %I.%I', room, old);
    end if;
  end loop;
  update hub.month_index m set done_at = clock_timestamp()
   where m.room = finish_month_index.room and m.tab = finish_month_index.tab and m.name = finish_month_index.name;
  return true;
end $$;

-- For migrations: an index of a monthly table in place of others. Every month made from now on has it; small ones get it here, and where
-- that is all of them the others go at once.
create function hub.replace_month_index(room text, tab text, name text, is_unique boolean, columns text, replaces text[],
                                        including text default null)
returns void language plpgsql as $$
declare
  one record;
  few boolean;
begin
  execute format('create %s index %I on only %I.%I (%s) %s', case when is_unique then 'unique' else '' end, name, room, tab, columns,
                 'include (' || including || ')');
  insert into hub.month_index values (room, tab, name, replaces);
  for one in select * from hub.month_indexes(room, tab, name) loop
    execute format('select count(*) < 100000 from (select from %I.%I limit 100000) first', room, one.part) into few;
    if few then execute hub.month_index_statement(room, tab, name, one.part, ''); end if;
  end loop;
  if not exists (select from hub.month_indexes(room, tab, name) m where not m.valid) then
    perform hub.finish_month_index(room, tab, name);
  end if;
end $$;

revoke execute on function hub.month_indexes(text, text, text), hub.month_index_statement(text, text, text, text, text),
  hub.finish_month_index(text, text, text), hub.replace_month_index(text, text, text, boolean, text, text[], text) from public;
