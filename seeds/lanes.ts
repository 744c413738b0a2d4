import type { Step } from './write.ts';

/** How far the whole is, told after each step. */
export interface Progress {
  done: number;
  /** One lane has failed: the others end with the step they are at, so that nothing runs on behind the error. */
  isStopped: boolean;
  readonly total: number;
  readonly tell: (done: number, total: number, label: string) => void;
}

type Write = (step: Step) => Promise<number>;

/** One step after the other: a correction must find what it corrects. @returns how many records were written */
export async function inOrder(steps: readonly Step[], write: Write, progress: Progress): Promise<number> {
  let records = 0;
  for (const step of steps) {
    if (progress.isStopped) break;
    records += await write(step).catch((error: unknown) => {
      progress.isStopped = true;
      throw error;
    });
    progress.done += 1;
    progress.tell(progress.done, progress.total, step.name);
  }
  return records;
}

/** Steps in any order, taken by as many lanes as call it. */
export function sharedQueue(steps: readonly Step[], write: Write, progress: Progress): () => Promise<number> {
  const waiting = [...steps];
  return async () => {
    let records = 0;
    for (let step = waiting.shift(); step; step = waiting.shift())
      records += await inOrder([step], write, progress);
    return records;
  };
}
