import { deepStrictEqual } from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type StartedHub, startHub, tokenOf } from '../../hub.ts';
import type { Measure } from '../../report.ts';
import { short } from '../measures.ts';
import { cpuMsAlone, OTHER_CORE, pinSelf } from '../pinned.ts';
import { compared, type Question } from '../run.ts';
import { seconds } from '../settings.ts';
import type { Stage } from '../stage.ts';

const FOLDER = fileURLToPath(new URL('../../../examples/questions/', import.meta.url));
const CONNECTIONS = 8;
const SHARE = 0.3;

interface Asked {
  readonly name: string;
  readonly rps: number;
  readonly cpuMs: number;
  readonly p50: number;
  readonly answer: unknown;
}

/** The hub's own eight questions over its demo, departments in process, by the stock engine and by its own. */
export async function ownQuestions(stage: Stage): Promise<Measure[]> {
  const now = new Date().toISOString();
  const stock = await askedOf(stage, 'apollo', now);
  const own = await askedOf(stage, 'hub', now);
  return own.flatMap(({ name, rps, cpuMs, p50, answer }, index) => {
    const peer = stock[index]!;
    deepStrictEqual(answer, peer.answer);
    const row = (what: string, unit: string, value: number, other: number): Measure => ({
      name: `${name}, whole hub: ${what}`,
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

async function askedOf(stage: Stage, engine: string, now: string): Promise<Asked[]> {
  const dataDir = join(stage.folder, 'hub');
  // Hub and database take the cores they find, as they do in use.
  pinSelf(undefined);
  const hub = await startHub(dataDir, { HUB_ENGINE: engine, HUB_NOW: now });
  pinSelf(OTHER_CORE);
  try {
    const all: Asked[] = [];
    for (const file of globSync('*.graphql', { cwd: FOLDER }).sort())
      all.push(await askedOnce(stage, hub, file, dataDir));
    return all;
  } finally {
    await hub.stop();
  }
}

async function askedOnce(stage: Stage, hub: StartedHub, file: string, dataDir: string): Promise<Asked> {
  // The base of the inclusion rates is Yunnan's.
  const role = file.includes('inclusion-rates') ? 'yunnan-housing' : 'province-hr';
  const { port, pathname } = new URL(hub.url);
  const question: Question = {
    path: pathname,
    body: JSON.stringify({ query: readFileSync(join(FOLDER, file), 'utf8') }),
    headers: { authorization: `Bearer ${tokenOf(dataDir, role)}` },
  };
  const answer: unknown = JSON.parse(await compared({ port: Number(port) }, question));
  const job = { ...question, port: Number(port), connections: CONNECTIONS };
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
  if (wrong > 0) console.log(`${file}: ${wrong} wrong answers, as ${example}`);
  return { name: basename(file, '.graphql'), rps: answers / taken, cpuMs, p50, answer };
}
