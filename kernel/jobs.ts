/** Runs a statement of a transaction that somebody else has opened, so that a job is kept with the data it is about. */
export interface RunsSql {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** Durable work that is done after the answer, or when the process that began it has died (后台任务). */
export interface JobRequest {
  /** Name of a queue of `hub/jobs/queues.ts`. */
  readonly queue: string;
  /** A uuid, for a job that is handed over by `begin`. */
  readonly id?: string;
  /** What the worker needs to find the data; never the data itself, and nothing personal: it is stored in clear. */
  readonly data: Readonly<Record<string, string | number | boolean>>;
  /** Seconds before which it does not start. */
  readonly afterSeconds?: number;
}

export interface Jobs {
  /** Keeps jobs; they exist when, and only when, the transaction is committed. */
  send(jobs: readonly JobRequest[], within: RunsSql): Promise<void>;
  /** After that commit: lets workers look at once instead of at their next poll. Costs nothing to forget. */
  wake(queue: string): void;
  /** Whether this process works on the queue, has nothing else waiting there for long, and would soon begin with a job. */
  hasRoom(queue: string): boolean;
  /**
   * After that commit: works on a job here and now. It was sent to start much later, so that nobody else gets it meanwhile;
   * should this process die, it starts then.
   */
  begin(queue: string, job: { readonly id: string; readonly data: JobRequest['data'] }): void;
  /** Jobs that wait or are worked on, over all processes. */
  unfinished(queue: string): Promise<number>;
}

/** A job as its worker gets it. */
export interface Job {
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Aborted when its time is over or the process stops. */
  readonly signal: AbortSignal;
  /** No further attempt follows this one. */
  readonly isLast: boolean;
}

/** Throwing means: try again later, and give up after the queue's last attempt. Jobs may come twice; work is idempotent. */
export type JobHandler = (job: Job) => Promise<void>;
