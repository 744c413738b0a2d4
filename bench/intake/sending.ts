import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Site } from './parents.ts';

export interface Sending {
  readonly url: string;
  readonly token: string;
  readonly sites: readonly Site[];
  /** Records a batch. */
  readonly size: number;
  readonly connections: number;
}

export interface Run {
  readonly seconds: number;
  /** Left out, every sender sends as soon as it is answered. */
  readonly batchesPerSecond?: number;
}

export interface Sent {
  /** Acknowledged as accepted. */
  readonly records: number;
  readonly seconds: number;
  /** Milliseconds of each batch, the wait for its turn included. */
  readonly latencies: number[];
  /** Batches that were not accepted whole. */
  readonly wrong: number;
  readonly firstWrong: string;
}

/** Senders of attendance, one for each site. */
export class Senders {
  readonly #thread: Worker;

  constructor(sending: Sending) {
    this.#thread = new Worker(new URL('./sender.ts', import.meta.url), { workerData: sending });
  }

  /** @throws Error when every sender waits for its answer and a batch is not accepted whole: then a rate means nothing */
  async run(run: Run): Promise<Sent> {
    const answered = once(this.#thread, 'message');
    this.#thread.postMessage(run);
    const [sent] = (await answered) as [Sent];
    if (sent.wrong > 0 && run.batchesPerSecond === undefined)
      throw new Error(`${sent.wrong} batches were not accepted whole: ${sent.firstWrong}`);
    return sent;
  }

  async end(): Promise<void> {
    const gone = once(this.#thread, 'exit');
    this.#thread.postMessage('end');
    await gone;
  }
}
