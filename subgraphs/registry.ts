import { provincial } from './provincial/index.ts';
import type { Subgraph } from './subgraph.ts';

/** The departments' subgraphs. A new one is a folder and a line here (docs/add-a-subgraph.md). */
export const subgraphs: readonly Subgraph[] = [provincial];
