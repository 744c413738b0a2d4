const FRESH_MS = 500;

/** How many calls wait or run, counted twice a second at most: a bound, not a figure. */
export function waiting(count: () => Promise<number>): () => Promise<number> {
  let counted = { at: Number.NEGATIVE_INFINITY, calls: 0 };
  return async () => {
    const now = performance.now();
    if (now - counted.at < FRESH_MS) return counted.calls;
    // Others go on with the old count meanwhile.
    counted = { ...counted, at: now };
    counted = { at: now, calls: await count() };
    return counted.calls;
  };
}
