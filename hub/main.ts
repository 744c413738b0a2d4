import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { Misuse, type Surroundings } from './commands/command.ts';
import { commands } from './commands/registry.ts';
import { keepHeapSteady } from './steady-heap.ts';
import { whatToDo } from './what-to-do.ts';

const [DONE, FAILED, MISUSE] = [0, 1, 2];

keepHeapSteady();
// Whoever reads no further, as `head` does, has what it wanted; what goes on meanwhile goes on.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await run(process.argv.slice(2), process);

/** Runs one command line. @returns the exit code: 0 done, 1 failed, 2 misuse */
async function run(words: readonly string[], surroundings: Surroundings): Promise<number> {
  const program = new Command('hub')
    .description('The data-exchange hub for construction workers’ wages (桂薪数据交换枢纽).')
    .version(version(), '-V, --version')
    .addHelpText(
      'after',
      '\nSettings are environment variables beginning HUB_; docs/configuration.md lists them.',
    )
    .addHelpText(
      'after',
      'Exit codes: 0 done, 1 failed, 2 misuse. hub COMMAND --help tells more about one command.',
    )
    .showHelpAfterError('(add --help for the usage)')
    .configureOutput({
      writeOut: (text) => void surroundings.stdout.write(text),
      writeErr: (text) => void surroundings.stderr.write(text),
    })
    .exitOverride();
  for (const add of commands) add(program, surroundings);
  try {
    await program.parseAsync(words, { from: 'user' });
    return DONE;
  } catch (error) {
    return codeOf(error, surroundings);
  }
}

function codeOf(error: unknown, { env, stderr }: Surroundings): number {
  // Commander has said what is wrong already; asking for help is no mistake.
  if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : MISUSE;
  const { message, code } = error as Error & { code?: string };
  stderr.write(`hub: ${message || String(error)}\n`);
  const advice = whatToDo(error);
  if (advice) stderr.write(`${advice}\n`);
  if (env.HUB_LOG_LEVEL === 'debug' || env.HUB_LOG_LEVEL === 'trace')
    stderr.write(`${(error as Error).stack}\n`);
  return error instanceof Misuse || code === 'CONFIGURATION_INVALID' ? MISUSE : FAILED;
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
