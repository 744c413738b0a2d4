import canonicalize from 'canonicalize';
import { BadInput } from './refusals.ts';

/**
 * The canonical text of a JSON value (RFC 8785): equal values give equal text, so it can be digested and signed.
 * Properties that are `undefined` are left out, as `JSON.stringify` does.
 * @throws BadInput `JSON_NOT_CANONICAL` for what JSON cannot hold: NaN, infinity, bigint, a lone surrogate, a cycle
 */
export function canonicalJson(value: unknown): string {
  const text = ofPlain(value) ?? attempt(value);
  if (text === undefined) throw notJson('a value JSON cannot hold');
  return text;
}

/**
 * The text of a value that is plain through and through, by the native writer over a copy in order, in half the library's
 * time; undefined for everything else. A lone surrogate the native writer escapes, which nothing well-formed is.
 */
function ofPlain(value: unknown): string | undefined {
  const copy = inOrder(value, DEPTH);
  if (copy === UNUSUAL) return undefined;
  const text = JSON.stringify(copy);
  return text.includes('\\ud') ? undefined : text;
}

const UNUSUAL = Symbol('unusual');
/** Deeper, or in a cycle, the library tells. */
const DEPTH = 32;

function inOrder(value: unknown, depth: number): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : UNUSUAL;
  if (typeof value !== 'object' || depth === 0) return UNUSUAL;
  if (!Array.isArray(value)) return objectInOrder(value as Record<string, unknown>, depth);
  const copy: unknown[] = [];
  for (const item of value) {
    const one = inOrder(item, depth - 1);
    if (one === UNUSUAL) return UNUSUAL;
    copy.push(one);
  }
  return copy;
}

function objectInOrder(value: Record<string, unknown>, depth: number): unknown {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return UNUSUAL;
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member === undefined) continue;
    // Names like numbers come first in every object, whatever the order they were given in.
    const one = ORDERED.test(name) ? inOrder(member, depth - 1) : UNUSUAL;
    if (one === UNUSUAL) return UNUSUAL;
    copy[name] = one;
  }
  return copy;
}

const ORDERED = /^[A-Za-z]/;

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
