/** A booking as far as what undoes it is judged by it (退汇、冲正). */
export interface Booking {
  readonly amountFen: bigint;
  readonly direction: string;
  readonly occurredAt: Date;
  /** The name of the booking that it undoes. */
  readonly undoes: string | null;
}

/**
 * Bookings that undo each other (退汇、冲正), by names of any kind. All that undoes a booking is no more than the booking; what was itself
 * undone does not count.
 */
export class Bookings {
  readonly #booked = new Map<string, Booking>();
  readonly #undoing = new Map<string, Set<string>>();

  get(name: string): Booking | undefined {
    return this.#booked.get(name);
  }

  put(name: string, booking: Booking | undefined): void {
    const before = this.#booked.get(name);
    if (before?.undoes) this.#undoing.get(before.undoes)?.delete(name);
    if (!booking) {
      this.#booked.delete(name);
      return;
    }
    this.#booked.set(name, booking);
    if (!booking.undoes) return;
    const beside = this.#undoing.get(booking.undoes);
    if (beside) beside.add(name);
    else this.#undoing.set(booking.undoes, new Set([name]));
  }

  /**
   * Takes what is stated of a booking, unless more would then be undone of it, or of what it undoes, than there is. What was too much
   * before and does not become more is no fault of this statement: a resend is one.
   */
  takes(name: string, stated: Booking): boolean {
    return this.#becomes(name, stated);
  }

  /**
   * Takes bookings away, unless without them more would be undone of others than there is (撤回). Those that undo each other may go together,
   * whichever is named first. @returns those that stay
   */
  drops(names: readonly string[]): readonly string[] {
    const staying = names.filter((name) => !this.#becomes(name, undefined));
    return staying.length === 0 || staying.length === names.length ? staying : this.drops(staying);
  }

  /** What of it was returned or reversed, less what of that was undone in turn. */
  undoneOf(name: string): bigint {
    return this.#undone(name, DEEPEST);
  }

  /** Whether a booking that is stated with this direction would go the same way as what undoes it, and did not before. */
  wouldTurn(name: string, direction: string): boolean {
    if (this.#booked.get(name)?.direction === direction) return false;
    return [...this.#undoingOf(name)].some((one) => this.#booked.get(one)!.direction === direction);
  }

  /** Whether a booking stands before the one that it undoes, or after one that undoes it. */
  isOutOfTime(name: string): boolean {
    const own = this.#booked.get(name);
    if (!own) return false;
    const isAfter = (first: Booking | undefined, then: Booking | undefined) =>
      first !== undefined && then !== undefined && wholeSecond(first) > wholeSecond(then);
    const original = own.undoes === null ? undefined : this.#booked.get(own.undoes);
    return (
      isAfter(original, own) || [...this.#undoingOf(name)].some((one) => isAfter(own, this.#booked.get(one)))
    );
  }

  #becomes(name: string, after: Booking | undefined): boolean {
    const before = this.#booked.get(name);
    const touched = [...new Set([name, ...this.#above(before), ...this.#above(after)])];
    const excess = touched.map((one) => this.#excess(one));
    this.put(name, after);
    const isWorse = touched.some((one, at) => {
      const now = this.#excess(one) ?? 0n;
      return now > 0n && (excess[at] === null || now > excess[at]!);
    });
    if (isWorse) this.put(name, before);
    return !isWorse;
  }

  /** What it undoes, what that undoes, and so on. */
  #above(booking: Booking | undefined): string[] {
    const names: string[] = [];
    for (let next = booking?.undoes ?? null; next !== null && names.length < DEEPEST; ) {
      names.push(next);
      next = this.#booked.get(next)?.undoes ?? null;
    }
    return names;
  }

  /** By how much more of it is undone than there is; null where it is not on record. */
  #excess(name: string): bigint | null {
    const own = this.#booked.get(name);
    return own ? this.#undone(name, DEEPEST) - own.amountFen : null;
  }

  #undone(name: string, levels: number): bigint {
    let sum = 0n;
    for (const one of levels > 0 ? this.#undoingOf(name) : NONE) {
      const left = this.#booked.get(one)!.amountFen - this.#undone(one, levels - 1);
      if (left > 0n) sum += left;
    }
    return sum;
  }

  #undoingOf(name: string): ReadonlySet<string> {
    return this.#undoing.get(name) ?? NONE;
  }
}

const NONE: ReadonlySet<string> = new Set();

/** How often an undoing is undone again, as far as it is looked at: bookings that undo each other in a ring end there. */
export const DEEPEST = 8;

/** As instants are recorded. */
const wholeSecond = ({ occurredAt }: Booking): number => Math.floor(occurredAt.getTime() / 1000);
