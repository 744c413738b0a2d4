import type { Part } from './small-graph.ts';

const products = [
  { upc: '1', name: '2', price: 10, kind: 'CHAIR', size: { width: 5, parts: [{ no: 1 }] } },
  { upc: '2', name: '3', price: 20, kind: 'TABLE', size: { width: 7, parts: [{ no: 2 }, { no: 3 }] } },
  { upc: '3', name: '1', price: null, kind: 'TABLE', size: null },
];
const productOf = ({ upc }: { upc: string }) => products.find((product) => product.upc === upc) ?? null;

/** Names that are other products' keys: whoever mixes them up answers about the wrong product. */
export const catalogue: Part = {
  sdl: `
    type Query {
      top(first: Int = 3): [Product!]!
      product(upc: ID!): Product
      rows: [[Product!]!]
      found(by: Filter, tags: [String!], kind: Kind): String
      media: [Media!]!
      gone: [Product]
    }
    input Filter { text: String, number: Int, kinds: [Kind!], inner: Filter }
    enum Kind { CHAIR TABLE }
    type Size { width: Int! parts: [Piece!]! }
    type Piece { no: Int! }
    type Product @key(fields: "upc") { upc: ID! name: String! price: Int kind: Kind size: Size }
    interface Media @key(fields: "id") { id: ID! title: String }
    type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
    type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int }
  `,
  resolvers: {
    Query: {
      top: (_root: unknown, { first }: { first: number }) => products.slice(0, first),
      product: (_root: unknown, args: { upc: string }) => productOf(args),
      rows: () => [[products[0], products[1]], [products[2]]],
      found: (_root: unknown, args: object) => JSON.stringify(args),
      media: () => media,
      gone: () => [products[0], null, products[1]],
    },
    Product: { __resolveReference: productOf },
    Media: { __resolveReference: ({ id }: { id: string }) => media.find((one) => one.id === id) },
    Book: { __resolveReference: ({ id }: { id: string }) => media.find((one) => one.id === id) },
    Film: { __resolveReference: ({ id }: { id: string }) => media.find((one) => one.id === id) },
  },
};

const media = [
  { __typename: 'Book', id: 'b1', title: '书', pages: 100 },
  { __typename: 'Film', id: 'f1', title: '片', minutes: 90 },
];

/** What the warehouse knows of a product says which product it was asked about. */
export const warehouse: Part = {
  sdl: `
    type Query { shelf: [Product!]! rated: [Media!]! }
    type Size { width: Int! @external parts: [Piece!]! @external }
    type Piece { no: Int! @external }
    type Product @key(fields: "upc") {
      upc: ID!
      price: Int @external
      size: Size @external
      stock(of: String): String
      inStock: Boolean
      shipping: String @requires(fields: "price")
      volume: String @requires(fields: "size { width parts { no } }")
      like: [Product!]
      box: Box
    }
    type Box { label: String product: Product }
    type Media @key(fields: "id") @interfaceObject { id: ID! rating: Int review: String }
  `,
  resolvers: {
    Query: { shelf: () => [{ upc: '2' }, { upc: '1' }], rated: () => [{ id: 'f1' }, { id: 'b1' }] },
    Product: {
      __resolveReference: (product: object) => product,
      stock: ({ upc }: { upc: string }, args: object) => `stock of ${upc} ${JSON.stringify(args)}`,
      inStock: ({ upc }: { upc: string }) => upc === '1',
      shipping: ({ upc, price }: { upc: string; price?: number | null }) => `${upc} at ${price}`,
      volume: ({ size }: { size?: unknown }) => JSON.stringify(size),
      like: ({ upc }: { upc: string }) => (upc === '1' ? [{ upc: '2' }, { upc: '3' }] : [{ upc: '1' }]),
      box: ({ upc }: { upc: string }) => ({ label: `box of ${upc}`, product: { upc } }),
    },
    Media: {
      __resolveReference: (one: object) => one,
      rating: ({ id }: { id: string }) => id.length,
      review: ({ id }: { id: string }) => `on ${id}`,
    },
  },
};

export const shop = { catalogue, warehouse };
