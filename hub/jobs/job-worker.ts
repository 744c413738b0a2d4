import { setTimeout as pause } from 'node:timers/promises';
import type { JobWithMetadata, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import type { JobHandler } from '../../kernel/jobs.ts';
import { JOBS_SCHEMA } from './job-tables.ts';

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
  /** Whether a job that is given now would be begun soon. */
  hasRoom(): boolean;
  /** Works on this job without fetching it. */
  begin(job: Given): void;
  /** Starts nothing more and waits for the jobs in hand. */
  stop(): Promise<void>;
}

type Taken = Pick<JobWithMetadata<Record<string, unknown>>, 'id' | 'data' | 'retryCount' | 'retryLimit'>;
type Given = Pick<Taken, 'id' | 'data'>;

/** Retries and delayed jobs wake nobody. */
const POLL_MS = 1_000;
/** A job in hand says that it lives; the queue's `heartbeatSeconds` is three times this. */
const BEAT_MS = 3_000;
/** Finished jobs are taken off together: until then they are in hand. */
const GATHERED_MS = 50;
/** Who has waited here for so long lets no more come after it: they are left to the queue, where others find them. */
const GIVEN_MS = 8_000;
/** So many jobs of the queue find a hand even while more are given than there are hands. */
const FETCHED_BESIDE = 8;
/** New jobs are taken together: the library's statement is planned anew each time. */
const APART_MS = 20;

/**
 * Takes as many jobs as it has hands free, first those that this process gives it itself, and works on them beside each
 * other; a slow job holds up nobody. The library's own worker takes a batch, and the next when the last of it is done, at
 * two statements and more a job.
 */
export function jobWorker({ boss, log, queue, atOnce, handler }: JobWorkerParts): JobWorker {
  const inHand = new Map<string, AbortController>();
  const finished: string[] = [];
  const given: (Given & { readonly since: number })[] = [];
  let [stopping, awake] = [false, true];
  let [isBehind, looked, fetched] = [true, Number.NEGATIVE_INFINITY, 0];
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
      runGiven();
      const beside = isBehind || begun - looked >= POLL_MS ? FETCHED_BESIDE - fetched : 0;
      const hands = Math.max(atOnce - inHand.size, beside);
      awake = false;
      if (hands > 0) await fetch(hands);
      // As many as there were hands mean that there may be more: the next free hand looks again.
      if (!isBehind && !awake) await resting(POLL_MS);
      else if (inHand.size >= atOnce) await Promise.race(working);
    }
  }

  async function fetch(batchSize: number): Promise<void> {
    looked = performance.now();
    const options = { batchSize, includeMetadata: true } as const;
    const jobs = await failing(() => boss.fetch<Record<string, unknown>>(queue, options), []);
    isBehind = jobs.length >= batchSize;
    for (const job of jobs) {
      // Begun with here already: it came up because it took long, and ends with what is done here.
      if (inHand.has(job.id) || given.some(({ id }) => id === job.id)) continue;
      fetched++;
      follow(
        working,
        run(job).finally(() => fetched--),
      );
    }
  }

  function runGiven(): void {
    while (given.length > 0 && inHand.size < atOnce && !stopping)
      follow(working, run({ ...given.shift()!, retryCount: 0, retryLimit: 1 }).finally(runGiven));
  }

  /** They need not wait until their time. */
  async function giveBack(): Promise<void> {
    const ids = given.splice(0).map(({ id }) => id);
    const text = `update ${JOBS_SCHEMA}.job set start_after = now() where name = $1 and id = any($2::uuid[])`;
    if (ids.length > 0) await failing(() => boss.getDb().executeSql(text, [queue, ids]), undefined);
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
    hasRoom: () => !stopping && (given.length === 0 || performance.now() - given[0]!.since < GIVEN_MS),
    begin(job) {
      given.push({ ...job, since: performance.now() });
      runGiven();
    },
    async stop() {
      stopping = true;
      wake();
      for (const leave of inHand.values()) leave.abort();
      await looping;
      await giveBack();
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
