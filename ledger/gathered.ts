import { setTimeout as pause } from 'node:timers/promises';

export interface Gathering<Item> {
  /** The shortest time from one batch's begin to the next one's. */
  readonly apartMs?: number;
  /** Batches that may be under way at the same time. */
  readonly atOnce?: number;
  /** Items that one batch holds at most. */
  readonly most?: number;
  /** What an item weighs, and what one batch may weigh; a single item may weigh more. */
  readonly weightOf?: (item: Item) => number;
  readonly mostWeight?: number;
}

/**
 * Asks for many at once what is asked for one by one (合批): while a batch is under way the next gathers, so a busy
 * moment costs the database few transactions and a quiet one waits for nobody. When a batch fails, each of its items is
 * asked for alone: nobody gets another's fault. Items may therefore be asked for twice.
 * @param askAll an answer for each item, in their order
 */
export function gathered<Item, Answer>(
  askAll: (items: readonly Item[]) => Promise<readonly Answer[]>,
  {
    apartMs = 0,
    atOnce = 1,
    most = 64,
    weightOf = () => 0,
    mostWeight = Number.POSITIVE_INFINITY,
  }: Gathering<Item> = {},
): (item: Item) => Promise<Answer> {
  const waiting: Asked<Item, Answer>[] = [];
  let underWay = 0;
  let begun = Number.NEGATIVE_INFINITY;

  async function askOn(): Promise<void> {
    while (waiting.length > 0) {
      const early = begun + apartMs - performance.now();
      if (early > 0 && waiting.length < most) await pause(early);
      begun = performance.now();
      await ask(askAll, waiting.splice(0, batchEnd()));
    }
    underWay -= 1;
  }

  function batchEnd(): number {
    let [end, weight] = [1, weightOf(waiting[0]!.item)];
    for (; end < Math.min(most, waiting.length); end++) {
      weight += weightOf(waiting[end]!.item);
      if (weight > mostWeight) break;
    }
    return end;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (underWay === atOnce) return;
      underWay += 1;
      // Everything that arrived together goes together.
      setImmediate(askOn);
    });
}

interface Asked<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

async function ask<Item, Answer>(
  askAll: (items: readonly Item[]) => Promise<readonly Answer[]>,
  batch: readonly Asked<Item, Answer>[],
): Promise<void> {
  try {
    const answers = await askAll(batch.map(({ item }) => item));
    for (const [at, { resolve }] of batch.entries()) resolve(answers[at]!);
  } catch (error) {
    if (batch.length === 1) batch[0]!.reject(error);
    else await Promise.all(batch.map((one) => ask(askAll, [one])));
  }
}
