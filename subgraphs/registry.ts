import { banking } from './banking/index.ts';
import { exchange } from './exchange/index.ts';
import { housing } from './housing/index.ts';
import { humanResources } from './human-resources/index.ts';
import { provincial } from './provincial/index.ts';
import type { Subgraph } from './subgraph.ts';
import { transport } from './transport/index.ts';
import { water } from './water/index.ts';

/** The departments' subgraphs. A new one is a folder and a line here (docs/add-a-subgraph.md). */
export const subgraphs: readonly Subgraph[] = [
  provincial,
  housing,
  transport,
  water,
  banking,
  humanResources,
  exchange,
];
