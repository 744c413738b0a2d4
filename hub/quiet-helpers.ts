import { readdirSync, readFileSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

/** How far below the main thread. At 10 the collector falls behind under large answers, and the heap is half as large again. */
const BELOW = 5;
const LOWEST = 19;
const THREADS = '/proc/self/task';
/** The threads that collect the heap and compile beside the main thread, by the name that Node gives them. */
const HELPER = 'V8Worker';

/**
 * Lets the threads that collect the heap and compile give way to the one that answers (后台线程让路): where they share a core
 * with it, four of them at work would leave it a fifth of that core for tens of milliseconds. On Linux only; elsewhere a
 * thread has no priority of its own, and nothing is done. A system that forbids it (a filter of system calls, no /proc) is
 * told of in a warning: the gateway serves all the same.
 */
export function keepHelpersQuiet(): void {
  if (process.platform !== 'linux') return;
  try {
    const priority = Math.min(getPriority() + BELOW, LOWEST);
    for (const thread of readdirSync(THREADS))
      if (readFileSync(`${THREADS}/${thread}/comm`, 'utf8').trim() === HELPER)
        setPriority(Number(thread), priority);
  } catch (error) {
    process.emitWarning(`helper threads keep the priority of the main one: ${(error as Error).message}`);
  }
}
