/** How long a turn may have lasted when another request begins in it. */
const LONGEST_MS = 1;

/**
 * Lets only so many requests begin in one turn of the event loop (轮次), and none once the turn has taken long; the others
 * wait, in the order in which they came.
 *
 * A gateway that is busy gains nothing by working on fifty requests at once: each holds what it has fetched so far, and
 * the garbage collector copies all of it again and again. And requests that were never seen take some milliseconds each to
 * be read and checked: eight of them in a row would keep everybody else waiting. While subgraphs are waited for, turns
 * are short, and nobody waits for one.
 * @returns undefined for who may begin at once
 */
export function turns(most: number, now = () => performance.now()): () => Promise<void> | undefined {
  const waiting: (() => void)[] = [];
  let begun = 0;
  let since = 0;
  let isEndAwaited = false;
  const mayBegin = (): boolean => begun < most && now() - since < LONGEST_MS;
  const awaitEnd = (): void => {
    if (isEndAwaited) return;
    isEndAwaited = true;
    setImmediate(nextTurn);
  };
  const beginNext = (): void => {
    if (waiting.length === 0 || !mayBegin()) return;
    begun += 1;
    waiting.shift()!();
    // A tick that is asked for in a microtask comes when all that this one does at once is done.
    queueMicrotask(() => process.nextTick(beginNext));
  };
  const nextTurn = (): void => {
    isEndAwaited = false;
    begun = 0;
    if (waiting.length === 0) return;
    since = now();
    awaitEnd();
    beginNext();
  };
  return () => {
    if (!isEndAwaited) since = now();
    if (waiting.length > 0 || !mayBegin()) {
      awaitEnd();
      return new Promise((resolve) => waiting.push(resolve));
    }
    begun += 1;
    awaitEnd();
    return undefined;
  };
}
