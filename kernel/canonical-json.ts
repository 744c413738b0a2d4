import canonicalize from 'canonicalize';
import { BadInput } from './refusals.ts';

/**
 * The canonical text of a JSON value (RFC 8785): equal values give equal text, so it can be digested and signed.
 * Properties that are `undefined` are left out, as `JSON.stringify` does.
 * @throws BadInput `JSON_NOT_CANONICAL` for what JSON cannot hold: NaN, infinity, bigint, a lone surrogate, a cycle
 */
export function canonicalJson(value: unknown): string {
  const text = attempt(value);
  if (text === undefined) throw notJson('a value JSON cannot hold');
  return text;
}

function attempt(value: unknown): string | undefined {
  try {
    return canonicalize(value);
  } catch (error) {
    throw notJson((error as Error).message);
  }
}

function notJson(came: string): BadInput {
  return new BadInput('JSON_NOT_CANONICAL', `the value has no canonical JSON: ${came}`, {
    expected: 'a JSON value',
    came,
  });
}
