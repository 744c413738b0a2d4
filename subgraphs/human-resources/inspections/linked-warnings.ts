import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Fact } from '../../../ledger/fact.ts';
import type { OrderBy, Page } from '../../../ledger/page.ts';
import type { Dataset } from '../../../ledger/submission/dataset.ts';
import type { Field } from '../../../ledger/submission/field.ts';
import { uuid, within } from '../../../ledger/submission/fields/index.ts';
import { isNothing } from '../../../ledger/submission/fields/required.ts';
import { ref } from '../../../ledger/table.ts';
import type { Resolver } from '../../subgraph.ts';
import { pairKey } from '../pairs.ts';

const MOST = 100;
const one = uuid();
const expected = `a list of at most ${MOST} ids of early warnings, each a UUID`;

/**
 * The early warnings that something was done about (关联预警), by the hub's ids: none when left out, each once. They are the
 * provincial hub's (`projectWarnings`).
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
    return [...ids];
  },
};

/** As they are kept: the same warnings in another order are no other content. */
export const sorted = (ids: readonly string[]): readonly string[] => [...ids].sort();

/** The warnings of a row, of which their owner says the rest. */
export const warningsOf: Resolver = ({ warningIds: ids }: { warningIds: readonly string[] }) =>
  ids.map((id) => ({ __typename: 'EarlyWarning', id }));

/**
 * Notes which acts name which warnings (关联预警登记), beside the facts and in their transaction, so that an act is found by
 * its warning. @param no the property that is the act's number in its project
 */
export const noteWarnings =
  ({ table }: Fact, no: string): NonNullable<Dataset['conclude']> =>
  async (written, { room }, db) => {
    const links = written.flatMap(({ content }) =>
      (content.warningIds as readonly string[]).map((id) => [id, content.projectCode, content[no]]),
    );
    if (links.length === 0) return;
    // In one order, so that two submissions cannot wait for each other.
    links.sort((a, b) => (String(a) < String(b) ? -1 : 1));
    const [ids, projects, numbers] = [0, 1, 2].map((at) => arrayLiteral(links.map((link) => link[at])));
    await db.rows(sql`
      insert into ${ref(room.schema, 'warning_link')} (warning_id, act, project_code, act_no)
      select n.warning_id, ${table}, n.project_code, n.act_no
        from unnest(${ids}::uuid[], ${projects}::text[], ${numbers}::text[]) as n (warning_id, project_code, act_no)
      on conflict do nothing`);
  };

/** A warning as the gateway hands it over: with its project, which is asked of the provincial hub (`@requires`). */
interface Warning {
  readonly id: string;
  readonly projectCode?: string;
}

/**
 * What was done about a warning: the acts of its own project that name it, a page for each. One of another project's, from before
 * this was refused, is none of them. @param no the number's column
 */
export function aboutWarning(fact: Fact, no: string, orderBy: readonly OrderBy[]): Resolver {
  const number = sql.ref(`t.${no}`);
  return ({ id, projectCode }: Warning, { first, after, last, before }, context) => {
    const request = { first, after, last, before, orderBy };
    const name = `acts about warnings ${fact.name} ${JSON.stringify(request)}`;
    return context
      .loader<string, Page<object>>(name, async (keys) => {
        const [codes, ids] = [0, 1].map((at) => keys.map((key) => key.split(' ')[at]!));
        const link = sql`(t.project_code, ${number}) in (
            select l.project_code, l.act_no from human_resources.warning_link l
              join unnest(${arrayLiteral(ids!)}::uuid[], ${arrayLiteral(codes!)}::text[]) as w (id, project_code)
                on w.id = l.warning_id and w.project_code = l.project_code
             where l.warning_id = k.key and l.act = ${fact.table})
          and t.warning_ids @> array[k.key::text]`;
        const pages = await context.store.reader(fact).pagesByKey(context.session, 'id', ids!, request, link);
        return ids!.map((one) => pages.get(one)!);
      })
      .load(pairKey(projectCode ?? '', id));
  };
}
