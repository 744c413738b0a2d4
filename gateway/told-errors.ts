import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { FormatError } from './format-error.ts';
import { belongsTo } from './request-of-error.ts';

/** The errors of an answer as its client is told them. */
export interface ToldErrors {
  /** Of the answer, where one of them has a status of its own. */
  readonly status: number | undefined;
  readonly errors: readonly GraphQLFormattedError[];
}

/** Makes the errors of an engine's answer fit for clients, the same whichever way the operation came in. */
export function toldErrors(
  errors: readonly unknown[],
  formatError: FormatError,
  requestId: string,
): ToldErrors {
  for (const error of errors) belongsTo(error, requestId);
  const status = errors.map(statusOf).findLast((one) => one !== undefined);
  return { status, errors: errors.map((error) => clean(error, formatError)) };
}

function clean(error: unknown, formatError: FormatError): GraphQLFormattedError {
  const known =
    error instanceof GraphQLError
      ? error
      : new GraphQLError('fault', {
          originalError: error instanceof Error ? error : new Error(String(error)),
        });
  return formatError(known.toJSON(), known);
}

function statusOf(error: unknown): number | undefined {
  return (error as { extensions?: { http?: { status?: number } } }).extensions?.http?.status;
}
