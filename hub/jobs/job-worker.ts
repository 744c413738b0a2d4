import { setTimeout as pause } from 'node:timers/promises';
import type { JobWithMetadata, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { JobHandler } from '../../kernel/jobs.ts';

export interface JobWorkerParts {
  readonly boss: PgBoss;
  readonly log: Logger;
  readonly queue: string;
  /** Jobs worked on at once in this process. */
  readonly atOnce: number;
  readonly handler: JobHandler;
}

/** Works on one queue (任务工作者). */
export interface JobWorker {
  /** There may be something to do. */
  wake(): void;
  /** Starts nothing more and waits for the jobs in hand. */
  stop(): Promise<void>;
}

type Taken = Pick<JobWithMetadata<Record<string, unknown>>, 'id' | 'data' | 'retryCount' | 'retryLimit'>;

/** Retries and delayed jobs wake nobody. */
const POLL_MS = 1_000;
/** A job in hand says that it lives; the queue's `heartbeatSeconds` is three times this. */
const BEAT_MS = 3_000;
/** Finished jobs are taken off together: until then they are in hand. */
const GATHERED_MS = 50;
/** New jobs are taken together: the library's statement is planned anew each time. */
const APART_MS = 20;

/**
 * Takes as many jobs as it has hands free and works on them beside each other; a slow job holds up nobody. The
 * library's own worker takes a batch, and the next when the last of it is done, at two statements and more a job.
 */
export function jobWorker({ boss, log, queue, atOnce, handler }: JobWorkerParts): JobWorker {
  const inHand = new Map<string, AbortController>();
  const finished: string[] = [];
  let [stopping, awake] = [false, true];
  let rest = new AbortController();
  const [working, clearing] = [new Set<Promise<void>>(), new Set<Promise<void>>()];

  const wake = () => {
    // Once is enough, however many jobs there are.
    if (!awake) rest.abort();
    awake = true;
  };
  const failing = complainOnce(log, queue);

  async function loop(): Promise<void> {
    for (let begun = Number.NEGATIVE_INFINITY; !stopping; ) {
      const early = begun + APART_MS - performance.now();
      if (early > 0) await pause(early);
      begun = performance.now();
      const hands = atOnce - inHand.size;
      awake = false;
      const jobs =
        hands > 0
          ? await failing(
              () => boss.fetch<Record<string, unknown>>(queue, { batchSize: hands, includeMetadata: true }),
              [],
            )
          : [];
      for (const job of jobs) follow(working, run(job));
      // Full hands mean that there may be more: the next free hand looks again.
      if (hands > 0 && jobs.length < hands && !awake) await resting(POLL_MS);
      else if (inHand.size >= atOnce) await Promise.race(working);
    }
  }

  async function run({ id, data, retryCount, retryLimit }: Taken): Promise<void> {
    const leave = new AbortController();
    inHand.set(id, leave);
    try {
      await handler({ id, data, signal: leave.signal, isLast: retryCount >= retryLimit });
      finished.push(id);
      if (finished.length === 1) follow(clearing, clear());
    } catch (error) {
      log.warn({ err: error, queue, job: id }, 'a job failed and will be tried again');
      // The message goes to the log only: the job's row is stored in clear.
      const code = (error as { code?: string }).code ?? 'FAILED';
      await failing(() => boss.fail(queue, id, { code }), undefined);
    } finally {
      inHand.delete(id);
    }
  }

  // What a finished job did is kept with its data; its row has nothing more to say.
  async function clear(): Promise<void> {
    await pause(GATHERED_MS);
    const ids = finished.splice(0);
    await failing(() => boss.deleteJob(queue, ids), undefined);
  }

  function resting(ms: number): Promise<void> {
    rest = new AbortController();
    return pause(ms, undefined, { signal: rest.signal }).catch(() => undefined);
  }

  const beat = setInterval(() => {
    if (inHand.size > 0) void failing(() => boss.touch(queue, [...inHand.keys()]), undefined);
  }, BEAT_MS);
  const looping = loop();
  return {
    wake,
    async stop() {
      stopping = true;
      wake();
      for (const leave of inHand.values()) leave.abort();
      await looping;
      await Promise.allSettled(working);
      await Promise.allSettled(clearing);
      clearInterval(beat);
    },
  };
}

function follow(some: Set<Promise<void>>, one: Promise<void>): void {
  some.add(one);
  void one.finally(() => some.delete(one));
}

/** Runs a question to the queue; while the database is away it says so once, and waits between tries. */
function complainOnce(log: Logger, queue: string) {
  let failures = 0;
  return async <Answer>(ask: () => Promise<Answer>, otherwise: Answer): Promise<Answer> => {
    try {
      const answer = await ask();
      if (failures > 0) log.info({ queue, failures }, 'the job queue is reached again');
      failures = 0;
      return answer;
    } catch (error) {
      if (failures++ === 0) log.error({ err: error, queue }, 'the job queue is not reached; trying on');
      await pause(Math.min(100 * 2 ** Math.min(failures, 6), 5_000), undefined, { ref: false });
      return otherwise;
    }
  };
}
