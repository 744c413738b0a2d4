import { refusal } from '../../refusal.ts';

export interface Bounds {
  /** Jobs that run at the same time. */
  readonly atOnce: number;
  /** Jobs that may wait; one more is refused. */
  readonly waiting: number;
}

/** Runs jobs a few at a time, in the order in which they came. Throws the refusal QUERY_PLAN_BUSY when too many wait. */
export function bounded({ atOnce, waiting }: Bounds) {
  const queue: (() => void)[] = [];
  let running = 0;
  // Whoever waits longest takes the place that becomes free, before anybody who comes now.
  const next = (): void => {
    const first = queue.shift();
    if (first === undefined) running -= 1;
    else first();
  };
  return async <T>(job: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (queue.length >= waiting)
        throw refusal(
          'QUERY_PLAN_BUSY',
          'too many queries that were never asked before wait for their plan',
          {
            remedy: 'try again in a moment',
          },
        );
      await new Promise<void>((resolve) => queue.push(resolve));
    } else running += 1;
    try {
      return await job();
    } finally {
      next();
    }
  };
}
