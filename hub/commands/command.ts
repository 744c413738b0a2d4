import { statSync } from 'node:fs';
import type { Command } from 'commander';

/** What a command gets from outside; only the entry point reads `process`. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/**
 * Adds one command to the program. A file under `hub/commands/` exports one of these, and one line in `registry.ts`
 * names it. It imports what it needs inside its action, so that `--help` answers at once.
 */
export type AddCommand = (program: Command, surroundings: Surroundings) => void;

/** The command was called in a way that cannot work; the process ends with 2. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}

/** A file that the command line names, whatever is done with it then. @throws Misuse where there is none */
export function namedFile(path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return path;
  throw new Misuse(`there is no file ${path}`);
}
