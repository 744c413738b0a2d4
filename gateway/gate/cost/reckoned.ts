export type Variables = Readonly<Record<string, unknown>>;

/** What was reckoned already for these variables, a place for each fragment: NaN until it was. */
export type Memo = Float64Array;

/** A number known from the text alone, or one that depends on the variables. Never negative, never NaN. */
export type Reckoned = number | ((variables: Variables, memo: Memo) => number);

export function reckon(reckoned: Reckoned, variables: Variables, memo: Memo): number {
  return typeof reckoned === 'number' ? reckoned : reckoned(variables, memo);
}

/** What is known from the text is added once, when the operation is read. */
export function sum(all: readonly Reckoned[]): Reckoned {
  let known = 0;
  const open: Exclude<Reckoned, number>[] = [];
  for (const one of all)
    if (typeof one === 'number') known += one;
    else open.push(one);
  if (open.length === 0) return known;
  return (variables, memo) => {
    let total = known;
    for (const one of open) total += one(variables, memo);
    return total;
  };
}

export function product(one: Reckoned, other: Reckoned): Reckoned {
  if (typeof one === 'number' && typeof other === 'number') return times(one, other);
  return (variables, memo) => {
    const size = reckon(one, variables, memo);
    return size === 0 ? 0 : times(size, reckon(other, variables, memo));
  };
}

// Nothing of infinitely much is nothing.
const times = (one: number, other: number): number => (one === 0 || other === 0 ? 0 : one * other);
