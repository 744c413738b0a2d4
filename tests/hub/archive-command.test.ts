import { readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addMonths, yearMonthOf } from '../../kernel/calendar.ts';
import { FORGETFUL } from '../support/forgetful.ts';
import { Book } from '../survival/support/book.ts';
import { Errands } from '../survival/support/errands.ts';
import { answered, fileParents, type Parents } from '../survival/support/parents.ts';
import { type ServerSite, serverSite } from '../survival/support/server-site.ts';
import { startGrouped } from '../survival/support/site.ts';
import { archive, asked, contentOf, punchOn, startArchive } from './support/archiving.ts';
import { temporaryFolder } from './support/hub-process.ts';

let site: ServerSite;
let parents: Parents;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const book = new Book();

beforeAll(async () => {
  site = await serverSite(1, FORGETFUL);
  folder = await temporaryFolder();
  parents = await fileParents(site, 40);
}, 180_000);
afterAll(async () => {
  await site?.close();
  await folder?.[Symbol.asyncDispose]();
}, 60_000);

const MINUTES = 300_000;
const ACCEPTED = ['ACCEPTED ACCEPTED'];
const ARCHIVED = ['REJECTED MONTH_ARCHIVED occurredAt'];

const filled = async (month: string) => {
  expect(await punchOn(site, parents, `${month}-03`)).toEqual(ACCEPTED);
  expect(await punchOn(site, parents, `${month}-20`)).toEqual(ACCEPTED);
  return contentOf(site, month);
};
const run = (...words: string[]) => archive(site.env, ...words, '--to', folder.path);
const fileOf = (month: string) => join(folder.path, `provincial.attendance_record.${month}.copy.zst`);
/** How a command ended, and the code of its refusal: how far its progress was told before that depends on the machine. */
const refusalOf = ({ code, err }: { readonly code: number | null; readonly err: string }) => [
  code,
  /ARCHIVE_\w+/.exec(err)?.[0],
];
const manifestOf = (month: string) =>
  join(folder.path, `provincial.attendance_record.${month}.manifest.json`);
/** How often punches are there whose devices bear these labels, each figure once. */
const timesStored = (labels: readonly string[]) =>
  site.sql(async (client) => {
    const { rows } = await client.query<{ times: number }>(
      `select distinct (select count(*)::integer from provincial.attendance_record where device_no = label) as times
         from unnest($1::text[]) as label`,
      [labels],
    );
    return rows.map(({ times }) => times);
  });
const talliesOf = (month: string) =>
  site.sql(async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::integer as count from provincial.attendance_worker where month = $1`,
      [`${month}-01`],
    );
    return rows[0]!.count;
  });
const attendance = (month: string) =>
  asked(
    site,
    'province-hr',
    `query A($month: YearMonth) { project(code: "${parents.projectCode}") { name attendance(month: $month) { records } } }`,
    { month },
  );

/** The figures of the platform on the last of a month; they are kept by tallies. */
const figures = async (month: string) =>
  (
    await asked(
      site,
      'province-hr',
      'query F($on: Date) { platformFigures(on: $on) { attendance { recordsMonth workersMonth workersToday } } }',
      { on: `${month}-20` },
    )
  ).data.platformFigures.attendance;

test(
  'A month is archived while submissions come in, and nothing of the other months is lost or waits',
  async () => {
    const month = '2021-03';
    const before = await filled(month);
    const beside = await filled('2021-04');
    const told = await figures(month);
    expect(told).toEqual({ recordsMonth: 160, workersMonth: 40, workersToday: 40 });
    const errands = new Errands(site, parents, book);
    let isOver = false;
    let sent = 0;
    const sending = Array.from({ length: 3 }, async () => {
      for (; !isOver; sent += 1) await answered(site, errands.attendance());
    });
    const done = await run('--month', month);
    const during = sent;
    isOver = true;
    await Promise.all(sending);
    expect([done.code, done.err]).toEqual([0, '']);
    expect(done.out).toContain(
      `provincial.attendance_record ${month} is archived: 160 records in ${fileOf(month)}`,
    );
    expect(during).toBeGreaterThan(3);
    expect(await contentOf(site, month)).toBeNull();
    expect(await contentOf(site, '2021-04')).toBe(beside);
    expect((await stat(fileOf(month))).mode & 0o777).toBe(0o600);
    expect((await stat(manifestOf(month))).mode & 0o777).toBe(0o600);
    const manifest = JSON.parse(await readFile(manifestOf(month), 'utf8'));
    expect(manifest).toMatchObject({
      fact: 'AttendanceRecord',
      month,
      records: 160,
      format: 'hub-archive/1',
    });

    // The running hub has sent records of this month before and holds it for open.
    expect([ARCHIVED, ['REJECTED MONTH_ARCHIVED']]).toContainEqual(
      await punchOn(site, parents, `${month}-21`),
    );
    expect(await punchOn(site, parents, `${month}-22`)).toEqual(ARCHIVED);
    expect(await punchOn(site, parents, '2021-04-21')).toEqual(ACCEPTED);
    const { data, errors } = await attendance(month);
    expect(data.project).toEqual({ name: '测试项目', attendance: null });
    expect(errors).toMatchObject([
      { path: ['project', 'attendance'], extensions: { code: 'MONTH_ARCHIVED', came: month } },
    ]);

    expect(await figures(month)).toBeNull();
    expect(await talliesOf(month)).toBe(0);

    const again = await run('--month', month);
    expect([again.code, again.out]).toEqual([
      0,
      `provincial.attendance_record ${month} is archived already: ${fileOf(month)}\n`,
    ]);
    expect(await timesStored([...book.punches.keys()])).toEqual([1]);

    const only = await archive(site.env, '--restore', fileOf(month), '--dry-run');
    expect([only.code, only.out]).toEqual([
      0,
      expect.stringMatching(
        `would bring provincial.attendance_record ${month} back: 160 records from .*copy.zst, which is whole\n$`,
      ),
    ]);
    expect(await contentOf(site, month)).toBeNull();
    const back = await archive(site.env, '--restore', fileOf(month));
    expect([back.code, back.err]).toEqual([0, '']);
    expect(await contentOf(site, month)).toBe(before);
    expect((await attendance(month)).data.project.attendance).toEqual({ records: 160 });
    expect(await figures(month)).toEqual(told);
    while ((await talliesOf(month)) === 0) await pause(100);
    expect(await figures(month)).toEqual(told);
    expect(await punchOn(site, parents, `${month}-21`)).toEqual(ACCEPTED);
    const twice = await archive(site.env, '--restore', manifestOf(month));
    expect([twice.code, twice.out]).toEqual([
      0,
      `provincial.attendance_record ${month} is in the database; there is nothing to restore\n`,
    ]);
  },
  MINUTES,
);

describe('An archiving that is killed goes on when it is run again', () => {
  test.each([
    ['before the month is closed', /insert into hub\.archived_month/, '2020-01'],
    ['before it is detached', /detach partition/, '2020-02'],
    ['before its rows are read', /^copy /, '2020-03'],
    ['before the file is known', /update hub\.archived_month a set file/, '2020-04'],
    ['before the table goes', /^drop table/, '2020-05'],
  ])(
    '%s',
    async (_when, statement, month) => {
      const before = await filled(month);
      const met = site.proxy.trap({ matches: (one) => statement.test(one), when: 'before' });
      const first = startArchive(site.env, '--month', month, '--to', folder.path);
      await met;
      first.child.kill('SIGKILL');
      await first.said;
      const done = await run('--month', month);
      expect([done.code, done.err]).toEqual([0, '']);
      expect(await contentOf(site, month)).toBeNull();
      expect((await readdir(folder.path)).filter((name) => name.endsWith('.part'))).toEqual([]);
      expect((await archive(site.env, '--restore', fileOf(month))).code).toBe(0);
      expect(await contentOf(site, month)).toBe(before);
    },
    MINUTES,
  );

  test(
    'after the table is gone, of which nobody heard',
    async () => {
      const before = await filled('2020-06');
      const met = site.proxy.trap({
        matches: (one, earlier) => one === 'commit' && earlier.some((it) => it.startsWith('drop table')),
        when: 'after',
      });
      const first = startArchive(site.env, '--month', '2020-06', '--to', folder.path);
      await met;
      first.child.kill('SIGKILL');
      await first.said;
      const done = await run('--month', '2020-06');
      expect([done.code, done.out]).toEqual([0, expect.stringContaining('is archived already')]);
      expect((await archive(site.env, '--restore', fileOf('2020-06'))).code).toBe(0);
      expect(await contentOf(site, '2020-06')).toBe(before);
    },
    MINUTES,
  );

  test(
    'in the middle of a detaching that waits for a reader: what is pending is finished, also by another month’s run',
    async () => {
      const before = await filled('2020-07');
      await site.sql(async (reader) => {
        await reader.query(`insert into hub.archived_month (room, tab, month, closed_at)
        values ('provincial', 'attendance_record', '2020-07-01', now())`);
        await reader.query('begin');
        await reader.query('select from provincial.attendance_record limit 1');
        await site.sql(async (detaching) => {
          const { rows } = await detaching.query('select pg_backend_pid() as pid');
          const cut = detaching
            .query(
              'alter table provincial.attendance_record detach partition provincial.attendance_record_202007 concurrently',
            )
            .then(
              () => 'detached',
              () => 'cut',
            );
          await untilPending(site);
          await reader.query('select pg_terminate_backend($1)', [rows[0].pid]);
          expect(await cut).toBe('cut');
        });
        await reader.query('commit');
      });
      expect((await run('--before', '2020-08')).code).toBe(0);
      expect(await contentOf(site, '2020-07')).toBeNull();
      expect((await archive(site.env, '--restore', fileOf('2020-07'))).code).toBe(0);
      expect(await contentOf(site, '2020-07')).toBe(before);
    },
    MINUTES,
  );

  test(
    'a restoring that is killed begins again',
    async () => {
      const before = await filled('2020-09');
      expect((await run('--month', '2020-09')).code).toBe(0);
      for (const statement of [/^copy /, /hub\.attach_month/]) {
        const met = site.proxy.trap({ matches: (one) => statement.test(one), when: 'before' });
        const first = startArchive(site.env, '--restore', fileOf('2020-09'));
        await met;
        first.child.kill('SIGKILL');
        await first.said;
        expect(await contentOf(site, '2020-09')).toBeNull();
      }
      expect((await archive(site.env, '--restore', fileOf('2020-09'))).code).toBe(0);
      expect(await contentOf(site, '2020-09')).toBe(before);
    },
    MINUTES,
  );
});

describe('What is refused', () => {
  const back = (months: number) => addMonths(yearMonthOf(new Date()), -months);
  test.each<[string, () => string[], string]>([
    ['the running month', () => ['--month', back(0), '--force'], 'ARCHIVE_MONTH_RUNNING'],
    ['the one before it', () => ['--month', back(1), '--force'], 'ARCHIVE_MONTH_RUNNING'],
    ['a month that is to be kept', () => ['--month', back(12)], 'ARCHIVE_MONTH_TOO_YOUNG'],
    [
      'months before one, of which some are to be kept',
      () => ['--before', back(3)],
      'ARCHIVE_MONTH_TOO_YOUNG',
    ],
    ['a month that is not there', () => ['--month', '2000-01'], 'ARCHIVE_MONTH_MISSING'],
  ])('%s', async (_what, words, code) => {
    for (const months of [1, 12]) await filledOnce(back(months));
    const said = await run(...words());
    expect([said.code, said.err]).toEqual([1, expect.stringContaining(code)]);
  });

  test.each([
    [['--month', '2020-13'], 'expected a month as YYYY-MM'],
    [['--restore', '/nowhere/provincial.copy.zst'], 'there is no file /nowhere/provincial.copy.zst'],
    [[], 'give one of --month, --before, --restore and --list'],
    [['--month', '2020-01', '--before', '2020-02'], 'give one of'],
    [['--month', '2020-01', '--fact', 'WageCard'], '--subgraph provincial --fact AttendanceRecord'],
  ])('as misuse: %j', async (words, told) => {
    const said = await run(...words);
    expect([said.code, said.err]).toEqual([2, expect.stringContaining(told)]);
  });

  const filledOnce = async (month: string) => {
    if ((await contentOf(site, month)) === null) await punchOn(site, parents, `${month}-10`);
  };

  test(
    'a file that was cut, changed, or is none, and one of another database',
    async () => {
      const month = '2020-10';
      await filled(month);
      expect((await run('--month', month)).code).toBe(0);
      const [whole, manifest] = await Promise.all([
        readFile(fileOf(month)),
        readFile(manifestOf(month), 'utf8'),
      ]);
      const tried = async () => {
        const only = await archive(site.env, '--restore', fileOf(month), '--dry-run');
        const said = await archive(site.env, '--restore', fileOf(month));
        expect(refusalOf(only)).toEqual(refusalOf(said));
        expect(await contentOf(site, month)).toBeNull();
        return refusalOf(said);
      };
      await truncate(fileOf(month), Math.floor(whole.length / 2));
      expect(await tried()).toEqual([1, 'ARCHIVE_FILE_BROKEN']);
      await writeFile(
        fileOf(month),
        whole.map((byte, at) => (at === whole.length >> 1 ? byte ^ 1 : byte)),
      );
      expect(await tried()).toEqual([1, 'ARCHIVE_FILE_BROKEN']);
      await writeFile(fileOf(month), whole);
      await rename(fileOf(month), `${fileOf(month)}.old`);
      const named = await archive(site.env, '--restore', manifestOf(month));
      expect([named.code, named.err]).toEqual([1, expect.stringContaining('which is not beside it')]);
      await rename(`${fileOf(month)}.old`, fileOf(month));
      await writeFile(manifestOf(month), manifest.replace('"records": 160', '"records": 159'));
      expect(await tried()).toEqual([1, 'ARCHIVE_OF_ANOTHER_DATABASE']);
      await writeFile(manifestOf(month), manifest.replace('"month": "2020-10"', '"month": "2020-11"'));
      expect(await tried()).toEqual([1, 'ARCHIVE_OF_ANOTHER_DATABASE']);
      await writeFile(manifestOf(month), '{}');
      expect(await tried()).toEqual([1, 'ARCHIVE_MANIFEST_BROKEN']);
      await rm(manifestOf(month));
      expect(await tried()).toEqual([1, 'ARCHIVE_MANIFEST_BROKEN']);
      await writeFile(manifestOf(month), manifest);
      expect((await archive(site.env, '--restore', fileOf(month))).code).toBe(0);
    },
    MINUTES,
  );

  test.each([
    ['a file', 'taken'],
    ['below a file', 'taken/archive'],
  ])(
    'a folder that is %s, before the month is closed',
    async (_what, name) => {
      const month = '2020-12';
      await filledOnce(month);
      await writeFile(join(folder.path, 'taken'), '');
      const to = join(folder.path, name);
      for (const words of [['--dry-run'], []])
        expect(refusalOf(await archive(site.env, '--month', month, '--to', to, ...words))).toEqual([
          1,
          'ARCHIVE_FOLDER_UNUSABLE',
        ]);
      expect(await contentOf(site, month)).not.toBeNull();
      expect(await punchOn(site, parents, `${month}-11`)).not.toEqual(ARCHIVED);
    },
    MINUTES,
  );

  test(
    'not for its file, what the database cannot do: a lost connection is told as one, a column that came since as a changed table',
    async () => {
      const month = '2020-11';
      const before = await filled(month);
      expect((await run('--month', month)).code).toBe(0);
      const met = site.proxy.trap({ matches: (one) => /^copy /.test(one), when: 'before' });
      const cut = startArchive(site.env, '--restore', fileOf(month));
      (await met).cut();
      const { code, err } = await cut.said;
      expect([code, err]).toEqual([1, expect.stringMatching(/connection/i)]);
      expect(err).not.toContain('ARCHIVE_FILE_BROKEN');
      await site.sql((client) =>
        client.query(
          `alter table provincial.attendance_record add column since text not null default '';
           alter table provincial.attendance_record alter column since drop default`,
        ),
      );
      const changed = await archive(site.env, '--restore', fileOf(month));
      await site.sql((client) => client.query('alter table provincial.attendance_record drop column since'));
      expect([changed.code, changed.err]).toEqual([1, expect.stringContaining('ARCHIVE_COLUMNS_DIFFER')]);
      expect(changed.err).toContain('since');
      expect((await archive(site.env, '--restore', fileOf(month))).code).toBe(0);
      expect(await contentOf(site, month)).toBe(before);
    },
    MINUTES,
  );

  test(
    'a second archiving beside the first',
    async () => {
      await filled('2020-12');
      await site.sql(async (client) => {
        await client.query('select pg_advisory_lock(4501030004)');
        const said = await run('--month', '2020-12');
        expect([said.code, said.err]).toEqual([1, expect.stringContaining('ARCHIVE_LOCKED')]);
      });
    },
    MINUTES,
  );

  test(
    'a table with a default partition, before anything is closed',
    async () => {
      await filled('2021-05');
      await site.sql((client) =>
        client.query('create table provincial.stray partition of provincial.attendance_record default'),
      );
      const said = await run('--month', '2021-05');
      await site.sql((client) => client.query('drop table provincial.stray'));
      expect([said.code, said.err]).toEqual([1, expect.stringContaining('ARCHIVE_DEFAULT_PARTITION')]);
      expect(await punchOn(site, parents, '2021-05-21')).toEqual(ACCEPTED);
    },
    MINUTES,
  );
});

test(
  '--keep leaves the table where the hub cannot look; restoring takes the file and clears it away',
  async () => {
    const before = await filled('2021-06');
    expect((await run('--month', '2021-06', '--keep')).code).toBe(0);
    const kept = () =>
      site.sql(async (client) => {
        const { rows } = await client.query(
          `select c.oid::regclass::text as name, has_schema_privilege('hub_app', 'archive', 'usage') as reach,
                has_table_privilege('hub_app', c.oid, 'select') as reads
           from pg_class c where relname = 'provincial_attendance_record_202106'`,
        );
        return rows;
      });
    expect(await kept()).toEqual([
      { name: 'archive.provincial_attendance_record_202106', reach: false, reads: false },
    ]);
    expect((await archive(site.env, '--restore', fileOf('2021-06'))).code).toBe(0);
    expect(await kept()).toEqual([]);
    expect(await contentOf(site, '2021-06')).toBe(before);
  },
  MINUTES,
);

test(
  'a dry run changes nothing, and --list tells where every month is',
  async () => {
    const before = await filled('2021-07');
    const dry = await run('--month', '2021-07', '--dry-run');
    expect([dry.code, dry.out]).toEqual([
      0,
      expect.stringContaining('would archive provincial.attendance_record 2021-07'),
    ]);
    expect(await contentOf(site, '2021-07')).toBe(before);
    expect((await run('--month', '2021-07')).code).toBe(0);
    const { out } = await archive(site.env, '--list');
    expect(out).toContain(`provincial.attendance_record\t2021-07\tarchived\t160 rows, ${fileOf('2021-07')}`);
    expect(out).toMatch(/2021-04\tin the database\t/);
  },
  MINUTES,
);

test(
  'A month of many megabytes goes out and comes back, its rows in step with disk and database',
  async () => {
    await filled('2021-08');
    // Beside the gates' own, as many as no single buffer holds, with what COPY has to escape.
    await site.sql((client) =>
      client.query(`insert into provincial.attendance_record
        select (json_populate_record(t, json_build_object('id', gen_random_uuid(),
                 'occurred_at', t.occurred_at + n * interval '1 second', 'device_no', e'line\\nbreak\\t\\\\' || n))).*
          from provincial.attendance_record t,
               generate_series(1, 30000) as n
         where t.id = (select id from provincial.attendance_record
                        where occurred_at >= '2021-08-03' and occurred_at < '2021-08-04' limit 1)`),
    );
    const before = await contentOf(site, '2021-08');
    expect(before).toMatch(/^30160 /);
    const done = await run('--month', '2021-08');
    expect([done.code, done.err]).toEqual([0, '']);
    expect(await contentOf(site, '2021-08')).toBeNull();
    const back = await archive(site.env, '--restore', fileOf('2021-08'));
    expect([back.code, back.err]).toEqual([0, '']);
    expect(await contentOf(site, '2021-08')).toBe(before);
  },
  MINUTES,
);

test(
  'It works beside a hub on the embedded database, whose folder that hub has locked',
  async () => {
    await using own = await temporaryFolder();
    const env = { HUB_DATA_DIR: own.path, HUB_PORT: '0' };
    const hub = await startGrouped(env);
    try {
      const { code, out, err } = await archive(env, '--list');
      expect([code, err]).toEqual([0, '']);
      expect(out).toContain(`provincial.attendance_record\t${yearMonthOf(new Date())}\tin the database\t`);
      expect(hub.child.exitCode).toBeNull();
    } finally {
      hub.child.kill('SIGTERM');
      await hub.gone;
    }
    // And with the hub stopped: it starts the server itself.
    expect((await archive(env, '--list')).code).toBe(0);
  },
  MINUTES,
);

async function untilPending(at: ServerSite): Promise<void> {
  for (;;) {
    const pending = await at.sql(async (client) => {
      const { rowCount } = await client.query('select from pg_inherits where inhdetachpending');
      return rowCount;
    });
    if (pending) return;
  }
}
