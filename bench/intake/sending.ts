import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Punching } from './batches.ts';

export interface Sending {
  readonly url: string;
  readonly token: string;
  /** The people of each batch, a record each. */
  readonly batches: readonly (readonly Punching[])[];
  readonly connections: number;
  /** How many send at once, each its share of the batches by turns; one for each batch when left out. */
  readonly senders?: number;
  /** The instant before which all punches lie, also the time of sending; now when left out. */
  readonly until?: Date;
  readonly sentAt?: Date;
  /** The first round; where records of an earlier run stand, another than theirs. */
  readonly firstRound?: number;
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

/** Senders of attendance. */
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
