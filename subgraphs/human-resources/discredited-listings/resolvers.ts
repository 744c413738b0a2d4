import { type RawBuilder, sql } from 'kysely';
import { businessDateOf } from '../../../kernel/calendar.ts';
import type { RowOf } from '../../../ledger/fact.ts';
import { recordFields } from '../../fields.ts';
import type { Resolvers } from '../../subgraph.ts';
import { DiscreditedListing } from '../facts.ts';
import { asReferred, enterpriseOf } from '../references.ts';
import { standsOn } from '../rules/discredited-term.ts';

type Listing = RowOf<typeof DiscreditedListing>;

const LATEST = [{ property: 'decidedOn', descending: true }, { property: 'listingNo' }];

export const discreditedListingResolvers: Resolvers = {
  Query: {
    discreditedListings: (_root, { activeOn, ...page }, context) =>
      context.store.reader(DiscreditedListing).page(context.session, {
        ...page,
        where: activeOn ? [stoodOn(activeOn)] : [],
        orderBy: LATEST,
      }),
  },
  Enterprise: {
    __resolveReference: asReferred,
    discreditedListings: ({ creditCode }, _args, context) =>
      context.many(DiscreditedListing, 'creditCode', creditCode, LATEST),
  },
  DiscreditedListing: {
    __resolveReference: ({ id }, context) => context.one(DiscreditedListing, 'id', id),
    enterprise: (row: Listing) => enterpriseOf(row.creditCode),
    isActive: (row: Listing, _args, context) => standsOn(row, businessDateOf(context.now)),
    ...recordFields(DiscreditedListing),
  },
};

/** `standsOn` as a condition on the table; a test holds the two together. */
const stoodOn = (day: string): RawBuilder<unknown> => sql`
  t.decided_on <= ${day}::date and t.term_ends_on >= ${day}::date
  and (t.removed_on is null or t.removed_on > ${day}::date)`;
