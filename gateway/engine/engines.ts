import type { Logger } from 'pino';
import type { Config } from '../../kernel/config.ts';
import { apolloEngine } from './apollo-engine.ts';
import type { SubgraphWay } from './ask-subgraph.ts';
import type { Engine } from './engine.ts';
import { hubEngine } from './hub-engine.ts';

/** Loads an engine over a supergraph. @throws Fault `SCHEMA_INVALID` */
export type MakeEngine = (
  supergraphSdl: string,
  wayTo: (subgraph: string) => SubgraphWay,
  log: Logger,
) => Engine;

/** The engine that HUB_ENGINE names. */
export function engineNamed(name: Config['engine']): MakeEngine {
  return name === 'hub' ? hubEngine : apolloEngine;
}
