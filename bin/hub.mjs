#!/usr/bin/env node
// Plain JavaScript: the Node that runs this may be too old to load TypeScript. It starts itself again on the Node 24
// that the packages bring, and hands signals on; whoever supervises the hub starts this file.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const WANTED = 24;
const self = realpathSync(fileURLToPath(import.meta.url));
const running = Number(process.versions.node.split('.')[0]);

if (running >= WANTED) await import('../hub/main.ts');
else {
  const node = bundledNode();
  // A bundled Node that is too old as well would start itself for ever.
  if (node === undefined || realpathSync(node) === realpathSync(process.execPath)) tellMissing();
  else startOn(node);
}

/** The optional package with Node 24 for this platform; the link in .bin is absent where bin links are switched off. */
function bundledNode() {
  const link = join(dirname(self), '../node_modules/.bin/node');
  if (process.platform !== 'win32' && existsSync(link)) return link;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  try {
    const folder = dirname(createRequire(self).resolve(`node-${platform}-${process.arch}/package.json`));
    return ['bin/node', 'bin/node.exe'].map((path) => join(folder, path)).find(existsSync);
  } catch {
    return undefined;
  }
}

function startOn(node) {
  const child = spawn(node, [...process.execArgv, self, ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the child by itself, as one of the terminal's foreground processes; a second SIGINT would mean
  // "at once". Sent from elsewhere it reaches this process only, so it is handed on when there is no terminal.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'])
    process.on(name, () => {
      if (name !== 'SIGINT' || !process.stdin.isTTY) child.kill(name);
    });
  child.on('error', (error) => {
    console.error(`hub: ${node} could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    // What a shell reports for a process that a signal ended.
    process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
  });
}

function tellMissing() {
  console.error(
    `hub: Node ${WANTED} or newer is needed and this is ${process.version}.\n` +
      `The hub brings its own Node as an optional package, which is not installed (was it npm ci --omit=optional?).\n` +
      `Run npm ci again without --omit=optional, or start the hub with Node ${WANTED}.`,
  );
  process.exitCode = 1;
}
