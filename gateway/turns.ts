/** How long a turn may have lasted when another request begins in it. */
const LONGEST_MS = 1;
/** A turn as short as this had next to nothing to do. */
const IDLE_MS = 0.1;
/** Who has waited so long in a crowd begins in spite of it, one a turn. */
const PATIENCE_MS = 100;

interface Turning {
  /** Whether as many are at work as do any good while there is something to do. */
  readonly isCrowded?: () => boolean;
}

interface Waiting {
  readonly since: number;
  begin(): void;
}

/**
 * Lets only so many requests begin in one turn of the event loop (轮次), and none once the turn has taken long; the others
 * wait, in the order in which they came. In a crowd the next one begins when a turn had nothing else to do.
 *
 * A gateway that is busy gains nothing by working on fifty requests at once: each holds what it has fetched so far, and
 * the garbage collector copies all of it again and again. And requests that were never seen take some milliseconds each to
 * be read and checked: eight of them in a row would keep everybody else waiting. While subgraphs are waited for, turns
 * are short, and nobody waits for one.
 * @returns undefined for who may begin at once
 */
export function turns(
  most: number,
  { isCrowded = () => false }: Turning = {},
): () => Promise<void> | undefined {
  const waiting: Waiting[] = [];
  let begun = 0;
  let since = 0;
  let isEndAwaited = false;
  const mayBegin = (): boolean => begun < most && performance.now() - since < LONGEST_MS;
  const awaitEnd = (): void => {
    if (isEndAwaited) return;
    isEndAwaited = true;
    setImmediate(nextTurn);
  };
  const begin = (): void => {
    begun += 1;
    waiting.shift()!.begin();
  };
  const beginNext = (): void => {
    if (waiting.length === 0 || !mayBegin()) return;
    begin();
    // A tick that is asked for in a microtask comes when all that this one does at once is done.
    queueMicrotask(() => process.nextTick(beginNext));
  };
  const nextTurn = (): void => {
    isEndAwaited = false;
    begun = 0;
    const [first] = waiting;
    if (first === undefined) return;
    const before = since;
    since = performance.now();
    awaitEnd();
    if (!isCrowded() || since - before < IDLE_MS) beginNext();
    else if (since - first.since > PATIENCE_MS) begin();
  };
  return () => {
    if (!isEndAwaited) since = performance.now();
    if (waiting.length === 0 && mayBegin() && !isCrowded()) {
      begun += 1;
      awaitEnd();
      return undefined;
    }
    awaitEnd();
    return new Promise((resolve) => waiting.push({ since: performance.now(), begin: resolve }));
  };
}
