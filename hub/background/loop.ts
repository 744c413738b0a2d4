import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';

export interface LoopOptions {
  readonly name: string;
  readonly log: Logger;
  /** The longest rest between two rounds. */
  readonly everyMs: number;
  /** The shortest time from one round's begin to the next one's, however often it is nudged; 0 when left out. */
  readonly leastMs?: number;
  /** How long it rests before its first round; 0 when left out. */
  readonly firstAfterMs?: number;
  /** One round. @returns true when there is more to do at once */
  readonly round: () => Promise<boolean>;
}

/** Work that is looked for again and again (后台循环). */
export interface Loop {
  /** There may be something to do: the next round begins now, or as soon as `leastMs` are over. */
  nudge(): void;
  /** Ends after the round in hand. */
  stop(): Promise<void>;
  /** Whether the last round went well. */
  isWell(): boolean;
}

const LONGEST_BACKOFF_MS = 30_000;

/** Runs rounds until it is stopped. A round that fails is told once, then tried again at growing intervals; it never throws. */
export function loop({ name, log, everyMs, leastMs = 0, firstAfterMs = 0, round }: LoopOptions): Loop {
  let [stopping, nudged, failures] = [false, false, 0];
  let rest = new AbortController();
  const stopped = new AbortController();

  const resting = async (ms: number) => {
    if (nudged || stopping) return;
    rest = new AbortController();
    await pause(ms, undefined, { signal: rest.signal }).catch(() => undefined);
  };

  // What is nudged meanwhile is done by the one round that follows.
  const keepingApart = async (begun: number) => {
    const left = begun + leastMs - performance.now();
    if (left > 0) await pause(left, undefined, { signal: stopped.signal }).catch(() => undefined);
  };

  const one = async (): Promise<boolean> => {
    try {
      const more = await round();
      if (failures > 0) log.info({ work: name, failures }, 'background work goes on again');
      failures = 0;
      return more;
    } catch (error) {
      // Whoever is stopping meets closed doors; that is no news.
      if (failures++ === 0 && !stopping)
        log.error({ err: error, work: name }, 'background work failed; trying on');
      return false;
    }
  };

  const running = (async () => {
    if (firstAfterMs > 0) await resting(firstAfterMs);
    while (!stopping) {
      nudged = false;
      const begun = performance.now();
      const more = await one();
      // A nudge must not make a failing round spin.
      if (failures > 0) nudged = false;
      if (more) continue;
      await resting(Math.min(everyMs * 2 ** failures, Math.max(everyMs, LONGEST_BACKOFF_MS)));
      await keepingApart(begun);
    }
  })();

  return {
    nudge() {
      nudged = true;
      if (failures === 0) rest.abort();
    },
    async stop() {
      stopping = true;
      rest.abort();
      stopped.abort();
      await running;
    },
    isWell: () => failures === 0,
  };
}
