import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FORGETFUL } from '../support/forgetful.ts';
import { Book } from './support/book.ts';
import { Errands } from './support/errands.ts';
import { answered, fileParents } from './support/parents.ts';
import { type ServerSite, serverSite } from './support/server-site.ts';

let site: ServerSite;
beforeAll(async () => {
  site = await serverSite(1, FORGETFUL);
  const errands = new Errands(site, await fileParents(site, 50), new Book());
  for (let each = 0; each < 6; each += 1) await answered(site, errands.attendance());
}, 240_000);
afterAll(() => site?.close());

const rows = (query: string): Promise<Record<string, unknown>[]> =>
  site.sql(async (client) => (await client.query(query)).rows);

/** The tables as a migration leaves them that finds facts. */
const BEFORE_THE_TALLIES = `
  truncate provincial.attendance_mark, provincial.attendance_month, provincial.attendance_worker, provincial.attendance_shared,
    provincial.roster_mark, provincial.roster_tally, provincial.roster_shared, banking.money_mark, banking.money_tally;
  insert into provincial.tally_backfill
  select distinct 'attendance', to_char(occurred_at at time zone interval '8 hours', 'YYYY-MM'), '', 0, false from provincial.attendance_record
  union all select 'roster', '', '', 0, false
  on conflict (tally, part) do update set through = '', counted = 0, is_done = false;
  insert into banking.tally_backfill values ('money', '', '', 0, false)
  on conflict (tally, part) do update set through = '', counted = 0, is_done = false`;

const LEFT = `select (select count(*) from provincial.tally_backfill where not is_done)
  + (select count(*) from banking.tally_backfill where not is_done) as parts`;

/** How far a tally has come whose step was killed. */
const standing = (tally: string) =>
  `select count(*) as parts from provincial.tally_backfill where tally = '${tally}' and (is_done or through <> '' or counted <> 0)`;

/** What is kept of a month beside what is recorded: days on which they differ. */
const DIFFERENT = `
  select * from (
    select project_code, (occurred_at at time zone interval '8 hours')::date as day, count(*) as records, count(distinct worker_id) as workers
      from provincial.attendance_record where not withdrawn group by 1, 2) f
    full join (
    select project_code, month + d.at - 1 as day, records[d.at] - coalesce(records[d.at - 1], 0) as records, workers[d.at] as workers
      from provincial.attendance_month, generate_series(1, 31) as d (at)
     where records[d.at] <> coalesce(records[d.at - 1], 0) or workers[d.at] <> 0) k using (project_code, day)
   where (f.records, f.workers) is distinct from (k.records::bigint, k.workers::bigint)`;

const ROSTER = `select
  (select count(*) from (select distinct project_code, worker_id from provincial.engagement where not withdrawn
    union select project_code, worker_id from provincial.real_name_registration where not withdrawn) r)::integer as counted,
  (select sum(registered[cardinality(registered)]) from provincial.roster_tally)::integer as kept`;

describe('A hub that is killed while it brings figures along', () => {
  test.each([
    ['attendance', /insert into provincial\.attendance_month/],
    ['roster', /insert into "provincial"\."roster_tally"/],
  ])(
    'before a step of %s is committed: nothing of the step stands, and the next hub does it again',
    async (tally, told) => {
      await site.kill('hub');
      await rows(BEFORE_THE_TALLIES);
      const met = site.proxy.trap({
        matches: (statement, earlier) => statement === 'commit' && earlier.some((one) => told.test(one)),
        when: 'before',
      });
      const restarted = site.restart();
      await met;
      await restarted;
      await site.kill('hub');
      expect(await rows(standing(tally))).toEqual([{ parts: '0' }]);
      await site.restart();
      while (Number((await rows(LEFT))[0]!.parts) > 0) await pause(100);
      expect(await rows(DIFFERENT)).toEqual([]);
      const [roster] = await rows(ROSTER);
      expect(roster).toEqual({ counted: 50, kept: 50 });
    },
    240_000,
  );
});
