import type { Fact } from '../ledger/fact.ts';
import type { Projection } from '../ledger/order/follow-projection.ts';
import type { Dataset } from '../ledger/submission/dataset.ts';
import type { Tally } from '../ledger/tallies/tally.ts';
import type { SubgraphContext } from './context.ts';

/** Resolves one field; the context carries the caller's rights, the loaders and the instant asked about. */
// biome-ignore lint/suspicious/noExplicitAny: each field has its own parent and arguments
export type Resolver = (parent: any, args: any, context: SubgraphContext, info: any) => unknown;

export type Resolvers = Record<string, Record<string, Resolver>>;

/**
 * One department's part of the graph (子图): what it publishes, where its facts live, how its fields are answered.
 * A folder under `subgraphs/` exports exactly one of these, and one line in `registry.ts` names it.
 */
export interface Subgraph {
  /** Name in the supergraph and on the command line, e.g. `human-resources`. */
  readonly name: string;
  /** Database schema of its tables, e.g. `human_resources`. */
  readonly databaseSchema: string;
  /** Port of its own HTTP door when it runs as a process of its own. */
  readonly port: number;
  /** The department's SDL; the machinery adds the shared shapes. */
  readonly sdl: string;
  readonly resolvers: Resolvers;
  readonly facts: readonly Fact[];
  /** What may be submitted to it (数据集); left out, nothing is. */
  readonly datasets?: readonly Dataset[];
  /** Figures that are kept as its facts come (累计). */
  readonly tallies?: readonly Tally[];
  /** What it keeps of other departments' facts beside the projects (投影). */
  readonly projections?: readonly Projection[];
  /** Folder of its hand-written migrations; null for a subgraph without tables of its own. */
  readonly migrations: string | null;
}
