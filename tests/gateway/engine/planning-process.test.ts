import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type ChildPlanner, childPlanner } from '../../../gateway/engine/planning/child-planner.ts';

const supergraphSdl = readFileSync('schema/supergraph.graphql', 'utf8');
const QUESTION = '{projects(first:1){nodes{code}}}';

/** Processes of this one in which plans are made. */
function processes(): number[] {
  const listed = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], {
    encoding: 'utf8',
  });
  return listed
    .split('\n')
    .filter((line) => line.includes('planning-child'))
    .map((line) => Number.parseInt(line, 10));
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !holds(); tries += 1) await pause(50);
  expect(holds()).toBe(true);
}

describe('The process in which plans are made', () => {
  let planner: ChildPlanner | undefined;
  afterEach(() => planner?.stop());

  test('leaves when nobody has asked for a while, and the next operation starts another', async () => {
    planner = childPlanner(supergraphSdl, { idleMs: 200 });
    expect(await planner.plan(QUESTION)).toBeDefined();
    const [first] = processes();
    await until(() => processes().length === 0);
    expect(await planner.plan(QUESTION)).toBeDefined();
    expect(processes()).not.toContain(first);
    await until(() => processes().length === 0);
  });

  test('stays as long as it is asked', async () => {
    planner = childPlanner(supergraphSdl, { idleMs: 1_000 });
    await planner.plan(QUESTION);
    const before = processes();
    for (let time = 0; time < 15; time += 1) {
      await planner.plan(QUESTION);
      await pause(100);
    }
    expect(processes()).toEqual(before);
  });
});
