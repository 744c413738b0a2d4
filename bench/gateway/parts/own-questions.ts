import { deepStrictEqual } from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type StartedHub, startHub, tokenOf } from '../../hub.ts';
import type { Measure } from '../../report.ts';
import { short } from '../measures.ts';
import { cpuMsAlone } from '../../processes.ts';
import { OTHER_CORE, pinSelf } from '../pinned.ts';
import { compared, type Question } from '../run.ts';
import { seconds } from '../settings.ts';
import type { Stage } from '../stage.ts';

const FOLDER = fileURLToPath(new URL('../../../examples/questions/', import.meta.url));
const CONNECTIONS = 8;
const SHARE = 0.3;
/** One client asks everything here. */
const NO_BUDGET = { HUB_CLIENT_COST: '0' };

type Way = '/graphql' | '/op';

interface Asked {
  readonly rps: number;
  readonly cpuMs: number;
  readonly p50: number;
  readonly answer: unknown;
}

/**
 * The hub's own eight questions over its demo, departments in process: by the stock engine, by its own, and by its own
 * as published operations.
 */
export async function ownQuestions(stage: Stage): Promise<Measure[]> {
  const now = new Date().toISOString();
  const stock = await askedOf(stage, 'apollo', now, ['/graphql']);
  const own = await askedOf(stage, 'hub', now, ['/graphql', '/op']);
  return [...own].flatMap(([key, { rps, cpuMs, p50, answer }]) => {
    const peer = stock.get(key.replace('/op', '/graphql'))!;
    deepStrictEqual(answer, peer.answer, `${key} is answered otherwise than by the stock engine`);
    const row = (what: string, unit: string, value: number, other: number): Measure => ({
      name: `whole hub, ${key}: ${what}`,
      value,
      unit,
      peer: `stock engine: ${short(other)} ${unit}`,
      ratio: value / other,
    });
    return [
      row('questions', 'rps', rps, peer.rps),
      row('CPU of the hub a question', 'ms', cpuMs, peer.cpuMs),
      row('p50', 'ms', p50, peer.p50),
    ];
  });
}

async function askedOf(
  stage: Stage,
  engine: string,
  now: string,
  ways: readonly Way[],
): Promise<Map<string, Asked>> {
  const dataDir = join(stage.folder, 'hub');
  // Hub and database take the cores they find, as they do in use.
  pinSelf(undefined);
  const hub = await startHub(dataDir, { HUB_ENGINE: engine, HUB_NOW: now, ...NO_BUDGET });
  pinSelf(OTHER_CORE);
  try {
    const all = new Map<string, Asked>();
    for (const file of globSync('*.graphql', { cwd: FOLDER }).sort())
      for (const way of ways) {
        const name = basename(file, '.graphql').replace(/^\d+-/, '');
        all.set(`${name} by ${way}`, await askedOnce(stage, hub, questionBy(way, file, name, dataDir)));
      }
    return all;
  } finally {
    await hub.stop();
  }
}

function questionBy(way: Way, file: string, name: string, dataDir: string): Question {
  // The base of the inclusion rates is Yunnan's.
  const role = name === 'inclusion-rates' ? 'yunnan-housing' : 'province-hr';
  const headers = { authorization: `Bearer ${tokenOf(dataDir, role)}` };
  if (way === '/op') return { path: `/op/${name}`, body: '{}', headers };
  const query = readFileSync(join(FOLDER, file), 'utf8');
  return { path: way, body: JSON.stringify({ query }), headers };
}

async function askedOnce(stage: Stage, hub: StartedHub, question: Question): Promise<Asked> {
  const port = Number(new URL(hub.url).port);
  const answer: unknown = JSON.parse(await compared({ port }, question));
  const { path, body, headers = {} } = question;
  const job = { port, path, body, headers, connections: CONNECTIONS };
  await stage.load({ ...job, seconds: seconds * SHARE * SHARE });
  const before = cpuMsAlone(hub.child.pid!);
  const {
    answers,
    wrong,
    example,
    seconds: taken,
    p50,
  } = await stage.load({ ...job, seconds: seconds * SHARE });
  const cpuMs = (cpuMsAlone(hub.child.pid!) - before) / answers;
  if (wrong > 0) console.log(`${path}: ${wrong} wrong answers, as ${example}`);
  return { rps: answers / taken, cpuMs, p50, answer };
}
