import { request } from 'node:http';
import { expect } from '@jest/globals';
import { Client } from 'pg';
import { hubDatabase } from '../../../support/hub-database.ts';
import { hub } from '../../support/processes.ts';
import { type RunningHub, runningHub } from '../../support/running-hub.ts';

/** How many rows every table has that facts, held records, submissions and calls are kept in. */
export type Counts = Readonly<Record<string, number>>;

/** A hub of its own without business data, whose database and output are looked at. */
export interface WatchedHub extends RunningHub {
  /** Posts bytes as they are, in whatever headers. */
  post(path: string, body: Buffer | string, headers?: Readonly<Record<string, string>>): Promise<Posted>;
  counts(): Promise<Counts>;
  /** Asks its database as the superuser. */
  readonly database: Client;
  /** It answers a plain question, and none of the planted texts is in what it wrote to its log. */
  expectAlive(planted: readonly string[]): Promise<void>;
}

export interface Posted {
  readonly status: number;
  readonly text: string;
}

export async function openWatchedHub(now: string): Promise<WatchedHub> {
  const at = await hubDatabase(now);
  const env = {
    ...at.env,
    HUB_LOG_LEVEL: 'debug',
    // Whatever zone the server is in, with its changes of hour, days and times are those of China.
    TZ: 'America/New_York',
  };
  const started = hub(['start'], env);
  await started.line(/Ctrl-C stops it/);
  const database = new Client({ connectionString: at.url });
  await database.connect();
  const running = await runningHub(at.env.HUB_DATA_DIR!, async () => {
    expect(await started.stop()).toBe(0);
    await database.end();
    await at.drop();
  });
  const tables = await tablesOf(database);
  return {
    ...running,
    database,
    post: (path, body, headers = {}) => posted(`${running.url}${path}`, body, headers),
    async counts() {
      const each = tables.map((table) => `select '${table}' as table, count(*)::int as rows from ${table}`);
      const { rows } = await database.query<{ table: string; rows: number }>(each.join(' union all '));
      return Object.fromEntries(rows.map(({ table, rows }) => [table, rows]));
    },
    async expectAlive(planted) {
      const { data } = await running.ask('vendor', '{ me { kind } }');
      expect(data).toEqual({ me: { kind: 'VENDOR' } });
      // Lines are there at all: every request has one at this level.
      const written = `${started.said()}${started.errors()}`;
      expect(written).toContain('"msg":"request"');
      for (const text of planted) expect(written.includes(text)).toBe(false);
    },
  };
}

/** What the order, its followers, kept figures and the jobs keep for themselves comes a moment later, and says nothing of what was stored. */
async function tablesOf(database: Client): Promise<string[]> {
  const { rows } = await database.query<{ name: string }>(`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('provincial', 'banking', 'human_resources') and c.relkind in ('r', 'p') and not c.relispartition
        or n.nspname = 'hub' and c.relname in ('real_name_call', 'team_number', 'project_code_issue', 'stored_image')
     order by 1`);
  return rows.map(({ name }) => name).filter((table) => !OF_FOLLOWERS.test(table));
}

const OF_FOLLOWERS =
  /migration|sequence|follower|known_worker|project_scope|bank_project|worker_project|tally|_mark$|_shared$|attendance_(month|worker)$/;

/** What became more between two counts, by table. */
export const grown = (before: Counts, after: Counts): Counts =>
  Object.fromEntries(
    Object.entries(after)
      .map(([table, rows]) => [table, rows - (before[table] ?? 0)] as const)
      .filter(([, more]) => more !== 0),
  );

/** Chinese, and English that is not Chinese. */
export const CHINESE = /\p{Script=Han}{2}/u;
export const ENGLISH = /[A-Za-z]{2}/;

/** The hub answers a body that is too large before it has all of it: the answer counts, not the bytes left unsent. */
function posted(
  url: string,
  body: Buffer | string,
  headers: Readonly<Record<string, string>>,
): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const sending = request(url, { method: 'POST', headers: { ...length, ...headers } });
    let isAnswered = false;
    sending.once('response', (answer) => {
      isAnswered = true;
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      answer.once('error', reject);
    });
    sending.on('error', (error) => {
      // What was sent of it may be on its way still: the answer is read first.
      setTimeout(() => isAnswered || reject(error), 10_000);
    });
    sending.end(body);
  });
}
