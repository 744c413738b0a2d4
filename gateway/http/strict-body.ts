import type { FastifyInstance } from 'fastify';
import { BadInput } from '../../kernel/refusals.ts';
import { parseStrictJson } from '../../kernel/strict-json.ts';
import { refusal } from '../refusal.ts';

/** Nested deeper than variables may be; what is in between the gate refuses with its own words. */
const DEPTH = 100;

/**
 * Reads bodies so that no two readers can disagree on them: UTF-8 only, every property once, no number whose digits
 * JSON would lose, no `__proto__`. What is refused here has cost one pass over the text.
 */
export function acceptStrictJson(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, read(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
}

function read(body: Buffer): unknown {
  if (body.length === 0) throw refusal('BODY_MALFORMED', 'the body is empty');
  const text = textOf(body);
  if (text.includes('__proto__')) refusePrototype(text);
  try {
    return parseStrictJson(text, { depth: DEPTH });
  } catch (error) {
    if (error instanceof BadInput) throw refusal(CODES[error.code] ?? 'BODY_MALFORMED', error.message);
    throw error;
  }
}

const CODES: Readonly<
  Record<string, 'JSON_KEY_REPEATED' | 'JSON_NUMBER_TOO_LONG' | 'VARIABLES_NESTED_TOO_DEEP'>
> = {
  JSON_KEY_REPEATED: 'JSON_KEY_REPEATED',
  JSON_NUMBER_TOO_LONG: 'JSON_NUMBER_TOO_LONG',
  JSON_TOO_DEEP: 'VARIABLES_NESTED_TOO_DEEP',
};

// GBK or other bytes would arrive as replacement characters, and be stored as such.
function textOf(body: Buffer): string {
  try {
    return decoder.decode(body);
  } catch {
    throw refusal('BODY_NOT_UTF8', 'the body is not UTF-8');
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

function refusePrototype(text: string): void {
  if (/"__proto__"\s*:/.test(text)) throw refusal('BODY_MALFORMED', 'the body sets __proto__');
}
