import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Answer, post } from '../support/running-gateway.ts';
import { type ForeignGraph, foreignGraph } from './support/foreign-graph.ts';
import { type RunningAlone, standAlone } from './support/stand-alone.ts';

let foreign: ForeignGraph;
let gateway: RunningAlone;
beforeAll(async () => {
  foreign = await foreignGraph();
  gateway = await standAlone(foreign.supergraphSdl, { limits: { cost: 1_000_000_000 } });
});
afterAll(async () => {
  await gateway[Symbol.asyncDispose]();
  await foreign.stop();
});

const ask = (query: string): Promise<Answer> => post(gateway.url, { query });
const memory = () => gateway.alone.gateway.engine.memory!();

/** Asks so many, ten at a time. @returns the codes with which some were refused */
async function flood(count: number, textOf: (n: number) => string): Promise<Record<string, number>> {
  const codes: Record<string, number> = {};
  const one = async (n: number) => {
    const { errors } = await ask(textOf(n));
    for (const { extensions } of errors ?? []) {
      const code = String(extensions.code);
      codes[code] = (codes[code] ?? 0) + 1;
    }
  };
  for (let n = 0; n < count; n += 10)
    await Promise.all(Array.from({ length: 10 }, (_, more) => one(n + more)));
  return codes;
}

/** Another selection for each number, five levels of it written in its digits. */
function shapeOf(n: number): string {
  const level = (rest: number, depth: number): string => {
    if (depth === 0) return 'isbn';
    const [book, person] = [['isbn', 'title', 'isbn title'][rest % 3]!, rest % 6 < 3 ? 'name' : 'id name'];
    return `${book} author { ${person} books { ${level(Math.floor(rest / 6), depth - 1)} } }`;
  };
  return `{ person(id: "p1") { books { ${level(n, 5)} } } }`;
}

/** What the engine may keep (gateway/engine/hub-engine.ts). */
const MOST_BYTES = 64 * 1024 * 1024;
const ORDINARY = '{ books { title author { name } } }';
const ordinary = async () => {
  const { data, errors } = await ask(ORDINARY);
  expect(errors).toBeUndefined();
  expect(data.books![0]).toEqual({ title: 'First', author: { name: 'Ada' } });
};

describe('Check 79: a flood of distinct, valid queries takes bounded memory, and ordinary clients recover', () => {
  test('operations that differ in literals, names, comments and spaces are one', async () => {
    await ordinary();
    const before = memory().programmes;
    const codes = await flood(
      3000,
      (n) => `query Q${n} { person(id: "none${n}") { ${' '.repeat(n % 50)}name # ${n}\n } }`,
    );
    expect(codes).toEqual({});
    expect(memory().programmes).toBe(before + 1);
  }, 60_000);

  test('twelve hundred shapes of five levels are kept within the bytes there are for them; who asks the usual meanwhile and afterwards is answered', async () => {
    const rss = process.memoryUsage().rss;
    let isFlooding = true;
    let meanwhile = 0;
    const client = (async () => {
      while (isFlooding) {
        await ordinary();
        meanwhile += 1;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    })();
    const codes = await flood(1200, shapeOf);
    isFlooding = false;
    await client;
    expect(codes).toEqual({});
    const { programmes, bytes, inMaking } = memory();
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
    // Far more came than there is room for.
    expect(programmes).toBeLessThan(900);
    expect(inMaking).toBe(0);
    expect(process.memoryUsage().rss - rss).toBeLessThan(800 * 1024 * 1024);
    expect(meanwhile).toBeGreaterThan(10);
    await ordinary();
    const kept = memory();
    for (let n = 0; n < 30; n += 1) await ordinary();
    // Nothing is made anew for them: what they ask is kept.
    expect(memory()).toEqual(kept);
  }, 180_000);
});
