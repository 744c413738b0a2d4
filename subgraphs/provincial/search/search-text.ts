import { type RawBuilder, sql } from 'kysely';
import { businessDateOf } from '../../../kernel/calendar.ts';
import { isNumberOfPerson } from '../../../kernel/identifiers/numbers-in-text.ts';
import { BadInput } from '../../../kernel/refusals.ts';

const SHORTEST = 2;
const LONGEST = 200;

/**
 * A text that projects are searched by: half-width forms for full-width ones, without blanks around it.
 * @throws BadInput `NAME_FRAGMENT_TOO_SHORT`, `SEARCH_TEXT_TOO_LONG`, `SEARCH_TEXT_OF_PERSON`
 */
export function searchText(stated: string, now: Date): string {
  const text = fragment(stated, ['text']);
  if (isNumberOfPerson(text, businessDateOf(now))) {
    throw new BadInput('SEARCH_TEXT_OF_PERSON', 'the text is the number of an identity card', {
      path: ['text'],
      expected: 'what projects are known by',
      remedy: 'look a worker up with workerByDocument, for a declared purpose',
    });
  }
  return text;
}

/** A fragment of a name, in the one form it is compared in but for capitals. */
export function fragment(stated: string, path: readonly string[]): string {
  // Nobody's name is so long, and so the whole text need not be looked at.
  const text = stated.length > 4 * LONGEST ? stated : stated.normalize('NFKC').trim();
  const length = [...text].length;
  if (length < SHORTEST) {
    throw new BadInput('NAME_FRAGMENT_TOO_SHORT', `"${path.at(-1)}" is too short`, {
      path,
      expected: `at least ${SHORTEST} characters`,
      came: `${length}`,
      remedy: 'give more of the name, or a code in full',
    });
  }
  if (length > LONGEST) {
    throw new BadInput('SEARCH_TEXT_TOO_LONG', `"${path.at(-1)}" is too long`, {
      path,
      expected: `at most ${LONGEST} characters`,
      came: `${length}`,
      remedy: 'give a part of the name',
    });
  }
  return text;
}

/**
 * Where a fragment stands in a column (from 1; 0 for nowhere, and null), both in half-width and small letters. Not by LIKE: nothing
 * in the text is then a wildcard, and it costs half. Most names are in the form they are compared in, which is quick to see.
 */
export const placeIn = (column: RawBuilder<unknown>, text: string): RawBuilder<unknown> => {
  const small = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return sql`strpos(lower(case when ${column} is nfkc normalized then ${column} else normalize(${column}, nfkc) end), ${small})`;
};
