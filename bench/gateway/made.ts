import { readFileSync } from 'node:fs';
import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  parse,
  print,
  type SelectionSetNode,
} from 'graphql';

/** Operations that differ from one another: how, is the name. */
export type Maker = 'misses' | 'literals' | 'shapes';

/** Operation number n of a kind; the same number gives the same text. */
export const maker = (kind: Maker): ((number: number) => string) => MAKERS[kind]();

const MAKERS: Readonly<Record<Maker, () => (number: number) => string>> = {
  misses,
  literals: () => (number) =>
    `query Literals { topProducts(first: ${1 + (number % 100)}) { upc name } user(id: "${number}") { name } }`,
  shapes: () => (number) => {
    const places = Array.from({ length: PLACES }, (_, place) => shapeAt(number, place));
    return `query Shapes { ${places.join(' ')} }`;
  },
};

const LEAVES = ['upc', 'name', 'price', 'weight'];
const [PLACES, SHAPES] = [5, 15];

// Numbers to the base of fifteen: a place has one of the fifteen choices among four leaves, aliases make places differ.
function shapeAt(number: number, place: number): string {
  const choice = (Math.floor(number / SHAPES ** place) % SHAPES) + 1;
  const leaves = LEAVES.filter((_, bit) => (choice >> bit) & 1);
  return `p${place}: topProducts { ${leaves.join(' ')} }`;
}

/** The big query with other leaves left out each time, so that each has another plan. */
function misses(): (number: number) => string {
  const text = readFileSync(new URL('./operations/big.graphql', import.meta.url), 'utf8');
  const [operation, ...rest] = parse(text, { noLocation: true }).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError('big.graphql begins with its query');
  const fragments = new Map(
    rest.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one.selectionSet] as const] : [],
    ),
  );
  return (number) => {
    const isKept = coin(number + 1);
    return print({ ...operation, selectionSet: thinned(operation.selectionSet, fragments, isKept) });
  };
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode['selectionSet']>;

function thinned(from: SelectionSetNode, fragments: Fragments, isKept: () => boolean): SelectionSetNode {
  const fields = from.selections.flatMap((one) => {
    if (one.kind === Kind.FRAGMENT_SPREAD) return fragments.get(one.name.value)!.selections as FieldNode[];
    return one.kind === Kind.FIELD ? [one] : [];
  });
  const selections = fields
    // The first leaf stays, or nothing might be left.
    .filter((one, index) => one.selectionSet !== undefined || isKept() || index === 0)
    .map((one) =>
      one.selectionSet === undefined
        ? one
        : { ...one, selectionSet: thinned(one.selectionSet, fragments, isKept) },
    );
  return { kind: Kind.SELECTION_SET, selections };
}

/** Heads or tails, the same for the same seed (xorshift). */
function coin(seed: number): () => boolean {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 7) % 2 === 0;
  };
}
