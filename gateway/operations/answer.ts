import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { EngineAnswer } from '../engine/engine.ts';
import type { FormatError } from '../format-error.ts';
import { belongsTo } from '../request-of-error.ts';

/** An answer as it goes out. */
export interface Written {
  status: number;
  text: string;
}

/** `{errors, data}` as JSON text, errors made fit for clients as everywhere; the status is theirs where they have one. */
export function written(
  { data = null, errors }: EngineAnswer,
  formatError: FormatError,
  requestId: string,
): Written {
  if (errors === undefined || errors.length === 0) return { status: 200, text: JSON.stringify({ data }) };
  for (const error of errors) belongsTo(error, requestId);
  const status = errors.map(statusOf).findLast((one) => one !== undefined) ?? 200;
  return { status, text: JSON.stringify({ errors: errors.map((error) => clean(error, formatError)), data }) };
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
