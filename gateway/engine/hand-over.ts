import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Given } from '../gate/variables.ts';
import type { scrubbedLines } from '../scrubbed-lines.ts';
import type { Session } from '../session.ts';
import type { EngineAnswer } from './engine.ts';
import type { Executor } from './tapped.ts';

/** What engines are handed beside the operation. */
export interface Engaged {
  readonly executor: Executor;
  readonly schema: GraphQLSchema;
  readonly log: ReturnType<typeof scrubbedLines>;
}

/** An operation that has passed the gate. */
export interface Passed {
  /** The same object each time: engines remember their plans by it. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  readonly text: string;
  readonly sha256: string;
}

/**
 * Hands an operation to the engine (交付执行) with what Apollo Server would hand it. The server itself never does: among what
 * it makes for that is an object with a getter of its own for each request, and each of these has a shape of its own, which
 * keeps the whole request alive until the heap is collected as a whole.
 */
export async function handOver(
  { executor, schema, log }: Engaged,
  { document, operation, operationName, text, sha256 }: Passed,
  variables: Given,
  context: Session,
): Promise<EngineAnswer> {
  const request = {
    request: { query: text, operationName, variables },
    document,
    source: text,
    queryHash: sha256,
    operationName,
    operation,
    schema,
    context,
    logger: log,
    metrics: {},
  };
  return (await executor(request as unknown as Parameters<Executor>[0])) as EngineAnswer;
}
