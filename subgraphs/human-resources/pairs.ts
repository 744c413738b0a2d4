import { type RawBuilder, sql } from 'kysely';
import { arrayLiteral } from '../../ledger/array-literals.ts';

/** Two codes as one key; the first, a project's or an enterprise's, has no blank in it. */
export const pairKey = (first: string, second: string): string => `${first} ${second}`;

/** The keys as rows of two texts: `(t.project_code, t.case_no) in ${pairsOf(keys)}`. */
export function pairsOf(keys: readonly string[]): RawBuilder<unknown> {
  const blanks = keys.map((key) => key.indexOf(' '));
  const firsts = keys.map((key, at) => key.slice(0, blanks[at]));
  const seconds = keys.map((key, at) => key.slice(blanks[at]! + 1));
  return sql`(select * from unnest(${arrayLiteral(firsts)}::text[], ${arrayLiteral(seconds)}::text[]))`;
}
