import { type RawBuilder, sql } from 'kysely';
import type { BusinessDate } from '../../../kernel/calendar.ts';
import type { Fact } from '../../../ledger/fact.ts';
import { versionsAt } from '../../../ledger/table.ts';
import type { SubgraphContext } from '../../context.ts';
import { type FiguresQuestion, firstOfMonth } from '../../division-figures.ts';
import { Disbursement, LabourCostTransfer, SpecialWageAccount } from '../facts.ts';

export interface Amounts {
  readonly division: string;
  /** Sums of bigints are numeric, which travels as text. */
  readonly today: string;
  readonly month: string;
  readonly total: string;
}

const NOTHING = { today: '0', month: '0', total: '0' };

export const labourCostReceived = (context: SubgraphContext): FiguresQuestion<Amounts> => ({
  name: 'labour cost received',
  none: NOTHING,
  ask: (on, from) => sql`
    select d.division, ${sumsBy(sql`t.transferred_on`, on)}
      from ${from(current(LabourCostTransfer, context))}
     where not t.withdrawn and t.transferred_on <= ${on}::date group by 1`,
});

/** An attempt that came back is RETURNED in place of SUCCESS, so it is less by not being there. */
export const wagesPaid = (context: SubgraphContext): FiguresQuestion<Amounts> => ({
  name: 'wages paid',
  none: NOTHING,
  ask: (on, from) => sql`
    select d.division, ${sumsBy(sql`t.paid_on`, on)}
      from ${from(current(Disbursement, context))}
     where not t.withdrawn and t.result = 'SUCCESS' and t.paid_on <= ${on}::date group by 1`,
});

interface Counted {
  readonly division: string;
  readonly counted: bigint;
}

export const activeSpecialAccounts = (context: SubgraphContext): FiguresQuestion<Counted> => ({
  name: 'active special accounts',
  none: { counted: 0n },
  ask: (on, from) => sql`
    select d.division, count(*) as counted
      from ${from(current(SpecialWageAccount, context))}
     where not t.withdrawn and t.status = 'ACTIVE' and (t.opened_on is null or t.opened_on <= ${on}::date)
       and (t.closed_on is null or t.closed_on > ${on}::date)
     group by 1`,
});

const current = (fact: Fact, { store, session }: SubgraphContext): RawBuilder<unknown> =>
  versionsAt(store.table(fact), session.asOf);

const sumsBy = (day: RawBuilder<unknown>, on: BusinessDate): RawBuilder<unknown> => sql`
  coalesce(sum(t.amount_fen) filter (where ${day} = ${on}::date), 0)::text as today,
  coalesce(sum(t.amount_fen) filter (where ${day} >= ${firstOfMonth(on)}::date), 0)::text as month,
  sum(t.amount_fen)::text as total`;
