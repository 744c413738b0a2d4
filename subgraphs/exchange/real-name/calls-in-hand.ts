import { LRUCache } from 'lru-cache';
import type { Jobs } from '../../../kernel/jobs.ts';
import type { KeptCall, RealNameCall } from './call.ts';

/** The queue of calls that a job carries out. Its data is the call's serial. */
export const REAL_NAME_QUEUE = 'real-name-call';

/**
 * Nobody else is given the job of a call in hand before this is over; a process that dies has lost its calls for as long.
 * A call that takes longer is carried out twice, which does no harm.
 */
export const HELD_SECONDS = 30;

/** What a process carries for others costs memory; what is more waits in the database alone. */
const MOST_CALLS = 512;
const MOST_LENGTH = 4 * 1024 * 1024;
/** Later it could be at work when its job comes up again. */
const BEGINS_WITHIN_MS = 15_000;

/** Who asks for a result asks twice a second; later the database knows it as well. */
const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED_LENGTH = 4 * 1024 * 1024;

/**
 * Calls that the process which admitted them carries out itself (在手调用): it need not fetch their jobs, claim them and
 * open what they say, and it knows their state. All is in the database as well, where others find it when this one dies.
 */
export class CallsInHand {
  readonly #jobs: Jobs;
  readonly #calls = new Map<
    string,
    { readonly call: RealNameCall; readonly since: number; isBegun: boolean }
  >();
  #length = 0;
  readonly #ended = new LRUCache<string, KeptCall>({
    ttl: REMEMBERED_MS,
    maxSize: MOST_REMEMBERED_LENGTH,
    sizeCalculation: ({ serial, outcome }) => 200 + serial.length + (outcome?.result.length ?? 0),
  });

  constructor(jobs: Jobs) {
    this.#jobs = jobs;
  }

  /** Whether this process may keep calls of so much text in hand. */
  hasRoom(length: number): boolean {
    const fits = this.#calls.size < MOST_CALLS && this.#length + length <= MOST_LENGTH;
    return fits && this.#jobs.hasRoom(REAL_NAME_QUEUE);
  }

  /** After the commit of a call and of its job, which has the call's id and is held for so long: begins with it. */
  begin(id: string, call: RealNameCall): void {
    this.#calls.set(call.serial, { call, since: performance.now(), isBegun: false });
    this.#length += call.data.length;
    this.#jobs.begin(REAL_NAME_QUEUE, { id, data: { serial: call.serial } });
  }

  /** `BUSY`: this process is at it; undefined when it is not in hand, or too late to begin. */
  take(serial: string): RealNameCall | 'BUSY' | undefined {
    const own = this.#calls.get(serial);
    if (own === undefined) return undefined;
    if (own.isBegun) return 'BUSY';
    if (performance.now() - own.since > BEGINS_WITHIN_MS) {
      this.drop(serial);
      return undefined;
    }
    own.isBegun = true;
    return own.call;
  }

  drop(serial: string): void {
    const own = this.#calls.get(serial);
    if (own && this.#calls.delete(serial)) this.#length -= own.call.data.length;
  }

  has(serial: string): boolean {
    return this.#calls.has(serial);
  }

  /** After its outcome was kept, and is the one that stands. */
  end(serial: string, outcome: NonNullable<KeptCall['outcome']>): void {
    const own = this.#calls.get(serial);
    if (own === undefined) return;
    const { appid, method, at, order } = own.call;
    this.#ended.set(serial, { serial, appid, method, at, order, outcome });
  }

  /** What this process knows of a call without asking. */
  find(serial: string): KeptCall | undefined {
    const own = this.#calls.get(serial);
    if (own === undefined) return this.#ended.get(serial);
    const { appid, method, at, order } = own.call;
    return { serial, appid, method, at, order };
  }
}
