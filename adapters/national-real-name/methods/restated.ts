/** What an answer of the graph shows, in the words of a submission: a code by itself, and what is not stated left out. */
export function restated(shown: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(shown)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => [name, plain(value)]),
  );
}

const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((one) => (isObject(one) ? restated(one) : one));
  return isObject(value) ? value.code : value;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
