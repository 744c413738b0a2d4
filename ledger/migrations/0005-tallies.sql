-- Tallies (累计): figures of a project that are kept as its facts come (decision 0030). A statement that changes facts notes, in its own
-- transaction and in rows of its own, what has to be counted again (a mark); nobody waits for anybody. A follower takes marks away
-- as it brings the tally up to date. Whoever asks adds what the marks still name to what the tally says.

-- What was recorded before a tally was kept is brought along project by project, in the order of their codes.
create function hub.make_tallies(room text) returns void language plpgsql as $$
begin
  execute format($sql$
    create table %1$I.tally_backfill (
      tally   text collate "C" not null,
      -- a month of a tally that is kept by month; '' of one that is not
      part    text collate "C" not null,
      -- projects up to this code are counted
      through text collate "C" not null,
      counted bigint not null,
      is_done boolean not null,
      primary key (tally, part)
    );
    comment on table %1$I.tally_backfill is 'ledger: 累计补算 how far what was recorded before a tally was kept is counted; what has no row needs none';
  $sql$, room);
  perform hub.protect(room, 'tally_backfill', 'true', false);
end $$;

-- A table of marks: written by whoever writes facts, taken away by the follower alone.
create function hub.make_marks(room text, tab text, condition text) returns void language plpgsql as $$
begin
  execute format('comment on table %I.%I is %L', room, tab, 'ledger: 待计标记 what a tally has to count again');
  perform hub.protect(room, tab, '(select hub.sees_all()) or ' || condition, true);
  execute format('grant delete on %I.%I to hub_app', room, tab);
  execute format('create policy taken on %I.%I for delete to hub_app using ((select hub.is_writer()))', room, tab);
end $$;

-- Marks of a tally that is counted again by project: every statement on one of the sources notes its projects.
create function hub.make_project_marks(room text, tab text, tally text, sources text[]) returns void language plpgsql as $$
declare
  source text;
  has_facts boolean;
begin
  execute format('create table %I.%I (project_code text collate "C" not null)', room, tab);
  perform hub.make_marks(room, tab, 'true');
  execute format($sql$
    create function %1$I.%2$I() returns trigger language plpgsql as $body$
    begin
      if tg_op = 'INSERT' then
        insert into %1$I.%2$I select distinct project_code from arrived;
      else
        insert into %1$I.%2$I select project_code from arrived union select project_code from gone;
      end if;
      return null;
    end $body$;
  $sql$, room, tab);
  foreach source in array sources loop
    execute format('create trigger %2$I after insert on %1$I.%3$I referencing new table as arrived for each statement execute function %1$I.%2$I()',
      room, tab, source);
    execute format('create trigger %4$I after update on %1$I.%3$I referencing old table as gone new table as arrived for each statement execute function %1$I.%2$I()',
      room, tab, source, tab || '_again');
    execute format('select exists (select from %I.%I)', room, source) into has_facts;
    if has_facts then
      execute format('insert into %I.tally_backfill values (%L, '''', '''', 0, false) on conflict do nothing', room, tally);
    end if;
  end loop;
end $$;
