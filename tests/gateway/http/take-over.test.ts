import { rename, symlink, writeFile } from 'node:fs/promises';
import { join, dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { post } from '../support/running-gateway.ts';
import { type ForeignGraph, foreignGraph } from './support/foreign-graph.ts';
import { gatewayCommand } from './support/gateway-command.ts';
import { type RunningAlone, standAlone } from './support/stand-alone.ts';

let foreign: ForeignGraph;
beforeAll(async () => {
  foreign = await foreignGraph();
});
afterAll(() => foreign.stop());
afterEach(() => {
  delete foreign.odd.books;
});

/** The same graph, with a field fewer: a query for it tells which of the two is in service. */
const withoutTitles = () => foreign.supergraphSdl.replace(/^ +title: String!.*$/m, '');
const TITLES = { query: '{ books { title } }' };
const isOld = async (url: string) => (await post(url, TITLES)).status === 200;

async function inService(url: string, old: boolean) {
  for (let tries = 0; tries < 400; tries += 1) {
    if ((await isOld(url)) === old) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the ${old ? 'old' : 'new'} supergraph does not come into service`);
}

describe('A new supergraph', () => {
  test('is taken over while requests are in flight: those end on the old one, none fails', async () => {
    expect(withoutTitles()).not.toBe(foreign.supergraphSdl);
    await using gateway = await standAlone(foreign.supergraphSdl);
    const { alone, url, supergraphFile } = gateway;
    const waiting = Array.from({ length: 5 }, () =>
      post(url, { query: 'query ($ms: Int!) { wait(ms: $ms) books { title } }', variables: { ms: 3000 } }),
    );
    while (foreign.calls.people!.length < waiting.length)
      await new Promise((resolve) => setTimeout(resolve, 20));
    let isAsking = true;
    const failed: unknown[] = [];
    const asking = Promise.all(
      Array.from({ length: 2 }, async () => {
        while (isAsking) {
          const answer = await post(url, { query: '{ books { isbn author { name } } }' });
          if (answer.status !== 200 || answer.errors) failed.push(answer.text);
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      }),
    );
    await writeFile(supergraphFile, withoutTitles());
    await alone.reload();
    expect(await isOld(url)).toBe(false);
    await writeFile(supergraphFile, foreign.supergraphSdl);
    await alone.reload();
    await writeFile(supergraphFile, withoutTitles());
    await alone.reload();
    expect(await isOld(url)).toBe(false);
    for (const answer of await Promise.all(waiting))
      expect(answer.data).toEqual({ wait: 3000, books: [{ title: 'First' }, { title: 'Second' }] });
    isAsking = false;
    await asking;
    expect(failed).toEqual([]);
  }, 60_000);

  test.each<[string, () => string]>([
    ['is no GraphQL', () => 'type Query {'],
    ['is empty', () => ''],
    ['is no supergraph', () => 'type Query { a: Int }'],
    ['is cut off, as one that is being written', () => foreign.supergraphSdl.slice(0, -200)],
    [
      'asks for security that is not known',
      () => foreign.supergraphSdl.replace('specs.apollo.dev/authenticated', 'specs.example.org/gate'),
    ],
    ['has a subgraph without an address', () => foreign.supergraphSdl.replace(/url: "[^"]+"/, 'url: ""')],
  ])('that %s is refused, and the old one serves on', async (_what, bad) => {
    await using gateway: RunningAlone = await standAlone(foreign.supergraphSdl);
    const { alone, url, supergraphFile } = gateway;
    await writeFile(supergraphFile, bad());
    await alone.reload();
    expect(await isOld(url)).toBe(true);
    expect((await fetch(`${alone.gateway.url}/health/ready`)).status).toBe(200);
    await writeFile(supergraphFile, withoutTitles());
    await alone.reload();
    expect(await isOld(url)).toBe(false);
  });

  test('closes what it opened, and what the old one had, when nobody needs it any more', async () => {
    let open = 0;
    const sockets = new Set<unknown>();
    foreign.odd.books = ({ socket }) => {
      if (!sockets.has(socket)) {
        sockets.add(socket);
        open += 1;
        socket.once('close', () => {
          open -= 1;
        });
      }
      return false;
    };
    await using gateway = await standAlone(foreign.supergraphSdl);
    const { alone, url, supergraphFile } = gateway;
    for (let round = 0; round < 5; round += 1) {
      await post(url, { query: '{ books { isbn } }' });
      await writeFile(supergraphFile, round % 2 ? foreign.supergraphSdl : withoutTitles());
      await alone.reload();
    }
    await post(url, { query: '{ books { isbn } }' });
    for (let tries = 0; tries < 400 && open > 1; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect({ open, opened: sockets.size }).toEqual({ open: 1, opened: 6 });
  });
});

describe('The running command', () => {
  test('takes over on SIGHUP, and by itself when its file has changed, also by a rename or through a link', async () => {
    await using gateway = await gatewayCommand(foreign.supergraphSdl);
    const url = `${gateway.url}/graphql`;
    const { supergraphFile } = gateway;
    await writeFile(supergraphFile, withoutTitles());
    gateway.child.kill('SIGHUP');
    await inService(url, false);
    const beside = join(dirname(supergraphFile), 'next.graphql');
    await writeFile(beside, foreign.supergraphSdl);
    await rename(beside, supergraphFile);
    await inService(url, true);
    const other = join(dirname(supergraphFile), 'other.graphql');
    await writeFile(other, withoutTitles());
    await symlink(other, beside);
    await rename(beside, supergraphFile);
    await inService(url, false);
    await writeFile(supergraphFile, 'nonsense');
    gateway.child.kill('SIGHUP');
    while (!/the new supergraph is refused/.test(gateway.err()))
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await isOld(url)).toBe(false);
    expect((await gateway.end('SIGTERM')).code).toBe(0);
  }, 60_000);
});
