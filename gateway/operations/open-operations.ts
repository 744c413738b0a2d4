import type { Logger } from 'pino';
import type { Engine } from '../engine/engine.ts';
import type { Engaged } from '../engine/hand-over.ts';
import type { Tapped } from '../engine/tapped.ts';
import { scrubbedLines } from '../scrubbed-lines.ts';
import type { OperationText } from './operation-text.ts';
import { type PublishedOperations, type PublishRules, publish } from './published.ts';
import { warm } from './warm.ts';

/** The published operations of one graph, and the engine that runs them. */
export interface Operations {
  operations: PublishedOperations;
  engaged: Engaged;
}

/**
 * Publishes operations over an engine that has loaded its supergraph, and warms it for them: before the graph goes live.
 * @throws Fault `CONFIGURATION_INVALID` with every problem of every operation
 */
export async function openOperations(
  { engine, executor, schema }: Tapped<Engine>,
  stated: readonly OperationText[],
  rules: PublishRules,
  log: Logger,
): Promise<Operations> {
  const operations = publish(stated, schema(), rules);
  await warm(engine, operations, log);
  return { operations, engaged: { executor, schema: schema(), log: scrubbedLines(log, 'engine') } };
}
