import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { Pool } from 'undici';
import { json, type OddServer, oddServer } from '../transports/support/odd-server.ts';
import { gatewayCommand } from './support/gateway-command.ts';

/** Has V8 write a line for each collection, with what survived it and what was taken for lasting. */
const TRACED =
  "data:text/javascript,import v8 from 'node:v8'; for (const flag of ['--trace-gc', '--trace-gc-nvp']) v8.setFlagsFromString(flag)";
const [ASKED, AT_ONCE] = [3_000, 40];
/** Large enough that nothing else of a request counts beside its answer. */
const ANSWER = JSON.stringify({
  data: { words: Array.from({ length: 3_000 }, (_, place) => `word ${place}`) },
});

let words: OddServer;
let supergraphSdl: string;
beforeAll(async () => {
  words = await oddServer((response) => json(response, ANSWER));
  const typeDefs = parse('type Query { words: [String!]! }');
  supergraphSdl = composeServices([{ name: 'words', url: words.url, typeDefs }]).supergraphSdl!;
});
afterAll(async () => words[Symbol.asyncDispose]());

describe('The heap of a gateway', () => {
  test('takes no request for lasting: of an answer, hardly anything is left when it is out', async () => {
    const env = { NODE_OPTIONS: `--import="${TRACED}"` };
    await using gateway = await gatewayCommand(supergraphSdl, [], undefined, env);
    await asked(gateway.url);
    const promoted = promotedAt(gateway.out(), gateway.child.pid!);
    expect(promoted.length).toBeGreaterThan(6);
    // The first half is the start, and code that is not optimised yet.
    const late = promoted.slice(promoted.length / 2).reduce((sum, one) => sum + one, 0);
    expect(late / (ASKED / 2)).toBeLessThan(ANSWER.length / 2);
  }, 120_000);

  // Elsewhere threads have no priority of their own.
  const onLinux = process.platform === 'linux' ? test : test.skip;
  onLinux('is collected by threads that give way to the one that answers', async () => {
    await using gateway = await gatewayCommand(supergraphSdl);
    const threads = `/proc/${gateway.child.pid}/task`;
    const priorities = readdirSync(threads).map((thread) => {
      const text = readFileSync(`${threads}/${thread}/stat`, 'utf8');
      const [, name, rest] = /\((.*)\) (.*)/s.exec(text)!;
      return { name, isMain: Number(thread) === gateway.child.pid, nice: Number(rest!.split(' ')[16]) };
    });
    const own = priorities.find(({ isMain }) => isMain)!.nice;
    const helpers = priorities.filter(({ name }) => name === 'V8Worker');
    expect(helpers.length).toBeGreaterThan(0);
    expect(helpers.map(({ nice }) => nice)).toEqual(helpers.map(() => Math.min(own + 5, 19)));
  });
});

async function asked(url: string): Promise<void> {
  const pool = new Pool(url, { connections: AT_ONCE });
  const body = JSON.stringify({ query: '{ words }' });
  const headers = { 'content-type': 'application/json' };
  let left = ASKED;
  const turn = async () => {
    while (left > 0) {
      left -= 1;
      const answer = await pool.request({ path: '/graphql', method: 'POST', headers, body });
      if ((await answer.body.text()) !== ANSWER) throw new Error('another answer');
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, turn));
  await pool.close();
}

/** What each collection of the young heap of one process took for lasting, in bytes, as V8 wrote it. */
function promotedAt(out: string, pid: number): number[] {
  return out.split('\n').flatMap((line) => {
    const [, bytes] = / promoted=(\d+)/.exec(line) ?? [];
    return line.startsWith(`[${pid}:`) && / gc=s /.test(line) ? [Number(bytes)] : [];
  });
}
