import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Given } from '../gate/variables.ts';
import type { EngineAnswer } from '../engine/engine.ts';
import type { Session } from '../session.ts';
import type { PublishedOperation } from './published.ts';
import type { Executor } from './tapped.ts';

/** What engines are handed beside the operation. */
export interface Engaged {
  executor: Executor;
  schema: GraphQLSchema;
  log: Logger;
}

/** Hands an operation to the engine with what Apollo Server would hand it: the same document object each time. */
export async function run(
  { executor, schema, log }: Engaged,
  { document, operationName, stated, gated }: PublishedOperation,
  variables: Given,
  context: Session,
): Promise<EngineAnswer> {
  const request = {
    request: { query: stated.text, operationName, variables },
    document,
    source: stated.text,
    queryHash: stated.sha256,
    operationName,
    operation: gated.operation,
    schema,
    context,
    logger: log,
    metrics: {},
  };
  return (await executor(request as unknown as Parameters<Executor>[0])) as EngineAnswer;
}
