/**
 * Lets only so many requests begin in one turn of the event loop (轮次); the others wait, in the order in which they came.
 *
 * A gateway that is busy gains nothing by working on fifty requests at once: each holds what it has fetched so far, and
 * the garbage collector copies all of it again and again. While subgraphs are waited for, turns are short, and nobody
 * waits for one.
 * @returns undefined for who may begin at once
 */
export function turns(most: number): () => Promise<void> | undefined {
  const waiting: (() => void)[] = [];
  let begun = 0;
  let isEndAwaited = false;
  const awaitEnd = (): void => {
    if (isEndAwaited) return;
    isEndAwaited = true;
    setImmediate(nextTurn);
  };
  const nextTurn = (): void => {
    isEndAwaited = false;
    begun = Math.min(most, waiting.length);
    if (begun === 0) return;
    awaitEnd();
    for (const begin of waiting.splice(0, begun)) begin();
  };
  return () => {
    if (begun >= most) return new Promise((resolve) => waiting.push(resolve));
    begun += 1;
    awaitEnd();
    return undefined;
  };
}
