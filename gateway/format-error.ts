import { randomBytes } from 'node:crypto';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { Fault } from '../kernel/faults.ts';
import { BadInput } from '../kernel/refusals.ts';
import { departmentRefusals } from '../schema/refusals.ts';
import { type RefusalCodeName, refusalCodes } from './refusal-codes.ts';
import { requestOf } from './request-of-error.ts';
import { scrub } from './scrub.ts';

export type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/** The name under which the log holds what the client is not told. Letters only: `scrub` cuts long numbers out of texts. */
export function newIncident(): string {
  return Array.from(randomBytes(12), (byte) => LETTERS[byte % LETTERS.length]).join('');
}

// Sixteen that do not look like one another, and make no words.
const LETTERS = 'bcdfghjkmnpqrtvx';

/** The only place an error becomes a response. It cannot throw: whatever comes, a coded error goes out. */
export function errorFormatter(log: Logger): FormatError {
  return (formatted, error) => {
    try {
      return clean(formatted, error, log);
    } catch {
      return { message: 'something broke on our side', extensions: { code: 'INTERNAL' } };
    }
  };
}

/** The message of an error with the values a client sent taken out: messages end up in other people's logs. */
function clean(formatted: GraphQLFormattedError, error: unknown, log: Logger): GraphQLFormattedError {
  const cause = originOf(error);
  const { message, path, locations, extensions = {} } = formatted;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  if (cause instanceof BadInput)
    return {
      message: scrub(cause.message),
      ...place,
      extensions: { ...cause.extensions, ...inChinese(cause.code) },
    };
  const code = stableCode(String(extensions.code ?? ''), error);
  if (code === 'INTERNAL' || cause instanceof Fault) return broken(code, error, place, log);
  return {
    message: withoutValues(message),
    ...place,
    extensions: { ...told(extensions), code, ...inChinese(code) },
  };
}

/** What a code means and what to do, in Chinese, where one of the catalogues lists it. */
function inChinese(code: string): { messageZh?: string } {
  const known = Object.hasOwn(refusalCodes, code)
    ? refusalCodes[code as RefusalCodeName]
    : Object.hasOwn(departmentRefusals, code)
      ? departmentRefusals[code]
      : undefined;
  return known ? { messageZh: known.zh } : {};
}

// Apollo's own codes, brought to the published ones.
function stableCode(code: string, error: unknown): string {
  if (code === 'BAD_USER_INPUT') return 'BAD_VARIABLES';
  if (code === 'OPERATION_RESOLUTION_FAILURE') return 'OPERATION_UNKNOWN';
  if (code === 'BAD_REQUEST') return badRequest(error);
  if (Object.hasOwn(refusalCodes, code)) return code;
  return isOfSubgraph(error) && /^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? code : 'INTERNAL';
}

function badRequest(error: unknown): string {
  const status = (error as { extensions?: { http?: { status?: number } } }).extensions?.http?.status;
  if (status === 405) return 'METHOD_NOT_ALLOWED';
  if (status === 406) return 'NOT_ACCEPTABLE';
  return status === 415 ? 'CONTENT_TYPE_REFUSED' : 'BAD_REQUEST';
}

// The engine marks what came from a department, after it has taken out whatever is internal (engine/subgraph-error.ts).
function isOfSubgraph(error: unknown): boolean {
  return typeof (error as { extensions?: { subgraph?: unknown } }).extensions?.subgraph === 'string';
}

function broken(code: string, error: unknown, place: object, log: Logger): GraphQLFormattedError {
  const incident = newIncident();
  const cause = originOf(error);
  const requestId = requestOf(error);
  const { name, message, stack } = cause instanceof Error ? cause : new Error(String(cause));
  log.error(
    { requestId, incident, code, fault: { name, message: scrub(message), stack: scrub(stack ?? '', 2000) } },
    'fault',
  );
  return {
    message: `something broke on our side (incident ${incident})`,
    ...place,
    extensions: { code, incident, ...inChinese(Object.hasOwn(refusalCodes, code) ? code : 'INTERNAL') },
  };
}

function originOf(error: unknown): unknown {
  const wrapped = (error as { originalError?: unknown } | null)?.originalError;
  return wrapped === undefined || wrapped === null ? error : originOf(wrapped);
}

// graphql-js repeats the offending value after "value" or "invalid value"; a client's value may be a person's number.
function withoutValues(message: string): string {
  return scrub(message.replace(/(invalid value|value:?) .*$/s, '$1 (not repeated here)'));
}

const HIDDEN = ['code', 'http', 'stacktrace', 'serviceName', 'validationErrorCode', 'exception'];

function told(extensions: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(extensions).filter(([name]) => !HIDDEN.includes(name)));
}
