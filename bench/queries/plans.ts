import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { setTimeout as after } from 'node:timers/promises';
import { Client } from 'pg';
import { loginNames } from '../../hub/database/roles.ts';
import { questions } from './questions.ts';
import { type ScaleHub, startScaleHub } from './scale-hub.ts';

const FOLDER = new URL('./plans/', import.meta.url).pathname;

const LOGGED = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_timing': 'on',
  'auto_explain.log_buffers': 'on',
  // Values would bring personal data into the log.
  'auto_explain.log_parameter_max_length': '0',
} as const;

/**
 * Both plans of each question into bench/queries/plans: the hand-written statement's, and those of all statements by which
 * the hub answers, under row scope, as the server itself tells them.
 */
export async function writePlans(dataDir: string): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  await toldByServer(dataDir, true);
  const scale = await startScaleHub(dataDir);
  try {
    for (const question of questions) {
      const { name, sql } = question;
      // The first times the hub makes its own plan of the question and opens its connections.
      for (let turn = 0; turn < 3; turn++)
        await answered(scale, name, question.asking(scale, turn).variables);
      const { variables, values } = question.asking(scale, 3);
      const from = (await readFile(scale.serverLog, 'utf8')).length;
      await answered(scale, name, variables);
      await after(300);
      const told = (await readFile(scale.serverLog, 'utf8')).slice(from);
      const byHand = await scale.pool.query(`explain (analyze, buffers) ${sql}`, [...values]);
      const lines = byHand.rows.map((row) => row['QUERY PLAN'] as string);
      const parts = [
        `-- ${name}, ${scale.name}: ${scale.size.projects} projects`,
        `-- By hand: bench/queries/${name}.sql`,
        ...lines,
        '',
        '-- The hub, statement by statement',
        ...statementsOf(told),
      ];
      await writeFile(`${FOLDER}${name}.txt`, `${parts.join('\n')}\n`);
    }
  } finally {
    await scale.stop();
    await toldByServer(dataDir, false);
  }
}

async function answered({ hub, token }: ScaleHub, name: string, variables: object): Promise<void> {
  const response = await fetch(hub.url.replace(/graphql$/, `op/${name}`), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(variables),
  });
  if (response.status !== 200)
    throw new Error(`${name} was answered ${response.status} ${await response.text()}`);
}

/** Whether the server logs the plans of the running hub's login; it holds from that login's next connection on. */
async function toldByServer(dataDir: string, isTold: boolean): Promise<void> {
  const scale = await startScaleHub(dataDir);
  const client = new Client({ connectionString: scale.superuserUrl });
  try {
    await client.connect();
    const { app } = loginNames('guixin');
    for (const [setting, value] of Object.entries(LOGGED))
      await client.query(
        isTold ? `alter role "${app}" set ${setting} = '${value}'` : `alter role "${app}" reset ${setting}`,
      );
  } finally {
    await client.end();
    await scale.stop();
  }
}

const OF_BACKGROUND =
  /set_config|edge as materialized|held_record|follower|jobs\.|_mark\b|tally|readOrder|"leaf"/;

/** The plans of the log, without times of day, and without what follows the order or sets the row scope. */
function statementsOf(log: string): string[] {
  return log
    .split(/^(?=\S.*LOG: {2}duration:)/m)
    .filter((one) => one.includes('plan:') && !OF_BACKGROUND.test(one))
    .map((one) => one.replace(/^.*LOG: {2}duration: ([\d.]+ ms) {2}plan:/, '$1').trimEnd());
}
