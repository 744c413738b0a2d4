/** A source of choices that gives the same choices for the same seed, on every machine. */
export interface Random {
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Between `least` and `most` different members, in random order. */
  sample<T>(from: readonly T[], least: number, most?: number): T[];
}

/** The choices of one seed (mulberry32). */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    int,
    chance: (probability) => next() < probability,
    pick(from) {
      if (from.length === 0) throw new Error('nothing to pick from');
      return from[int(0, from.length - 1)]!;
    },
    sample(from, least, most = from.length) {
      const rest = [...from];
      const count = Math.min(int(least, Math.max(least, most)), rest.length);
      return Array.from({ length: count }, () => rest.splice(int(0, rest.length - 1), 1)[0]!);
    },
  };
}
