import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from '../../support/rooms.ts';
import { surroundings } from '../../support/surroundings.ts';

/** A command of the hub as a process of its own, started as a user starts it. */
export interface HubCommand {
  readonly child: ChildProcess;
  /** What it wrote to standard output so far. */
  readonly said: () => string;
  readonly errors: () => string;
  /** Waits for a line of its output. @throws with what it wrote when it ends first */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  /** Ends it and tells the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const PATIENCE_MS = 230_000;

export function hub(words: readonly string[], env: Readonly<Record<string, string>>): HubCommand {
  const child = spawn(process.execPath, [join(ROOT, 'bin/hub.mjs'), ...words], {
    cwd: ROOT,
    env: { ...surroundings(), HUB_LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  return {
    child,
    said: () => out,
    errors: () => err,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(out);
          if (found) finish(() => resolve(found));
        };
        const finish = (end: () => void) => {
          clearTimeout(timer);
          child.stdout.off('data', look);
          child.off('exit', gone);
          end();
        };
        const failed = (why: string) => reject(new Error(`hub ${words.join(' ')} ${why}\n${out}\n${err}`));
        const gone = (code: number | null) => finish(() => failed(`ended with ${code} before ${pattern}`));
        const timer = setTimeout(() => finish(() => failed(`did not say ${pattern} in time`)), PATIENCE_MS);
        child.stdout.on('data', look);
        child.once('exit', gone);
        look();
      }),
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const gone = once(child, 'exit');
      child.kill(signal);
      const [code] = await gone;
      return code as number | null;
    },
  };
}
