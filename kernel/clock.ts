/** The present instant. Rules never ask for it: they receive it, so a rule about the 20th is tested on the 21st. */
export interface Clock {
  now(): Date;
}

/** The machine's clock: the only place of the kernel that reads time. */
export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands at one instant, for tests and for `HUB_NOW`. Each call gives a fresh `Date`. */
export function frozenClock(at: Date): Clock {
  const instant = at.getTime();
  if (Number.isNaN(instant)) throw new RangeError('frozenClock expects a valid instant');
  return { now: () => new Date(instant) };
}
