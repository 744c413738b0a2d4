import { type RawBuilder, sql } from 'kysely';
import type { Fact } from '../../../ledger/fact.ts';
import type { Field } from '../../../ledger/submission/field.ts';
import { uuid, within } from '../../../ledger/submission/fields/index.ts';
import { isNothing } from '../../../ledger/submission/fields/required.ts';
import type { OrderBy } from '../../../ledger/page.ts';
import type { Resolver } from '../../subgraph.ts';

const MOST = 100;
const one = uuid();
const expected = `a list of at most ${MOST} ids of early warnings, each a UUID`;

/**
 * The early warnings that something was done about (关联预警), by the hub's ids: none when left out, each once, in the
 * order of the ids. They are the provincial hub's; whether there is one of an id shows when it is asked for.
 */
export const warningIds: Field<readonly string[]> = {
  expected,
  read(raw, report) {
    if (raw === undefined || raw === null) return [];
    if (!Array.isArray(raw) || raw.length > MOST) {
      report.reject(Array.isArray(raw) ? 'TOO_MANY_ENTRIES' : 'VALUE_MALFORMED', { expected });
      return [];
    }
    const ids = new Set<string>();
    for (const [place, stated] of raw.entries()) {
      const here = within(report, String(place));
      const id = one.read(stated, here);
      if (isNothing(stated)) here.reject('VALUE_MALFORMED', { expected });
      else if (id !== null && ids.has(id)) here.reject('WARNING_REPEATED');
      else if (id !== null) ids.add(id);
    }
    return [...ids].sort();
  },
};

/** The warnings of a row, of which their owner says the rest. */
export const warningsOf: Resolver = ({ warningIds: ids }: { warningIds: readonly string[] }) =>
  ids.map((id) => ({ __typename: 'EarlyWarning', id }));

/** What was done about a warning: the facts that name it, a page for each. */
export const aboutWarning =
  (fact: Fact, orderBy: readonly OrderBy[]): Resolver =>
  ({ id }, page, context) =>
    context.pageBelow(fact, 'id', id, { ...page, question: 'about a warning', link: NAMES_IT, orderBy });

const NAMES_IT: RawBuilder<unknown> = sql`t.warning_ids @> array[k.key::text]`;
