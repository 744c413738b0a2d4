import { refusal } from '../refusal.ts';
import { badVariables, type Given, type Problem } from '../gate/variables.ts';
import type { PublishedOperation } from './published.ts';

const MOST_TOLD = 10;

/**
 * The body of a request as the variables of an operation. One that the operation does not have is refused: a misspelt
 * `frist` would silently be its default, and a `query` would look as if another text could be sent.
 * Throws `BODY_MALFORMED`, `BATCH_REFUSED`, `BAD_VARIABLES`.
 */
export function givenVariables(body: unknown, { variables }: PublishedOperation): Given {
  if (Array.isArray(body)) throw refusal('BATCH_REFUSED', 'send one operation a request');
  if (typeof body !== 'object' || body === null)
    throw refusal('BODY_MALFORMED', 'send the variables as a JSON object, {} where there are none');
  const problems: Problem[] = [];
  for (const name in body)
    if (!variables.has(name) && problems.length < MOST_TOLD)
      problems.push({ variable: tellable(name), path: [], expected: 'no variable of this name' });
  if (problems.length > 0) throw badVariables(problems);
  return body as Given;
}

/** A name that is none may be a value in the wrong place, somebody's number. */
function tellable(name: string): string {
  return /^[A-Za-z_]\w{0,39}$/.test(name) && !/\d{6}/.test(name) ? name : '?';
}
