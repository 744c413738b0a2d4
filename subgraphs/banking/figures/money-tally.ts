import { type RawBuilder, sql } from 'kysely';
import { addDays, type BusinessDate } from '../../../kernel/calendar.ts';
import {
  markedProjects,
  type ProjectTallyOptions,
  projectTally,
} from '../../../ledger/tallies/project-tally.ts';
import type { SubgraphContext } from '../../context.ts';
import { firstOfMonth, type KeptFigures } from '../../division-figures.ts';
import { isWithdrawn } from '../withdrawn-projects/withdrawn-project.ts';

const OPTIONS: ProjectTallyOptions = {
  name: 'money',
  schema: 'banking',
  table: 'money_tally',
  marks: 'money_mark',
  key: ['project_code', 'bank_code'],
  steps: ['days', 'received', 'paid'],
  sources: ['labour_cost_transfer', 'disbursement'],
  counted(projects) {
    const asked = sql`f.project_code = any(${projects as string[]}::text[])`;
    return sql`
      select project_code, bank_code, array_agg(day order by day) as days, array_agg(received::bigint order by day) as received,
             array_agg(paid::bigint order by day) as paid
        from (select project_code, bank_code, day, sum(sum(received)) over upto as received, sum(sum(paid)) over upto as paid
                from (select f.project_code, f.bank_code, f.transferred_on as day, f.amount_fen as received, 0 as paid
                        from banking.labour_cost_transfer f where ${asked} and not f.withdrawn
                       union all
                      select f.project_code, f.bank_code, f.paid_on, 0, f.amount_fen
                        from banking.disbursement f where ${asked} and not f.withdrawn and f.result = 'SUCCESS') m
               group by 1, 2, 3 window upto as (partition by project_code, bank_code order by day)) s
       group by 1, 2`;
  },
};

/** Labour cost received and wages paid (资金累计), by project, bank and day. */
export const moneyTally = projectTally(OPTIONS);

/** Both from the tally, with marked projects counted directly. */
export const keptMoney = (context: SubgraphContext): KeptFigures => ({
  tally: OPTIONS.name,
  part: () => '',
  async ask(on, { sums }) {
    const marked = await markedProjects(context.session, OPTIONS);
    const columns = AMOUNTS.flatMap((name) => [`${name}Today`, `${name}Month`, `${name}Total`]);
    return sums(columns, sql`(${byProject(on, marked)}) as t`);
  },
});

const AMOUNTS = ['received', 'paid'];

function byProject(on: BusinessDate, marked: readonly string[]): RawBuilder<unknown> {
  const upTo = (steps: string, day: string) =>
    sql`coalesce(${sql.ref(steps)}[width_bucket(${day}::date, days)], 0)`;
  const stands = sql`select project_code, days, received, paid from banking.money_tally`;
  const each = AMOUNTS.map((name) => {
    const total = upTo(name, on);
    return sql`
      ${total} - ${upTo(name, addDays(on, -1))} as ${sql.ref(`${name}Today`)},
      ${total} - ${upTo(name, addDays(firstOfMonth(on), -1))} as ${sql.ref(`${name}Month`)}, ${total} as ${sql.ref(`${name}Total`)}`;
  });
  return sql`
    select project_code, ${sql.join(each)}
      from (${
        marked.length === 0
          ? stands
          : sql`${stands} where project_code <> all(${marked as string[]}::text[])
                union all select project_code, days, received, paid from (${OPTIONS.counted(marked)}) c`
      }) s where not ${isWithdrawn('s.project_code')}`;
}
