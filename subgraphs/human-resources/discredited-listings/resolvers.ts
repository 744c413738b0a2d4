import { type RawBuilder, sql } from 'kysely';
import { businessDateOf, parseBusinessDate } from '../../../kernel/calendar.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import type { SubgraphContext } from '../../context.ts';
import { recordFields } from '../../fields.ts';
import { factsFreshness } from '../../figure-freshness.ts';
import type { Resolvers } from '../../subgraph.ts';
import { submits } from '../../submission.ts';
import { DiscreditedListing, RectificationOrder } from '../facts.ts';
import { between, equal, isOneOf } from '../filters.ts';
import { ofOwnCredit } from '../own-credit.ts';
import { pairKey, pairsOf } from '../pairs.ts';
import { asReferred, enterpriseOf } from '../references.ts';
import { removableFrom, standsOn } from '../rules/discredited-term.ts';
import { discreditedListings } from './dataset.ts';
import { monthsToRemovalOn } from './terms.ts';

type Listing = RowOf<typeof DiscreditedListing>;
type Order = RowOf<typeof RectificationOrder>;

interface Filter {
  readonly activeOn?: string | null;
  readonly creditCode?: string | null;
  readonly grounds?: readonly string[] | null;
  readonly decidedFrom?: string | null;
  readonly decidedTo?: string | null;
}

const LATEST = [{ property: 'decidedOn', descending: true }, { property: 'listingNo' }];

export const discreditedListingResolvers: Resolvers = {
  Query: {
    discreditedListing: (_root, { id }, context) => context.one(DiscreditedListing, 'id', id),
    discreditedListings: (_root, { activeOn, filter, ...page }, context) =>
      context.store.reader(DiscreditedListing).page(context.session, {
        ...page,
        where: [...conditions({ activeOn }), ...conditions(filter ?? {})],
        orderBy: LATEST,
      }),
  },
  Mutation: { submitDiscreditedListings: submits(discreditedListings) },
  Enterprise: {
    __resolveReference: asReferred,
    discreditedListings: ofOwnCredit(({ creditCode }, _args, context) =>
      context.many(DiscreditedListing, 'creditCode', creditCode, LATEST),
    ),
    humanResourcesFreshness: (_enterprise, _args, context) =>
      factsFreshness({ datasets: ['DISCREDITED_LISTING', 'CREDIT_RECORD'] }, context),
  },
  DiscreditedListing: {
    __resolveReference: ({ id }, context) => context.one(DiscreditedListing, 'id', id),
    enterprise: (row: Listing) => enterpriseOf(row.creditCode),
    responsiblePersonName: (row: Listing) => namesOf(row)[0] ?? null,
    responsiblePersons: (row: Listing) => namesOf(row).map((name) => ({ name })),
    isActive: (row: Listing, _args, context) => standsOn(row, businessDateOf(context.now)),
    removableFrom: ({ correctedOn }: Listing) =>
      correctedOn ? removableFrom(parseBusinessDate(correctedOn), monthsToRemovalOn(correctedOn)) : null,
    rectificationOrder: (row: Listing, _args, context) => orderOf(row, context),
    ...recordFields(DiscreditedListing),
  },
};

/** Who is listed with the employer (失信责任人): the one stated by itself first, and not twice. */
const namesOf = ({ responsiblePersonName: one, responsiblePersonNames: all }: Listing): string[] => [
  ...(one == null ? [] : [one]),
  ...(all ?? []).filter((name) => name !== one),
];

/** `standsOn` as a condition on the table; a test holds the two together. */
const stoodOn = (day: string): RawBuilder<unknown> => sql`
  t.decided_on <= ${day}::date and t.term_ends_on >= ${day}::date
  and (t.removed_on is null or t.removed_on > ${day}::date)`;

const conditions = ({
  activeOn,
  creditCode,
  grounds,
  decidedFrom,
  decidedTo,
}: Filter): RawBuilder<unknown>[] => [
  ...(activeOn ? [stoodOn(activeOn)] : []),
  ...equal('credit_code', creditCode),
  ...isOneOf('ground', grounds),
  ...between('decided_on', decidedFrom, decidedTo),
];

/** The order an entry rests on: by the employer and its number, of several the last due. */
async function orderOf({ creditCode, orderNo }: Listing, context: SubgraphContext): Promise<Order | null> {
  if (!orderNo) return null;
  return context
    .loader<string, Order | null>('orders by number', async (keys) => {
      const orders = await context.store
        .reader(RectificationOrder)
        .select(
          context.session,
          [sql`(t.employer_code, t.order_no) in ${pairsOf(keys)}`],
          sql` order by t.due_on`,
        );
      const byKey = new Map(orders.map((order) => [pairKey(order.employerCode, order.orderNo), order]));
      return keys.map((key) => byKey.get(key) ?? null);
    })
    .load(pairKey(creditCode, orderNo));
}
