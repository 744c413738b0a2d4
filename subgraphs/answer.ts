import { randomUUID } from 'node:crypto';
import type { GraphQLError } from 'graphql';
import { Fault } from '../kernel/faults.ts';
import { BadInput } from '../kernel/refusals.ts';
import type { SubgraphAnswer, SubgraphError } from '../kernel/transport.ts';
import type { Running } from './receive.ts';

interface Executed {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLError[] | undefined;
}

/** What leaves a subgraph: coded errors only; what broke is logged under an incident number and not told. */
export function answerOf(running: Running, requestId: string, result: Executed): SubgraphAnswer {
  const data = (result.data ?? null) as SubgraphAnswer['data'];
  if (!result.errors?.length) return { data: data ?? null };
  return { data: data ?? null, errors: result.errors.map((error) => told(running, requestId, error)) };
}

export function told(running: Running, requestId: string, error: GraphQLError): SubgraphError {
  const cause = error.originalError ?? error;
  const path = error.path ? { path: error.path } : {};
  if (cause instanceof BadInput)
    return { message: cause.message, ...path, extensions: { ...cause.extensions } };
  if (cause instanceof Fault && cause.httpStatus < 500)
    return { message: cause.message, ...path, extensions: { ...cause.extensions } };
  // Without a path it was refused before anything ran: a variable or a selection that does not fit the schema.
  if (!error.path && (cause === error || isRefusedDocument(cause)))
    return { message: error.message, ...path, extensions: { code: 'BAD_USER_INPUT' } };
  const incident = randomUUID();
  running.log.error(
    { incident, requestId, subgraph: running.subgraph.name, path: error.path, ...causeForLog(cause) },
    'a field could not be answered',
  );
  const code = cause instanceof Fault ? cause.code : 'INTERNAL';
  return {
    message: `${running.subgraph.name} could not answer this field`,
    ...path,
    extensions: { code, incident },
  };
}

const isRefusedDocument = (cause: object): boolean => (cause as { statusCode?: number }).statusCode === 400;

interface DatabaseError extends Error {
  readonly severity?: string;
  readonly code?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly constraint?: string;
}

/** What the log may know of a cause. The database's own words repeat values and whole rows, so only its codes go there. */
function causeForLog(cause: Error): object {
  const deepest = cause instanceof Fault && cause.cause instanceof Error ? cause.cause : cause;
  const { severity, code, schema, table, constraint } = deepest as DatabaseError;
  if (severity !== undefined) return { database: { code, schema, table, constraint } };
  return { err: deepest };
}
