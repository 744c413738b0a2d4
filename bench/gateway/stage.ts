import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { LADDER, sdlOf as ladderSdl } from './ladder/graphs.ts';
import type { Job, JobResult } from './load/job.ts';
import { ended, OTHER_CORE, pinned } from './pinned.ts';
import { SHOP, sdlOf as shopSdl } from './shop/graphs.ts';
import type { SubgraphOrder, SubgraphReport } from './subgraphs/main.ts';

/** What stands around the gateway: subgraphs, load, and the supergraphs over the subgraphs' ports. */
export interface Stage {
  readonly folder: string;
  /** Files with the supergraph of the scenario, and with the one of the ladder. */
  readonly shop: string;
  readonly ladder: string;
  load(job: Job): Promise<JobResult>;
  /** @returns the calls since they were last counted from nought */
  subgraphs(order: SubgraphOrder): Promise<number>;
  close(): Promise<void>;
}

/** Starts subgraphs and load on the core that is not the gateway's. */
export async function openStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'hub-bench-gateway-'));
  const subgraphs = companion('./subgraphs/main.ts');
  const load = companion('./load/main.ts');
  const { ports } = await answerOf<SubgraphReport>(subgraphs);
  const composed = async (name: string, parts: readonly string[], sdlOf: (part: string) => string) => {
    const file = join(folder, `${name}.graphql`);
    await writeFile(file, compose(parts, ports ?? {}, sdlOf));
    return file;
  };
  return {
    folder,
    shop: await composed('shop', SHOP, shopSdl),
    ladder: await composed('ladder', LADDER, ladderSdl),
    load: (job) => asked<JobResult>(load, job),
    subgraphs: async (order) => (await asked<SubgraphReport>(subgraphs, order)).calls ?? 0,
    async close() {
      await Promise.all([ended(subgraphs), ended(load)]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function companion(file: string): ChildProcess {
  const words = ['--disable-warning=ExperimentalWarning', fileURLToPath(new URL(file, import.meta.url))];
  return pinned(words, { core: OTHER_CORE, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

function asked<T>(child: ChildProcess, question: object): Promise<T> {
  const answer = answerOf<T>(child);
  child.send(question);
  return answer;
}

async function answerOf<T>(child: ChildProcess): Promise<T> {
  const stop = new AbortController();
  const { signal } = stop;
  const left = once(child, 'exit', { signal }).then(() => {
    throw new Error('a process of the bench has ended too early');
  });
  try {
    const [message] = await Promise.race([once(child, 'message', { signal }), left]);
    return message as T;
  } finally {
    stop.abort();
    left.catch(() => undefined);
  }
}

function compose(
  parts: readonly string[],
  ports: Readonly<Record<string, number>>,
  sdlOf: (part: string) => string,
): string {
  const services = parts.map((name) => ({
    name,
    url: `http://127.0.0.1:${ports[name]}/graphql`,
    typeDefs: parse(sdlOf(name)),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}
