import { setTimeout as pause } from 'node:timers/promises';
import type { Errand } from './errand.ts';

/** What a kill cut off. */
export interface Cut {
  readonly kind: string;
  /** `true`: it was committed and its answer lost; `false`: it was not; null until it is answered, or where nobody tells. */
  committed: boolean | null;
}

interface Sending {
  readonly errand: Errand;
  /** Every kill that has cut it off so far. */
  readonly cuts: Cut[];
}

const AGAIN_AFTER_MS = 150;
const ANSWERED_WITHIN_MS = 30_000;

/** Senders that always have a request under way, each sent again until it is answered. */
export class Traffic {
  acknowledged = 0;
  /** Sent again after a kill, or after an answer that said nothing. */
  sentAgain = 0;
  readonly wrong: string[] = [];
  readonly #urls: readonly string[];
  readonly #next: () => Errand | undefined;
  readonly #underWay = new Set<Sending>();
  readonly #senders: Promise<void>[];

  constructor(urls: readonly string[], senders: number, next: () => Errand | undefined) {
    this.#urls = urls;
    this.#next = next;
    this.#senders = Array.from({ length: senders }, (_, which) => this.#send(which));
  }

  /** Requests that are sent and not answered. */
  get inFlight(): number {
    return this.#underWay.size;
  }

  /** Marks what is under way, to learn later what had become of it. */
  cutOff(): Cut[] {
    return [...this.#underWay].map((sending) => {
      const cut: Cut = { kind: sending.errand.kind, committed: null };
      sending.cuts.push(cut);
      return cut;
    });
  }

  /** Waits until so many more are acknowledged. */
  async acknowledges(more: number): Promise<void> {
    const goal = this.acknowledged + more;
    const from = performance.now();
    while (this.acknowledged < goal) {
      this.#throwWrong();
      if (performance.now() - from > ANSWERED_WITHIN_MS * 2)
        throw new Error('the traffic does not flow again');
      await pause(5);
    }
  }

  /** Waits until at least so many requests are under way at this very moment. */
  async untilInFlight(least: number): Promise<void> {
    const from = performance.now();
    while (this.#underWay.size < least) {
      if (performance.now() - from > ANSWERED_WITHIN_MS) throw new Error(`never ${least} requests in flight`);
      await pause(1);
    }
  }

  /** Ends when there is nothing more to send and everything is acknowledged. */
  async end(): Promise<void> {
    await Promise.all(this.#senders);
    this.#throwWrong();
  }

  async #send(which: number): Promise<void> {
    for (let turn = 0; this.wrong.length === 0; turn++) {
      const errand = this.#next();
      if (!errand) return;
      const cuts: Cut[] = [];
      for (let tries = 0; this.wrong.length === 0; tries++) {
        if (tries > 0) {
          this.sentAgain++;
          await pause(AGAIN_AFTER_MS);
        }
        const url = this.#urls[(which + turn + tries) % this.#urls.length]!;
        const replayed = await this.#once(url, { errand, cuts });
        if (replayed === undefined) continue;
        // Of several kills only the last can have met the commit.
        for (const [place, cut] of cuts.entries())
          cut.committed = replayed === null ? null : replayed && place === cuts.length - 1;
        this.acknowledged++;
        break;
      }
    }
  }

  /** @returns what the answer says of an earlier try; undefined when there is no answer */
  async #once(url: string, sending: Sending): Promise<boolean | null | undefined> {
    const { errand } = sending;
    const { path, headers, body } = errand;
    const signal = AbortSignal.timeout(ANSWERED_WITHIN_MS);
    this.#underWay.add(sending);
    const answer = await fetch(url + path, { method: 'POST', headers, body, signal })
      .then(async (response) => ({ status: response.status, text: await response.text() }))
      .catch(() => undefined)
      .finally(() => this.#underWay.delete(sending));
    if (!answer) return undefined;
    const reading = errand.read(answer.status, answer.text);
    if (reading.kind === 'WRONG') this.wrong.push(reading.why);
    return reading.kind === 'ANSWERED' ? reading.replayed : undefined;
  }

  #throwWrong(): void {
    if (this.wrong.length > 0) throw new Error(this.wrong.slice(0, 3).join('\n'));
  }
}
