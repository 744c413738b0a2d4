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

describe('The same process validates long texts', () => {
  let planner: ChildPlanner | undefined;
  afterEach(() => planner?.stop());
  const killed = () => {
    for (const pid of processes()) process.kill(pid, 'SIGKILL');
  };
  /** Valid, and half a second of work. */
  const spread = Array.from({ length: 300 }, (_, n) => n);
  const SLOW = `{ projects(first: 1) { nodes { ${spread.map((n) => `...F${n}`).join(' ')} } } }
    ${spread.map((n) => `fragment F${n} on Project { code name }`).join(' ')}`;

  test('and says what is wrong with them, values of the standard included', async () => {
    planner = childPlanner(supergraphSdl);
    expect(await planner.validate(QUESTION, false)).toEqual([]);
    expect(await planner.validate('{ none }', false)).toEqual([
      { message: 'Cannot query field "none" on type "Query".', positions: [2] },
    ]);
    expect(await planner.validate('{ none', false)).toBeUndefined();
    const month = '{ projects(first: 1) { nodes { attendance(month: "2026-13") { days } } } }';
    expect((await planner.validate(month, false))![0]).toMatchObject({
      message: expect.stringContaining('YearMonth'),
      extensions: { expected: 'a month as YYYY-MM, such as "2026-01"', came: 'text of another form' },
    });
    const question = '{ __schema { queryType { name } } }';
    expect(await planner.validate(question, true)).toEqual([]);
    expect(await planner.validate(question, false)).toHaveLength(1);
  });

  test('when it is killed meanwhile, another takes over the text and what waits behind it', async () => {
    planner = childPlanner(supergraphSdl);
    await planner.plan(QUESTION);
    const [first] = processes();
    const asked = [planner.validate(SLOW, true), planner.validate('{ none }', true), planner.plan(QUESTION)];
    killed();
    const [slow, none, plan] = await Promise.all(asked);
    expect(slow).toEqual([]);
    expect(none).toHaveLength(1);
    expect(plan).toBeDefined();
    expect(processes()).not.toContain(first);
  });

  test('a text that takes too long twice is refused with a code, and then at once', async () => {
    planner = childPlanner(supergraphSdl, { longestMs: 1 });
    await expect(planner.validate(SLOW, true)).rejects.toMatchObject({
      extensions: { code: 'QUERY_PLAN_TOO_COMPLEX' },
    });
    await until(() => processes().length === 0);
    await expect(planner.validate(SLOW, true)).rejects.toMatchObject({
      extensions: { code: 'QUERY_PLAN_TOO_COMPLEX' },
    });
    expect(processes()).toEqual([]);
  });

  test('who waits when the planner is stopped is told so', async () => {
    planner = childPlanner(supergraphSdl);
    const asked = planner.validate(SLOW, true);
    planner.stop();
    await expect(asked).rejects.toMatchObject({ extensions: { code: 'QUERY_PLAN_BUSY' } });
  });
});
