import { sql } from 'kysely';
import { arrayLiteral } from '../../../ledger/array-literals.ts';
import type { Dataset, Reference } from '../../../ledger/submission/dataset.ts';
import { pairKey, pairsOf } from '../pairs.ts';
import { bearsListing, type OrderToPay } from '../rules/bears-listing.ts';

interface OfOrder {
  readonly projectCode: string | null;
  readonly orderNo: string | null;
  readonly employerCode: string | null;
}

/** An entry that rests on an order, as far as the order must bear it. */
interface Listing {
  readonly creditCode: string;
  readonly decidedOn: string;
}

/** Entries that stand on the day and rest on the order `o` of the number `o.order_no`, unless another order to pay bears them too. */
const standing = (today: string) => sql`
  not l.withdrawn and l.order_no = o.order_no
  and (l.removed_on is null or l.removed_on > ${today}::date) and l.term_ends_on >= ${today}::date
  and not exists (select from human_resources.rectification_order other
                   where other.employer_code = l.credit_code and other.order_no = l.order_no and other.kind = 'PAY'
                     and other.project_code <> o.project_code and not other.withdrawn)`;

/**
 * The entries in the list of discredited employers (失信名单) that rest on an order: those of the employer it is stated of, and of
 * the one it was stated of before.
 */
export const listingsOnOrder: Reference<OfOrder, readonly Listing[]> = {
  name: 'listings-on-order',
  path: 'orderNo',
  missing: null,
  asks: 'database',
  key: ({ projectCode, orderNo, employerCode }) =>
    projectCode === null || orderNo === null || employerCode === null
      ? null
      : pairKey(`${projectCode} ${employerCode}`, orderNo),
  async find(keys, { moment }, db) {
    const parts = keys.map((key) => /^(\S+) (\S+) (.*)$/s.exec(key)!);
    const [codes, employers, numbers] = [1, 2, 3].map((at) => arrayLiteral(parts.map((one) => one[at])));
    const rows = await db!.rows<Listing & { place: bigint }>(sql`
      select o.place, l.credit_code as "creditCode", l.decided_on as "decidedOn"
        from unnest(${codes}::text[], ${employers}::text[], ${numbers}::text[])
               with ordinality as o (project_code, employer_code, order_no, place)
        left join human_resources.rectification_order s
          on s.project_code = o.project_code and s.order_no = o.order_no and not s.withdrawn
        join human_resources.discredited_listing l on l.credit_code in (o.employer_code, s.employer_code)
       where ${standing(moment.today)}`);
    const found = new Map<string, Listing[]>();
    for (const { place, ...listing } of rows) {
      const key = keys[Number(place) - 1]!;
      found.set(key, [...(found.get(key) ?? []), listing]);
    }
    return found;
  },
};

/** Whether an order, as it is stated now, bears all the entries that rest on it. */
export const bearsAll = (order: OrderToPay, listings: readonly Listing[] | null): boolean =>
  (listings ?? []).every((listing) => bearsListing(order, listing));

/** Orders on which an entry rests that stands: taken back, they bear it no more. */
export const ordersOfListings: NonNullable<Dataset['stillNamed']> = async (rows, { moment }, db) => {
  const orders = rows.map(({ projectCode, orderNo }) => pairKey(projectCode as string, orderNo as string));
  const found = await db.rows<{ readonly id: string }>(sql`
    select o.id::text as id from human_resources.rectification_order o
     where (o.project_code, o.order_no) in ${pairsOf(orders)}
       and exists (select from human_resources.discredited_listing l
                    where l.credit_code = o.employer_code and ${standing(moment.today)})`);
  return new Map(found.map(({ id }) => [id, 'LISTING_UNFOUNDED' as const]));
};
