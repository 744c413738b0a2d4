import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LAUNCHER = fileURLToPath(new URL('../bin/hub.mjs', import.meta.url));

export interface StartedHub {
  readonly url: string;
  /** From the command to the first answered query. */
  readonly ms: number;
  readonly child: ChildProcess;
  stop(): Promise<number>;
}

/** What a hub with the demo answers first. */
const DEMO = '"totalCount":60';
/** What an empty hub answers first (`HUB_SEED=none`). */
export const EMPTY = '"totalCount":0';

/** `hub start` as a user starts it, until it answers a query as expected. */
export async function startHub(
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
  expected: string = DEMO,
): Promise<StartedHub> {
  const from = performance.now();
  const options = (process.env.BENCH_NODE_OPTIONS ?? '').split(' ').filter(Boolean);
  const child = spawn(process.execPath, [...options, LAUNCHER, 'start'], {
    env: { ...process.env, HUB_DATA_DIR: dataDir, HUB_PORT: '0', HUB_LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    let out = '';
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      const found = /graph\s+(http\S+)[\s\S]*Ctrl-C/.exec(out);
      if (found) resolve(found[1]!);
    });
    child.once('exit', (code) => reject(new Error(`hub start ended with ${code}\n${out}`)));
  });
  const answer = await ask(url, tokenOf(dataDir, 'province-hr'), '{ projects(first: 1) { totalCount } }');
  if (!answer.includes(expected)) throw new Error(`the hub did not answer: ${answer}`);
  return {
    url,
    ms: performance.now() - from,
    child,
    async stop() {
      const begun = performance.now();
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
      return performance.now() - begun;
    },
  };
}

export const tokenOf = (dataDir: string, role: string): string =>
  JSON.parse(readFileSync(`${dataDir}/demo-credentials.json`, 'utf8')).tokens[role];

export async function ask(
  url: string,
  token: string,
  query: string,
  variables: object = {},
): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return response.text();
}
