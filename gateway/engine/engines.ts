import type { Logger } from 'pino';
import type { Config } from '../../kernel/config.ts';
import type { SubgraphWay } from './ask-subgraph.ts';
import type { Engine } from './engine.ts';
import { hubEngine } from './hub-engine.ts';

/** Loads an engine over a supergraph. @throws Fault `SCHEMA_INVALID` */
export type MakeEngine = (
  supergraphSdl: string,
  wayTo: (subgraph: string) => SubgraphWay,
  log: Logger,
) => Engine;

/** The engine that HUB_ENGINE names. The stock one is loaded only where it is asked for: its packages are a second's work. */
export async function engineNamed(name: Config['engine']): Promise<MakeEngine> {
  return name === 'hub' ? hubEngine : (await import('./apollo-engine.ts')).apolloEngine;
}
