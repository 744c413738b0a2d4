import type { FastifyRequest } from 'fastify';
import { refusal } from '../refusal.ts';

/** The header that carries what is `extensions.hub` of a GraphQL request, as JSON: `{asOf, withEvidence, purpose}`. */
const HEADER = 'hub-extension';
const LONGEST = 4096;

/**
 * What a request asks of the whole answer, as GraphQL's extensions: by the header `hub-extension`, or `?asOf=` and
 * `?withEvidence=true` in the address. Strict: a misspelt modifier is refused, since an answer of today would pass for
 * one of the past. Throws `HUB_EXTENSION_INVALID`.
 */
export function modifiersOf({ headers, url, query }: FastifyRequest): { hub: object } | undefined {
  const given = headers[HEADER];
  const hasQuery = url.includes('?');
  if (given === undefined && !hasQuery) return undefined;
  const inHeader = given === undefined ? {} : objectIn(given);
  const inAddress = hasQuery ? addressed(query as Record<string, unknown>) : {};
  const twice = Object.keys(inAddress).find((name) => Object.hasOwn(inHeader, name));
  if (twice !== undefined) throw invalid(`${twice} stands in the address and in the header`);
  return { hub: { ...inHeader, ...inAddress } };
}

function addressed(query: Record<string, unknown>): object {
  const { asOf, withEvidence, ...others } = query;
  if (Object.keys(others).length > 0)
    throw invalid('the address has parameters other than asOf and withEvidence');
  if (withEvidence !== undefined && withEvidence !== 'true' && withEvidence !== 'false')
    throw invalid('withEvidence is true or false');
  return {
    // In an address + stands for a space, so an offset +08:00 arrives with one.
    ...(asOf !== undefined && { asOf: typeof asOf === 'string' ? asOf.replace(' ', '+') : asOf }),
    ...(withEvidence !== undefined && { withEvidence: withEvidence === 'true' }),
  };
}

function objectIn(header: string | string[]): object {
  const value = typeof header === 'string' && header.length <= LONGEST ? parsed(header) : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(`the header ${HEADER} is not a JSON object`);
  return value;
}

// Header bytes arrive as Latin-1; whoever wrote Chinese without escapes sent UTF-8.
function parsed(header: string): unknown {
  try {
    return JSON.parse(decoder.decode(Buffer.from(header, 'latin1')));
  } catch {
    return undefined;
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function invalid(why: string) {
  return refusal('HUB_EXTENSION_INVALID', why, { expected: '{asOf, withEvidence, purpose}' });
}
