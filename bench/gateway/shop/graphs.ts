import { readFileSync } from 'node:fs';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { buildSchema, type GraphQLSchema, parse } from 'graphql';
import {
  AUTHOR,
  OF_EVERY_USER,
  type Product,
  products,
  type Review,
  reviews,
  shippingEstimate,
  users,
} from './records.ts';

/** While true, roots answer empty lists: planning is measured then, not fetching. */
export interface Mood {
  empty: boolean;
}

export const SHOP = ['accounts', 'inventory', 'products', 'reviews'] as const;
type Shop = (typeof SHOP)[number];

export const sdlOf = (name: string): string =>
  readFileSync(new URL(`./${name}.graphql`, import.meta.url), 'utf8');

const userOf = (id: string) => users.find((one) => one.id === id);
const productOf = (upc: string) => products.find((one) => one.upc === upc);
const topProducts = (_: unknown, { first }: { first: number }, { empty }: Mood) =>
  empty ? [] : products.slice(0, Math.max(0, first));
const allUsers = (_: unknown, __: unknown, { empty }: Mood) => (empty ? [] : users);
const reviewsOfProduct = ({ upc }: { upc: string }) => reviews.filter((one) => one.upc === upc);

const Accounts = {
  Query: { me: () => AUTHOR, user: (_: unknown, { id }: { id: string }) => userOf(id), users: allUsers },
};

const RESOLVERS = {
  accounts: { ...Accounts, User: { __resolveReference: ({ id }: { id: string }) => userOf(id) } },
  inventory: {
    Product: {
      // Price and weight come from the gateway, or the estimate is wrong.
      __resolveReference: (sent: Product) => ({ ...sent, inStock: productOf(sent.upc)?.inStock }),
      shippingEstimate,
    },
  },
  products: {
    Query: { topProducts },
    Product: { __resolveReference: ({ upc }: { upc: string }) => productOf(upc) },
  },
  reviews: {
    Review: {
      __resolveReference: ({ id }: { id: string }) => reviews.find((one) => one.id === id),
      author: () => ({ id: AUTHOR.id, username: AUTHOR.username }),
      product: ({ upc }: Review) => ({ upc }),
    },
    User: { __resolveReference: ({ id }: { id: string }) => ({ id }), reviews: () => OF_EVERY_USER },
    Product: { __resolveReference: ({ upc }: { upc: string }) => ({ upc }), reviews: reviewsOfProduct },
  },
};

/** One department of the shop as a subgraph. */
export const shopSubgraph = (name: Shop): GraphQLSchema =>
  buildSubgraphSchema([{ typeDefs: parse(sdlOf(name)), resolvers: RESOLVERS[name] }]);

/** The whole shop as one schema without federation: the oracle for every first answer. */
export function wholeShop(): GraphQLSchema {
  const schema = buildSchema(sdlOf('whole'));
  const author = () => AUTHOR;
  const product = ({ upc }: Review) => productOf(upc);
  resolve(schema, 'Query', { ...Accounts.Query, topProducts });
  resolve(schema, 'User', { reviews: () => OF_EVERY_USER });
  resolve(schema, 'Product', { reviews: reviewsOfProduct, shippingEstimate });
  resolve(schema, 'Review', { author, product });
  return schema;
}

function resolve(schema: GraphQLSchema, type: string, by: Readonly<Record<string, unknown>>): void {
  const fields = (schema.getType(type) as { getFields(): Record<string, object> } & object).getFields();
  for (const [name, resolver] of Object.entries(by)) Object.assign(fields[name]!, { resolve: resolver });
}
