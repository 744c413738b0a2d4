/** Made-up people and wares; as many of each, and linked as, in the public gateway benchmark. */

export interface User {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly birthday: number;
}

export interface Product {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
  readonly inStock: boolean;
}

export interface Review {
  readonly id: string;
  readonly body: string;
  readonly upc: string;
}

export const users: readonly User[] = ['Ping', 'Shui', 'Lu', 'Qiao', 'Cang', 'Ta'].map((name, index) => ({
  id: String(index + 1),
  name: `${name} Tester`,
  username: `${name.toLowerCase()}-tester`,
  birthday: 1_234_567_890 + index,
}));

const wares: readonly [name: string, price: number, weight: number, inStock: boolean][] = [
  ['Helmet', 899, 100, true],
  ['Ladder', 1299, 1000, false],
  ['Gloves', 15, 20, false],
  ['Trowel', 499, 100, false],
  ['Winch', 1299, 1000, true],
  ['Lamp', 6999, 300, true],
  ['Mixer', 3999, 2000, true],
  ['Crane', 100_000, 6000, false],
  ['Scaffold', 9999, 800, true],
];

export const products: readonly Product[] = wares.map(([name, price, weight, inStock], index) => ({
  upc: String(index + 1),
  name,
  price,
  weight,
  inStock,
}));

/** Of which product, and how many letters the text has. */
const written: readonly [upc: string, letters: number][] = [
  ['1', 445],
  ['1', 290],
  ['1', 275],
  ['1', 145],
  ['2', 445],
  ['2', 290],
  ['2', 275],
  ['2', 145],
  ['3', 145],
  ['4', 145],
  ['4', 860],
];

const SENTENCE = 'It was carried up eleven floors in the rain and still did what it was bought for. ';

export const reviews: readonly Review[] = written.map(([upc, letters], index) => ({
  id: String(index + 1),
  body: SENTENCE.repeat(Math.ceil(letters / SENTENCE.length)).slice(0, letters),
  upc,
}));

/** All reviews have one author, and every user is shown the same two, as in the public benchmark. */
export const AUTHOR = users[0]!;
export const OF_EVERY_USER: readonly Review[] = reviews.slice(0, 2);

export const shippingEstimate = ({ price, weight }: Pick<Product, 'price' | 'weight'>): number =>
  price > 1000 ? 0 : Math.floor(weight / 2);
