import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { SubgraphContext } from '../../context.ts';
import type { AccountKey } from '../accounts/account-of.ts';

export interface MissingSerials {
  readonly count: number;
  readonly lowest: string | null;
  readonly highest: string | null;
  readonly gaps: readonly { readonly from: string; readonly to: string }[];
  readonly hasMore: boolean;
}

/** Where to look for an account's missing bookings, and up to which serial the bank says there are any. */
export interface Ledger extends AccountKey {
  readonly lastSerial?: string | null;
}

const MOST_GAPS = 100;
const MOST_COUNTED = 2_147_483_647;

/**
 * The gaps between an account's serials (缺失流水). Banks number an account's bookings without a gap, so that a number
 * between the lowest and the highest that were ever stated is a booking that has not come, or was withdrawn. Serials are compared as
 * numbers: leading zeros mean nothing here.
 */
export const missingSerials = (ledger: Ledger, context: SubgraphContext): Promise<MissingSerials> =>
  context
    .loader<Ledger, MissingSerials>('missing serials', async (ledgers) => {
      const rows = await context.session.rows<Counted>(sql`
        with k as (
          select * from unnest(${arrayLiteral(ledgers.map((one) => one.lastSerial))}::text[])
            with ordinality as k (last_serial, place)
        ), recorded as materialized (
          -- Past row scope: of an account that projects share some bookings are another's, and no gap for that.
          select * from banking.serials_of_accounts(${arrayLiteral(ledgers.map((one) => one.bankCode))}::text[],
            ${arrayLiteral(ledgers.map((one) => one.accountIndex))}::bytea[], ${context.session.asOf}::timestamptz)
        ), bounds as (
          select place, min(serial) as lowest, max(serial) as highest from recorded group by 1
        ), n as (
          select place, serial from recorded where stands
          union all
          -- Before the first and past the last: what is missing between them and the others is missing at an end.
          select place, lowest - 1 from bounds
          union all
          select b.place, greatest(b.highest, case when k.last_serial ~ '^[0-9]{1,18}$' then k.last_serial::bigint end) + 1
            from bounds b join k using (place)
        ), g as (
          select n.*, lag(serial) over (partition by place order by serial) + 1 as next from n
        )
        select place, min(b.lowest)::text as lowest, max(b.highest)::text as highest,
               least(coalesce(sum(serial - next) filter (where serial > next), 0), ${MOST_COUNTED})::text as count,
               (array_agg(next::text order by serial) filter (where serial > next))[1:${sql.lit(MOST_GAPS + 1)}] as froms,
               (array_agg((serial - 1)::text order by serial) filter (where serial > next))[1:${sql.lit(MOST_GAPS + 1)}] as tos
          from g join bounds b using (place) group by place`);
      const byPlace = new Map(rows.map((row) => [Number(row.place) - 1, counted(row)]));
      return ledgers.map((_, at) => byPlace.get(at) ?? NOTHING);
    })
    .load(ledger);

interface Counted {
  readonly place: bigint;
  readonly lowest: string | null;
  readonly highest: string | null;
  /** A sum of bigints is numeric, which travels as text. */
  readonly count: string;
  readonly froms: readonly string[] | null;
  readonly tos: readonly string[] | null;
}

function counted({ lowest, highest, count, froms, tos }: Counted): MissingSerials {
  const gaps = (froms ?? []).map((from, at) => ({ from, to: tos![at]! }));
  return {
    count: Number(count),
    lowest,
    highest,
    gaps: gaps.slice(0, MOST_GAPS),
    hasMore: gaps.length > MOST_GAPS,
  };
}

const NOTHING: MissingSerials = { count: 0, lowest: null, highest: null, gaps: [], hasMore: false };
