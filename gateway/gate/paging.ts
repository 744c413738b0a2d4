import type { FieldNode } from 'graphql';
import { refusal } from '../refusal.ts';
import { valueAt } from './cost/argument-value.ts';
import type { Variables } from './cost/reckoned.ts';

/**
 * Refuses pages no list may have: larger than the maximum, smaller than 1, or from both ends. What the text says is
 * judged here; for what variables say, the judge is returned.
 */
export function pageJudge(field: FieldNode, maxPage: number): ((variables: Variables) => void) | undefined {
  const first = valueAt(field, 'first');
  const last = valueAt(field, 'last');
  if (first === undefined && last === undefined) return undefined;
  const told = { field: (field.alias ?? field.name).value, limit: maxPage };
  const judge = (variables: Variables): void => {
    const sizes = [first, last].map((place) => place?.read(variables)).filter((it) => typeof it === 'number');
    for (const size of sizes) {
      if (size < 1) throw refusal('PAGE_EMPTY', `${told.field}: a page holds at least 1`, told);
      if (size > maxPage)
        throw refusal('PAGE_TOO_LARGE', `${told.field}: a page holds at most ${maxPage}`, told);
    }
    if (sizes.length > 1)
      throw refusal('PAGE_BOTH_ENDS', `${told.field}: give first or last, not both`, told);
  };
  if (first?.isKnown === false || last?.isKnown === false) return judge;
  judge({});
  return undefined;
}
