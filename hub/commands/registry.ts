import type { AddCommand } from './command.ts';
import { migrate } from './migrate.ts';

/** The hub's commands, in the order in which `hub --help` lists them. A new one is a file and a line here. */
export const commands: readonly AddCommand[] = [migrate];
