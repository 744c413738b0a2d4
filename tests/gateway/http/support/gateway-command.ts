import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../../../hub/support/hub-process.ts';
import { surroundings } from '../../../support/surroundings.ts';

const LAUNCHER = fileURLToPath(new URL('../../../../bin/hub.mjs', import.meta.url));

/** `hub gateway --supergraph` in a process of its own, with nothing of the hub around it. */
export interface GatewayCommand extends AsyncDisposable {
  readonly url: string;
  readonly child: ChildProcess;
  readonly supergraphFile: string;
  /** Everything on standard output, and on standard error. */
  out(): string;
  err(): string;
  /** @returns the exit code and the milliseconds it took */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; ms: number }>;
}

/** @throws Error with exit code and what the process wrote, when it ended instead of serving */
export async function gatewayCommand(
  supergraphSdl: string,
  words: readonly string[] = [],
  yaml?: string,
  env: Record<string, string> = {},
): Promise<GatewayCommand> {
  const folder = await temporaryFolder();
  const supergraphFile = join(folder.path, 'supergraph.graphql');
  await writeFile(supergraphFile, supergraphSdl);
  const config = join(folder.path, 'gateway.yaml');
  if (yaml !== undefined) await writeFile(config, yaml);
  const all = ['gateway', '--supergraph', supergraphFile, '--port', '0', ...words];
  const child = spawn(
    process.execPath,
    [LAUNCHER, ...all, ...(yaml === undefined ? [] : ['--config', config])],
    {
      // Nothing is there to be written to: it must need no data folder.
      cwd: '/',
      env: { ...surroundings(), HUB_DATA_DIR: '/proc/none', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let [out, err] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      const [, found] = /^health +(\S+)\/health$/m.exec(out) ?? [];
      if (found !== undefined) resolve(found);
    });
    void ended.then(([code]) => reject(new Error(`exit ${code}: ${err}`)));
  });
  const end = async (signal: NodeJS.Signals) => {
    const from = performance.now();
    child.kill(signal);
    const [code] = await ended;
    return { code, ms: performance.now() - from };
  };
  return {
    url,
    child,
    supergraphFile,
    out: () => out,
    err: () => err,
    end,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) await end('SIGKILL');
      await folder[Symbol.asyncDispose]();
    },
  };
}
