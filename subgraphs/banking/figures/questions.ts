import { type RawBuilder, sql } from 'kysely';
import type { BusinessDate } from '../../../kernel/calendar.ts';
import type { Fact } from '../../../ledger/fact.ts';
import { versionsAt } from '../../../ledger/table.ts';
import type { SubgraphContext } from '../../context.ts';
import { type FiguresQuestion, firstOfMonth } from '../../division-figures.ts';
import { Disbursement, LabourCostTransfer, SpecialWageAccount } from '../facts.ts';
import { isWithdrawn } from '../withdrawn-projects/withdrawn-project.ts';
import { keptMoney } from './money-tally.ts';

/** Sums of bigints are numeric, which travels as text. */
export interface Money {
  readonly division: string;
  readonly receivedToday: string;
  readonly receivedMonth: string;
  readonly receivedTotal: string;
  readonly paidToday: string;
  readonly paidMonth: string;
  readonly paidTotal: string;
}

/**
 * Labour cost received and wages paid. An attempt to pay that came back is RETURNED in place of SUCCESS, so it is less by not
 * being there.
 */
export const money = (context: SubgraphContext): FiguresQuestion<Money> => ({
  name: 'money',
  none: {
    receivedToday: '0',
    receivedMonth: '0',
    receivedTotal: '0',
    paidToday: '0',
    paidMonth: '0',
    paidTotal: '0',
  },
  kept: keptMoney(context),
  ask: (on, { from }) => sql`
    select d.division, ${sumsBy('received', on)}, ${sumsBy('paid', on)}
      from ${from(sql`(
        select t.project_code, t.transferred_on as day, t.amount_fen as received, 0::bigint as paid
          from ${current(LabourCostTransfer, context)} where not t.withdrawn and t.transferred_on <= ${on}::date
         union all
        select t.project_code, t.paid_on, 0::bigint, t.amount_fen
          from ${current(Disbursement, context)} where not t.withdrawn and t.result = 'SUCCESS' and t.paid_on <= ${on}::date
      ) as t`)}
     where ${onFile(context)} group by 1`,
});

interface Counted {
  readonly division: string;
  readonly counted: bigint;
}

export const activeSpecialAccounts = (context: SubgraphContext): FiguresQuestion<Counted> => ({
  name: 'active special accounts',
  none: { counted: 0n },
  ask: (on, { sums }) =>
    sums(
      ['counted'],
      sql`(
        select t.project_code, 1 as counted
          from ${current(SpecialWageAccount, context)}
         where not t.withdrawn and t.status = 'ACTIVE' and (t.opened_on is null or t.opened_on <= ${on}::date)
           and (t.closed_on is null or t.closed_on > ${on}::date) and ${onFile(context)}) as t`,
    ),
});

const current = (fact: Fact, { store, session }: SubgraphContext): RawBuilder<unknown> =>
  versionsAt(store.table(fact), session.asOf);

/**
 * Of a project that is withdrawn nothing counts, as of the instant that is asked about. Asked of the union and not in its arms, which would not be
 * read by their index on projects then.
 */
const onFile = ({ session }: SubgraphContext): RawBuilder<unknown> =>
  sql`not ${isWithdrawn('t.project_code', session.asOf)}`;

const sumsBy = (amount: 'received' | 'paid', on: BusinessDate): RawBuilder<unknown> => {
  const sum = sql`sum(${sql.ref(`t.${amount}`)})`;
  return sql`
    coalesce(${sum} filter (where t.day = ${on}::date), 0)::text as ${sql.ref(`${amount}Today`)},
    coalesce(${sum} filter (where t.day >= ${firstOfMonth(on)}::date), 0)::text as ${sql.ref(`${amount}Month`)},
    ${sum}::text as ${sql.ref(`${amount}Total`)}`;
};
