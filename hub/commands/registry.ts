import type { AddCommand } from './command.ts';
import { archive } from './archive.ts';
import { client } from './client.ts';
import { compose } from './compose.ts';
import { gateway } from './gateway.ts';
import { importFile } from './import.ts';
import { migrate } from './migrate.ts';
import { operation } from './operation.ts';
import { plan } from './plan.ts';
import { seed } from './seed.ts';
import { start } from './start.ts';
import { subgraph } from './subgraph.ts';
import { worker } from './worker.ts';

/** The hub's commands, in the order in which `hub --help` lists them. A new one is a file and a line here. */
export const commands: readonly AddCommand[] = [
  start,
  gateway,
  subgraph,
  worker,
  client,
  compose,
  migrate,
  seed,
  archive,
  importFile,
  plan,
  operation,
];
