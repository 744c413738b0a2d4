import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
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

/** Resident memory of a process and all below it, in MiB (Linux): private and shared pages, each counted once per process. */
export const memoryOf = (pid: number): number => memoryOfAll(familyOf(pid));

/** The same without PostgreSQL: the hub's process, and the one in which it makes plans. */
export const memoryOfHub = (pid: number): number => memoryOfAll(familyOf(pid).filter(isNode));

function familyOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/.test(one))) {
    const stat = tryRead(`/proc/${name}/stat`);
    if (stat) parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const family = new Set([pid]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [child, parent] of parents) {
      if (!family.has(child) && family.has(parent)) grown = !!family.add(child);
    }
  }
  return [...family];
}

const isNode = (pid: number): boolean =>
  (tryRead(`/proc/${pid}/cmdline`) ?? '').split('\0', 1)[0]!.endsWith('node');

// Pss, so that pages which several share are not counted once for each.
const memoryOfAll = (pids: readonly number[]): number =>
  pids.reduce(
    (sum, pid) => sum + Number(/^Pss:\s+(\d+)/m.exec(tryRead(`/proc/${pid}/smaps_rollup`) ?? '')?.[1] ?? 0),
    0,
  ) / 1024;

function tryRead(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
