import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { faults } from '../../kernel/faults.ts';
import type { SubgraphError } from '../../kernel/transport.ts';
import { newIncident } from '../format-error.ts';
import { scrub } from '../scrub.ts';

/** An error of a department as clients may see it. */
export interface CleanError extends GraphQLFormattedError {
  extensions: { code: string; subgraph: string; incident?: string };
}

/**
 * A department's errors with everything internal taken out. A refusal with a code of its own keeps its words and
 * the places it names, since the client must repair them; anything else keeps path and code, and its text goes to
 * the log under an incident number. HTTP statuses of departments are dropped: a part may not speak for the whole.
 */
export function cleanErrors(
  errors: readonly SubgraphError[] | undefined,
  subgraph: string,
  requestId: string,
  log: Logger,
): CleanError[] | undefined {
  if (!Array.isArray(errors)) return undefined;
  return errors.slice(0, MOST).map((error: SubgraphError) => {
    const { message, path, extensions = {} } = error;
    const place = path === undefined ? {} : { path };
    const code = codeOf(extensions.code);
    if (code !== undefined && isRefusal(code))
      return {
        message: scrub(String(message)),
        ...place,
        extensions: { code, subgraph, ...told(extensions) },
      };
    const incident = newIncident();
    log.error(
      {
        requestId,
        subgraph,
        incident,
        code,
        theirs: theirIncident(extensions),
        reason: scrub(String(message)),
      },
      'subgraph error',
    );
    const text = `${subgraph} could not answer this part (incident ${incident})`;
    return { message: text, ...place, extensions: { code: code ?? 'SUBGRAPH_FAILED', subgraph, incident } };
  });
}

// The department has logged the cause under a number of its own.
function theirIncident({ incident }: Record<string, unknown>): string | undefined {
  return typeof incident === 'string' && /^[\w-]{4,64}$/.test(incident) ? incident : undefined;
}

const MOST = 100;
// Codes libraries put on anything that is thrown: they say nothing, so the error is a fault.
const MEANINGLESS = new Set([
  'INTERNAL_SERVER_ERROR',
  'INTERNAL',
  'DOWNSTREAM_SERVICE_ERROR',
  'MER_ERR_GQL_ERROR',
]);

function codeOf(code: unknown): string | undefined {
  const isCode = typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/.test(code) && !MEANINGLESS.has(code);
  return isCode ? code : undefined;
}

// Of the catalogue, these two say no to the caller; the rest say that something of ours broke.
function isRefusal(code: string): boolean {
  return !Object.hasOwn(faults, code) || code === 'FORBIDDEN' || code === 'OPERATION_REFUSED';
}

/** What `BadInput` tells beside its message; nothing else of a department's extensions goes out. */
function told({ field, expected, came, remedy }: Record<string, unknown>): Record<string, unknown> {
  const words = Object.entries({ expected, came, remedy }).filter(([, value]) => typeof value === 'string');
  const texts = Object.fromEntries(words.map(([name, value]) => [name, scrub(String(value))]));
  const isPath = Array.isArray(field) && field.every((step) => ['string', 'number'].includes(typeof step));
  return isPath ? { field, ...texts } : texts;
}
